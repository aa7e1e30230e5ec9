import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { readTextTable } from '../../../src/adapters/documents/old-sheets.ts';
import { readWorkbook } from '../../../src/adapters/documents/xlsx.ts';
import { inspect } from '../../../src/adapters/files/inspect.ts';
import { admit } from '../../../src/domain/admission.ts';
import type { AdmittedFile } from '../../../src/domain/file-rules.ts';
import { readRoster } from '../../../src/domain/roster/roster.ts';
import type { RosterWords } from '../../../src/domain/roster/words.ts';
import { sensitiveNumbers } from '../../../src/domain/sensitive.ts';
import { Dice } from './dice.ts';
import { madeMedia } from './media.ts';
import { namedFiles } from './names.ts';
import { type MadeSheet, madeSheet } from './sheets.ts';

/** How many were tried, and each that was read wrongly: `missed` what is wrong, or warned `falsely`. */
export interface Measured {
  tried: number;
  missed: string[];
  falsely: string[];
}

const LIMIT = 200_000_000;
const codes = (file: Omit<AdmittedFile, 'sha256'>): string[] =>
  admit(undefined, [{ ...file, sha256: '' }], LIMIT).map(({ code }) => code);

const compared = (tried: number, each: { name: string; found: string[]; wanted: string[] }[]): Measured => ({
  tried,
  missed: each.flatMap(({ name, found, wanted }) =>
    wanted.some((one) => !found.includes(one)) ? [`${name}: ${wanted}`] : [],
  ),
  falsely: each.flatMap(({ name, found, wanted }) =>
    found.some((one) => !wanted.includes(one)) ? [`${name}: ${found}`] : [],
  ),
});

/** Names alone: whether something is wrong with the ending is told from what is in the file. */
export function measureNames(seed: number, count: number): Measured {
  const each = namedFiles(new Dice(seed), count).map(({ name, contents, wrong }) => {
    const found = codes({ name, size: 1_000, extension: contents, measured: {} }).map((code) =>
      code === 'no-work' ? 'name-mismatch' : code,
    );
    return {
      name: `${name} (${contents})`,
      found: found.filter((code) => code !== 'unopened'),
      wanted: wrong ? ['name-mismatch'] : [],
    };
  });
  return compared(count, each);
}

export async function measureMedia(count = Number.POSITIVE_INFINITY): Promise<Measured> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-media-'));
  try {
    const each: { name: string; found: string[]; wanted: string[] }[] = [];
    const all = madeMedia();
    const step = Math.max(1, Math.floor(all.length / count));
    for (const { name, bytes, findings } of all.filter((_, index) => index % step === 0)) {
      const file = path.join(folder, 'medium');
      await writeFile(file, bytes);
      const found = codes({ name, size: bytes.length, ...(await inspect(file)) });
      each.push({ name, found, wanted: findings });
    }
    return compared(each.length, each);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const WORDS = new URL('../../../prompts/commands.yaml', import.meta.url);

export async function measureSheets(seed: number, count: number): Promise<Measured> {
  const words: RosterWords = { ...parse(readFileSync(WORDS, 'utf8')).roster, needs: ['name', 'workplace'] };
  const dice = new Dice(seed);
  const each: { name: string; found: string[]; wanted: string[] }[] = [];
  for (let index = 0; index < count; index++) {
    const made = await madeSheet(dice);
    each.push({
      name: `sheet ${index}\n${made.rows
        .filter((row) => row.some(Boolean))
        .map((row) => row.join(' | '))
        .join('\n')}\n`,
      ...(await readBack(made, words)),
    });
  }
  return compared(count, each);
}

async function readBack({ format, bytes, people, faults }: MadeSheet, words: RosterWords) {
  const sheets = format === 'csv' ? readTextTable(bytes) : await readWorkbook(bytes);
  const roster = readRoster(sheets, { words, hasCard: (cell) => sensitiveNumbers(cell).length > 0 });
  const listed = roster.kind === 'people' ? roster.people : [];
  const asText = ({ name = '', workplace = '', phone = '' }: { name?: string; workplace?: string; phone?: string }) =>
    `${name}/${workplace}/${phone}`;
  const found = listed.map(({ fault, fields }) => fault ?? asText(fields));
  return { found, wanted: [...people.map(asText), ...faults] };
}
