import type { Category, Limits, Rule, RuleCheck, RuleLevel } from './campaign.ts';

/** A file whose bytes are stored, with what was measured on them. */
export interface AdmittedFile {
  /** The sender's name for it; empty when there is none. */
  name: string;
  /** Bytes. */
  size: number;
  /** By magic bytes, without a dot; empty when unknown. */
  extension: string;
  /** Missing when it could not be measured. */
  durationMs?: number;
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
  | OfFile<'format', Clause & { measured: string; allowed: string[] }>
  | OfFile<'format-unknown', Clause & { allowed: string[] }>
  | OfFile<'duration', Clause & { seconds: number; limit: number; over: number }>
  | OfFile<'duration-unknown', Clause & { limit: number }>
  | OfFile<'size', Clause & { size: number; limit: number; over: number }>
  | OfFile<'outside', Clause & { of: 'duration' | 'size'; value: number; under: boolean }>
  | { level: RuleLevel; code: 'unmeasured'; facts: Clause & { aspect: string } };

// Extensions that name one format, or that its magic bytes do not tell apart.
const ALIKE = [
  ['jpg', 'jpeg', 'jpe', 'jfif'],
  ['tif', 'tiff'],
  ['heic', 'heif'],
  ['mpg', 'mpeg'],
  ['mp4', 'm4v'],
  ['cfb', 'doc', 'xls', 'ppt', 'wps', 'et', 'dps'],
  ['zip', 'docx', 'xlsx', 'pptx'],
  ['mp3', 'mpga'],
  ['htm', 'html'],
];

/**
 * What is wrong with the files of one submission (product.md section 6). A category's rules are read from that category
 * alone, and every limit is strict: the notice says 小于, so 3 minutes sharp is not under 3 minutes. How many bytes 50MB
 * are stands in the campaign file: 50 × 1024 × 1024, the reading that refuses less.
 */
export function admit(
  category: Category | undefined,
  files: readonly AdmittedFile[],
  systemLimitBytes: number,
  /** Asked of every category. */
  shared: readonly Rule[] = [],
): Finding[] {
  const rules = [...(category?.rules ?? []), ...shared];
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
    findings.push(...misnamed(file));
    for (const rule of rules) if (rule.check !== undefined) findings.push(...broken(rule, rule.check, file));
  }
  if (files.length > 0) {
    for (const { aspect, text, clause, level, check } of rules) {
      if (check === undefined) findings.push({ level, code: 'unmeasured', facts: { aspect, text, clause } });
    }
  }
  return findings;
}

export function isBlocked(findings: readonly Finding[]): boolean {
  return findings.some(({ level }) => level === 'block');
}

function blocking({ name, size }: AdmittedFile, limit: number): Finding | undefined {
  if (size === 0) return { level: 'block', code: 'empty', facts: { file: name } };
  if (size > limit) return { level: 'block', code: 'too-large', facts: { file: name, size, limit } };
  return undefined;
}

function misnamed({ name, extension }: AdmittedFile): Finding[] {
  const named = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (named === '' || extension === '' || alike(named, extension)) return [];
  return [{ level: 'warn', code: 'name-mismatch', facts: { file: name, named, measured: extension } }];
}

function broken({ level, text, clause }: Rule, check: RuleCheck, file: AdmittedFile): Finding[] {
  const facts = { file: file.name, text, clause };
  switch (check.kind) {
    case 'format': {
      const allowed = check.extensions;
      if (file.extension === '') return [{ level: 'note', code: 'format-unknown', facts: { ...facts, allowed } }];
      if (allowed.some((extension) => alike(extension, file.extension))) return [];
      return [{ level, code: 'format', facts: { ...facts, measured: file.extension, allowed } }];
    }
    case 'duration-under': {
      const limit = check.seconds;
      if (file.durationMs === undefined)
        return [{ level: 'note', code: 'duration-unknown', facts: { ...facts, limit } }];
      if (file.durationMs < limit * 1000) return [];
      const seconds = Math.floor(file.durationMs / 1000);
      return [{ level, code: 'duration', facts: { ...facts, seconds, limit, over: seconds - limit } }];
    }
    case 'size-under': {
      const { size } = file;
      const limit = check.bytes;
      return size < limit ? [] : [{ level, code: 'size', facts: { ...facts, size, limit, over: size - limit } }];
    }
    case 'duration': {
      if (file.durationMs === undefined)
        return [{ level: 'note', code: 'duration-unknown', facts: { ...facts, limit: check.most ?? 0 } }];
      // 3:00.9 is read as three minutes.
      return outside(level, 'duration', Math.floor(file.durationMs / 1000), check, facts);
    }
    case 'size':
      return outside(level, 'size', file.size, check, facts);
    default:
      // Words, lines, people, copies: said, and looked at by a person.
      return [];
  }
}

/** Under the least, or over the most; both of them still are within. */
function outside(
  level: RuleLevel,
  of: 'duration' | 'size',
  value: number,
  { least, most }: Limits,
  facts: Clause & { file: string },
): Finding[] {
  const under = least !== undefined && value < least;
  if (!under && (most === undefined || value <= most)) return [];
  return [{ level, code: 'outside', facts: { ...facts, of, value, under } }];
}

function alike(a: string, b: string): boolean {
  return a === b || ALIKE.some((extensions) => extensions.includes(a) && extensions.includes(b));
}
