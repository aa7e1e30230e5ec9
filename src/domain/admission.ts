import type { Category, Rule, RuleLevel } from './campaign.ts';
import { isNoWork, isOtherArchive, isText, mayBeNamed } from './contents.ts';
import {
  type AdmittedFile,
  type Fact,
  objectionBy,
  objectionToEntry,
  type RuleCheck,
  type SaidOfEntry,
} from './file-rules.ts';
import { extensionOf, kindOfExtension, mediaOf } from './formats.ts';
import type { Measured } from './measured.ts';

/** `block` stops the submission, `warn` is recorded to be corrected, `note` is said. Facts are what was measured. */
export interface Objection {
  level: RuleLevel;
  /** One of `OBJECTIONS`. */
  code: string;
  facts: Record<string, Fact>;
}

/**
 * What is wrong with the files of one submission (docs/product.md, section 6). Only the category's own rules are asked;
 * without a category only what is asked of every file. `systemLimitBytes` is the most that the bot takes, whatever the
 * notice says.
 */
export function admit(
  category: Category | undefined,
  files: readonly AdmittedFile[],
  systemLimitBytes: number,
  /** Asked of every category. */
  ofAll: readonly Rule[] = [],
  said?: SaidOfEntry,
): Objection[] {
  const rules = [...(category?.rules ?? []), ...ofAll];
  const objections: Objection[] = [];
  const seen = new Map<string, string>();
  for (const file of files) {
    const blocked = blocking(file, systemLimitBytes);
    if (blocked !== undefined) {
      objections.push(blocked);
      continue;
    }
    const same = seen.get(file.sha256);
    if (same !== undefined)
      objections.push({ level: 'note', code: 'same-bytes', facts: { file: file.name, as: same } });
    else seen.set(file.sha256, file.name);
    for (const fault of FAULTS) {
      const found = fault(file, category);
      if (found) objections.push(found);
    }
    // What was not looked at is said to be so, and not rule by rule.
    if (file.measured.heldBack) continue;
    for (const rule of rules) if (rule.check !== undefined) objections.push(...broken(rule, rule.check, file));
  }
  if (files.length > 0) {
    for (const { aspect, text, clause, level, check } of rules) {
      if (check === undefined) objections.push({ level, code: 'unmeasured', facts: { aspect, text, clause } });
      const found = check && objectionToEntry(check, files, said);
      if (found) objections.push({ level, code: found.code, facts: { text, clause, ...found.facts } });
    }
  }
  return objections;
}

function blocking(file: AdmittedFile, limit: number): Objection | undefined {
  const { name, size, extension: measured } = file;
  if (size === 0) return { level: 'block', code: 'empty', facts: { file: name } };
  if (size > limit) return { level: 'block', code: 'too-large', facts: { file: name, size, limit } };
  const named = extensionOf(name);
  const another = kindOfExtension(named) !== undefined && isNoWork(measured) && !mayBeNamed(named, measured);
  return another ? { level: 'block', code: 'no-work', facts: { file: name, named, measured } } : undefined;
}

/** What may be wrong with a file whatever the rules of its category are; each says one thing, or nothing. */
const FAULTS: ((file: AdmittedFile, category: Category | undefined) => Objection | undefined)[] = [
  ({ name, extension }) => {
    const named = extensionOf(name);
    if (named === '' || extension === '' || mayBeNamed(named, extension)) return undefined;
    const code = isText(extension) && kindOfExtension(named) !== undefined ? 'no-work' : 'name-mismatch';
    return { level: 'warn', code, facts: { file: name, named, measured: extension } };
  },
  ({ name, measured: { truncated, hollow } }) =>
    truncated && { level: 'warn', code: 'truncated', facts: { file: name, hollow: hollow === true } },
  ({ name, measured: { truncated, hollow } }) =>
    hollow && !truncated ? { level: 'warn', code: 'hollow', facts: { file: name } } : undefined,
  ({ name, measured: { videoCodec, audioCodec } }, category) => {
    const shown = category?.media.length === 1 && category.media[0] === 'video';
    if (!shown || audioCodec === undefined || videoCodec !== undefined) return undefined;
    return { level: 'warn', code: 'no-picture', facts: { file: name } };
  },
  ({ name, measured: { silent } }) => silent && { level: 'warn', code: 'silent', facts: { file: name } },
  (file) => {
    const { pages = 0, characters, locked } = file.measured;
    const scanned = mediaOf(file) === 'document' && pages > 0 && characters === 0 && !locked;
    return scanned ? { level: 'note', code: 'scanned', facts: { file: file.name } } : undefined;
  },
  ({ name, extension, measured: { program } }) =>
    program && { level: 'note', code: 'program', facts: { file: name, macros: extension !== 'pdf' } },
  ({ name, measured: { locked } }) => locked && { level: 'warn', code: 'locked', facts: { file: name } },
  ({ name, extension, measured: { unopened } }) => {
    const why = unopened ?? (isOtherArchive(extension) ? 'odd' : undefined);
    return why && { level: 'warn', code: 'unopened', facts: { file: name, ...whyUnopened(why) } };
  },
  ({ name, measured: { heldBack } }) => heldBack && { level: 'warn', code: 'held-back', facts: { file: name } },
];

function broken({ level, text, clause }: Rule, check: RuleCheck, file: AdmittedFile): Objection[] {
  const found = objectionBy(check, file);
  if (!found) return [];
  const { code, facts, unsure } = found;
  return [{ level: unsure ? 'note' : level, code, facts: { file: file.name, text, clause, ...facts } }];
}

/** Why an archive was not opened, as a sentence asks: one of these is so. */
const whyUnopened = (why: NonNullable<Measured['unopened']>): Record<string, Fact> => ({
  locked: why === 'locked',
  nested: why === 'nested',
  tooMuch: why === 'too-much',
  odd: why === 'odd',
  damaged: why === 'damaged',
});
