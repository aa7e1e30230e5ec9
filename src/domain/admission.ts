import type { Category, Rule, RuleLevel } from './campaign.ts';
import { type AdmittedFile, type Fact, objectionBy, type RuleCheck } from './file-rules.ts';
import { areAlike, extensionOf } from './formats.ts';

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
    objections.push(...misnamed(file));
    for (const rule of rules) if (rule.check !== undefined) objections.push(...broken(rule, rule.check, file));
  }
  if (files.length > 0) {
    for (const { aspect, text, clause, level, check } of rules) {
      if (check === undefined) objections.push({ level, code: 'unmeasured', facts: { aspect, text, clause } });
    }
  }
  return objections;
}

function blocking({ name, size }: AdmittedFile, limit: number): Objection | undefined {
  if (size === 0) return { level: 'block', code: 'empty', facts: { file: name } };
  if (size > limit) return { level: 'block', code: 'too-large', facts: { file: name, size, limit } };
  return undefined;
}

function misnamed({ name, extension }: AdmittedFile): Objection[] {
  const named = extensionOf(name);
  if (named === '' || extension === '' || areAlike(named, extension)) return [];
  return [{ level: 'warn', code: 'name-mismatch', facts: { file: name, named, measured: extension } }];
}

function broken({ level, text, clause }: Rule, check: RuleCheck, file: AdmittedFile): Objection[] {
  const found = objectionBy(check, file);
  if (!found) return [];
  const { code, facts, unsure } = found;
  return [{ level: unsure ? 'note' : level, code, facts: { file: file.name, text, clause, ...facts } }];
}
