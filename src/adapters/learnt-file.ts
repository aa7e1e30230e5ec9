import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { INTENTS, type Intent, type Slots } from '../application/language/intents.ts';
import { type Learnt, PLACES } from '../application/language/learnt.ts';
import type { Sentence } from '../application/language/lessons.ts';

const sentence = z.object({
  text: z.string(),
  role: z.enum(['county', 'city', 'anyone']).optional(),
  unit: z.string().nullish(),
  context: z.enum(['group', 'single']).optional(),
  intent: z.enum(INTENTS),
  /** What a second reader took it for. */
  accept: z.array(z.enum(INTENTS)).optional(),
  slots: z
    .record(z.string(), z.json())
    .nullish()
    .transform((slots) => slots ?? undefined),
});

/** The sentences of `prompts/language/sentences/`: one file for each who wrote them. */
export function readSentences(
  folder: string,
): (Sentence & { author: string; accept?: Intent[] | undefined; slots?: Slots | undefined })[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
  return files.flatMap((name) =>
    readFileSync(path.join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => ({ ...sentence.parse(JSON.parse(line)), author: path.basename(name, '.jsonl') })),
  );
}

const KINDS = INTENTS.length;
const HEAD_BYTES = 8;
const MOST = 127;

/** A weight in one byte: one part in 127 of the greatest. */
export function writeLearnt(file: string, { rows, weights, unit }: Learnt): void {
  let greatest = 0;
  for (const weight of weights) greatest = Math.max(greatest, Math.abs(weight));
  greatest ||= 1;
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(weights.length / KINDS, 0);
  head.writeFloatLE((greatest / MOST) * unit, 4);
  const small = Int8Array.from(weights, (weight) => Math.round((weight / greatest) * MOST));
  writeFileSync(file, Buffer.concat([head, Buffer.from(rows.buffer), Buffer.from(small.buffer)]));
}

/** The weights stay as they lie in the file: a quarter of their size, and read in no time. Throws when it was made for other intents or another table. */
export function readLearnt(file: string): Learnt {
  const bytes = readFileSync(file);
  const count = bytes.readUInt32LE(0);
  const from = HEAD_BYTES + PLACES * 4;
  if (bytes.length !== from + count * KINDS) throw new Error(`${path.basename(file)} is of another version`);
  const part = (start: number, end: number) => bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + end);
  return {
    rows: new Uint32Array(part(HEAD_BYTES, from)),
    weights: new Int8Array(part(from, bytes.length)),
    unit: bytes.readFloatLE(4),
  };
}
