import type { Category, Rule, RuleCheck, RuleLevel } from './campaign.ts';
import type { Measured } from './measured.ts';
import { areAlike, extensionOf } from './media.ts';

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
export type Objection =
  | OfFile<'empty'>
  | OfFile<'too-large', { size: number; limit: number }>
  | OfFile<'same-bytes', { as: string }>
  | OfFile<'name-mismatch', { named: string; measured: string }>
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
): Objection[] {
  const rules = category?.rules ?? [];
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
  const facts = { file: file.name, text, clause };
  switch (check.kind) {
    case 'format': {
      const allowed = check.extensions;
      if (file.extension === '') return [{ level: 'note', code: 'format-unknown', facts: { ...facts, allowed } }];
      if (allowed.some((extension) => areAlike(extension, file.extension))) return [];
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
