import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { makeDocx } from './docx-maker.ts';
import { makePdf } from './pdf-maker.ts';

export type FixtureBlock = { kind: 'paragraph'; text: string; level?: number } | { kind: 'table'; rows: string[][] };

export const NOTICES = path.resolve(import.meta.dirname, '..');

/** What a careful clerk reads in a notice; see the files. */
export interface Expected {
  form: 'txt' | 'docx' | 'pdf-ruled' | 'pdf-ragged' | 'pdf-ruled-gbk';
  name: string;
  issuers: string[];
  number: string | null;
  issued: string | null;
  units: string[];
  kinds: string[];
  groups?: Record<string, string[]>;
  /** With the measure, or null where the notice has none. */
  categories: Record<string, string | null>;
  /** `who | category | numbers`; `*` is every category. */
  targets: string[];
  table?: { bound?: string; columns: string[]; rows: (string | number | null)[][]; total?: number[] };
  /** `name | from | to` */
  phases: string[];
  /** `day time | for whom or what` */
  milestones: string[];
  every?: string[];
  /** `category | aspect | words` */
  rules: string[];
  sending: string[];
  contacts: { count: number; phones: string[] };
  awards: string[];
  weights: string[];
  /** `words & others`: each in one question; `a/b` either. */
  questions: string[];
}

export const expectedOf = (folder: string): Expected =>
  parse(readFileSync(path.join(NOTICES, folder, 'expected.yaml'), 'utf8'));

export const sourceOf = (folder: string): string => readFileSync(path.join(NOTICES, folder, 'notice.txt'), 'utf8');

/** The notice as the office would send it: text as it is, or set as a docx or pdf. `#1 ` and `#2 ` are Word's own numbers. */
export function documentOf(folder: string, form: Expected['form']): Uint8Array {
  const source = sourceOf(folder);
  if (form === 'txt') return Buffer.from(source, 'utf8');
  const blocks = blocksOf(source);
  if (form === 'docx') return makeDocx(blocks);
  return makePdf(blocks, { ruled: form !== 'pdf-ragged', gbk: form.endsWith('gbk') });
}

export function blocksOf(source: string): FixtureBlock[] {
  const blocks: FixtureBlock[] = [];
  for (const line of source.split('\n')) {
    const last = blocks.at(-1);
    if (line.includes('\t')) {
      const row = line.split('\t');
      if (last?.kind === 'table') last.rows.push(row);
      else blocks.push({ kind: 'table', rows: [row] });
    } else if (line.trim() !== '') {
      const level = /^#([12]) /.exec(line)?.[1];
      blocks.push(
        level
          ? { kind: 'paragraph', text: line.slice(3), level: Number(level) - 1 }
          : { kind: 'paragraph', text: line },
      );
    }
  }
  return blocks;
}
