import type { Category, Rule, RuleCheck, RuleLevel } from './campaign.ts';
import { isNoWork, isOtherArchive, isText, mayBeNamed } from './format.ts';
import type { Measured } from './measured.ts';
import { extensionOf, kindOfExtension } from './media.ts';

/** A file whose bytes are stored, with what was measured on them. */
export interface AdmittedFile {
  /** The sender's name for it; empty when there is none. */
  name: string;
  /** Bytes. */
  size: number;
  /** By magic bytes, without a dot; empty when unknown. */
  extension: string;
  measured: Measured;
  sha256: string;
}

type OfFile<Code extends string, Facts = unknown> = { level: RuleLevel; code: Code; facts: { file: string } & Facts };
type Clause = { text: string; clause: string };

/** `block` stops the submission, `warn` is recorded to be corrected, `note` is said. Facts are what was measured. */
export type Finding =
  | OfFile<'empty'>
  | OfFile<'too-large', { size: number; limit: number }>
  | OfFile<'same-bytes', { as: string }>
  | OfFile<'name-mismatch', { named: string; measured: string }>
  /** Not what its name says, and no work at all: a web page named mp4 is refused, words named mp4 are warned of. */
  | OfFile<'no-work', { named: string; measured: string }>
  /** The transfer broke off; `hollow`: nothing of it can be played. */
  | OfFile<'truncated', { hollow: boolean }>
  | OfFile<'hollow'>
  | OfFile<'no-picture'>
  | OfFile<'locked'>
  | OfFile<'unopened', { why: NonNullable<Measured['unopened']> }>
  | OfFile<'held-back'>
  | OfFile<'format', Clause & { measured: string; allowed: string[] }>
  | OfFile<'format-unknown', Clause & { allowed: string[] }>
  | OfFile<'duration', Clause & { seconds: number; limit: number; over: number }>
  | OfFile<'duration-unknown', Clause & { limit: number }>
  | OfFile<'size', Clause & { size: number; limit: number; over: number }>
  | { level: RuleLevel; code: 'unmeasured'; facts: Clause & { aspect: string } };

/**
 * What is wrong with the files of one submission (docs/product.md, section 6). A category's rules are read from that
 * category alone, and every limit is strict: the notice says 小于, so 3 minutes sharp is not under 3 minutes. How many
 * bytes 50MB are stands in the campaign file: 50 × 1024 × 1024, the reading that refuses less.
 */
export function admit(
  category: Category | undefined,
  files: readonly AdmittedFile[],
  systemLimitBytes: number,
): Finding[] {
  const rules = category?.rules ?? [];
  const findings: Finding[] = [];
  const seen = new Map<string, string>();
  for (const file of files) {
    const blocked = blocking(file, systemLimitBytes);
    if (blocked !== undefined) {
      findings.push(blocked);
      continue;
    }
    const same = seen.get(file.sha256);
    if (same !== undefined) findings.push({ level: 'note', code: 'same-bytes', facts: { file: file.name, as: same } });
    else seen.set(file.sha256, file.name);
    for (const fault of FAULTS) {
      const found = fault(file, category);
      if (found) findings.push(found);
    }
    // What was not looked at is said to be so, and not rule by rule.
    if (file.measured.heldBack) continue;
    for (const rule of rules) if (rule.check !== undefined) findings.push(...broken(rule, rule.check, file));
  }
  if (files.length > 0) {
    for (const { aspect, text, clause, level, check } of rules) {
      if (check === undefined) findings.push({ level, code: 'unmeasured', facts: { aspect, text, clause } });
    }
  }
  return findings;
}

function blocking(file: AdmittedFile, limit: number): Finding | undefined {
  const { name, size, extension: measured } = file;
  if (size === 0) return { level: 'block', code: 'empty', facts: { file: name } };
  if (size > limit) return { level: 'block', code: 'too-large', facts: { file: name, size, limit } };
  const named = extensionOf(name);
  const another = kindOfExtension(named) !== undefined && isNoWork(measured) && !mayBeNamed(named, measured);
  return another ? { level: 'block', code: 'no-work', facts: { file: name, named, measured } } : undefined;
}

/** What may be wrong with a file whatever the rules of its category are; each says one thing, or nothing. */
const FAULTS: ((file: AdmittedFile, category: Category | undefined) => Finding | undefined)[] = [
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
  ({ name, measured: { locked } }) => locked && { level: 'warn', code: 'locked', facts: { file: name } },
  ({ name, extension, measured: { unopened } }) => {
    const why = unopened ?? (isOtherArchive(extension) ? 'odd' : undefined);
    return why && { level: 'warn', code: 'unopened', facts: { file: name, why } };
  },
  ({ name, measured: { heldBack } }) => heldBack && { level: 'warn', code: 'held-back', facts: { file: name } },
];

function broken({ level, text, clause }: Rule, check: RuleCheck, file: AdmittedFile): Finding[] {
  const facts = { file: file.name, text, clause };
  switch (check.kind) {
    case 'format': {
      const allowed = check.extensions;
      if (file.extension === '') return [{ level: 'note', code: 'format-unknown', facts: { ...facts, allowed } }];
      if (allowed.some((extension) => mayBeNamed(extension, file.extension))) return [];
      return [{ level, code: 'format', facts: { ...facts, measured: file.extension, allowed } }];
    }
    case 'duration-under': {
      const limit = check.seconds;
      if (file.measured.durationMs === undefined)
        return [{ level: 'note', code: 'duration-unknown', facts: { ...facts, limit } }];
      if (file.measured.durationMs < limit * 1000) return [];
      const seconds = Math.floor(file.measured.durationMs / 1000);
      return [{ level, code: 'duration', facts: { ...facts, seconds, limit, over: seconds - limit } }];
    }
    case 'size-under': {
      const { size } = file;
      const limit = check.bytes;
      return size < limit ? [] : [{ level, code: 'size', facts: { ...facts, size, limit, over: size - limit } }];
    }
  }
}
