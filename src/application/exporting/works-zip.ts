import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { extensionOf } from '../../domain/formats.ts';
import { pathsBy } from '../../domain/packing/paths.ts';
import { beijingDayAndTime } from '../../domain/time.ts';
import type { Office } from '../office.ts';
import { deed, demand, personOf } from '../people/deed.ts';
import type { FileStore } from '../ports.ts';
import type { Turn } from '../turn.ts';
import { csvOf } from './csv.ts';
import { fileNameOf, recordExport, standingFor } from './export.ts';
import { asOfInWords, makingOf } from './lay-out.ts';
import { inOrder, type Making, type TableWords } from './making.ts';
import type { Standing, StandingEntry, StandingFile } from './standing.ts';
import { type ByteRange, type Member, planZip, readZip, type ZipPlan } from './stored-zip.ts';

export const wantedWorks = z.object({
  unitIds: z.array(z.string()).default([]),
  /** Without any, every category of works. */
  categoryIds: z.array(z.string()).default([]),
  accepted: z.boolean().default(false),
  snapshot: z.int().positive().exactOptional(),
});
export type WantedWorks = z.infer<typeof wantedWorks>;

/** A file that is to be packed; its checksum is missing where it came in before checksums were kept. */
interface ToPack extends Omit<Member, 'crc32' | 'source'> {
  sha256: string;
  crc32: number | undefined;
}

/** What a zip of works will hold. */
export interface Packed {
  /** A name for the file, without its extension. */
  name: string;
  files: ToPack[];
  list: { path: string; text: string };
  works: number;
  at: number;
  asOf: string;
}

/**
 * The works that are asked for, for whoever may export; that they left the house is recorded. `zipOf` makes the zip of them.
 * Throws a `Refusal` for an unknown snapshot.
 */
export const exportWorks = (words: TableWords) =>
  deed({ id: 'export-works', action: 'export', input: wantedWorks }, async (turn, input): Promise<Packed> => {
    const packed = await packedWorks(turn, words, input);
    await recordExport(turn, { kind: 'files', ...input, rows: packed.works });
    return packed;
  });

/** The same without a record: nothing has left the house yet. `takeWorks` records it. */
export const packWanted = (words: TableWords) =>
  deed({ id: 'pack-works', action: 'export', input: wantedWorks }, (turn, input) => packedWorks(turn, words, input));

const taken = wantedWorks.extend({
  works: z.int(),
  /** Of the zip's bytes. */
  tag: z.string(),
  /** What is asked for are not its first bytes. */
  goesOn: z.boolean(),
});
/** A download that was cut may go on for so long without being another one. */
const GOES_ON_MS = 24 * 3_600_000;

/** Records that the zip leaves the house; once only where somebody goes on with the very one that they began. */
export const takeWorks = deed(
  { id: 'take-works', action: 'export', input: taken },
  async (turn, { works, tag, goesOn, ...input }): Promise<void> => {
    const at = { gt: new Date(turn.now.getTime() - GOES_ON_MS) };
    const begun = { action: 'export', personId: personOf(turn), at, after: { path: ['tag'], equals: tag } };
    if (goesOn && (await turn.tx.audit.findFirst({ where: begun, select: { id: true } }))) return;
    await recordExport(turn, { kind: 'files', ...input, rows: works, tag });
  },
);

/** What is packed, without a record. */
export async function packedWorks(turn: Turn, words: TableWords, input: WantedWorks): Promise<Packed> {
  demand(turn, 'export');
  return packWorks(turn, words, await standingFor(turn, input), input);
}

/** The files of the entries that are wanted, each with its path; whoever calls it has asked who may have them. */
export function packWorks(
  turn: Pick<Turn, 'campaign'>,
  words: TableWords,
  standing: Standing,
  input: WantedWorks,
): Packed {
  const making = makingOf(standing, input, words);
  const nextPath = pathsBy(standing.campaign.exports.files?.pattern ?? words.vocabulary.zip.pattern);
  const wanted = input.categoryIds.length > 0 ? () => true : (kind: string) => kind === 'work';
  const order = new Map(standing.campaign.units.map(({ id }, index) => [id, String(index + 1).padStart(2, '0')]));
  const files: ToPack[] = [];
  const rows: (string | number)[][] = [];
  const entries = inOrder(making, wanted).filter((entry) => entry.files.length > 0);
  for (const entry of entries)
    for (const [index, file] of entry.files.entries()) {
      const facts = { order: order.get(entry.unitId) ?? '', ...factsOf(entry, making, index) };
      const path = nextPath(facts, endingOf(file));
      const { sha256, size, measured } = file;
      files.push({ path, size, sha256, crc32: measured.crc32, at: entry.received ?? standing.at });
      rows.push(rowOf(entry, file, path, making));
    }
  return {
    name: fileNameOf(turn, words, standing, { ...input, title: words.vocabulary.zip.title }),
    files,
    list: { path: `${words.vocabulary.zip.list}.csv`, text: csvOf([words.vocabulary.zip.heads, ...rows]) },
    works: entries.length,
    at: standing.at,
    asOf: asOfInWords({ at: standing.at, snapshot: standing.snapshot?.number }, words),
  };
}

/** What a name can be made of, by the words of the pattern. Several files of one work are counted. */
function factsOf(entry: StandingEntry, { unitOf, categoryOf }: Making, index: number): Record<string, string> {
  const { number, title, fields, unitId, categoryId, files, received } = entry;
  return {
    unit: unitOf(unitId)?.short ?? unitId,
    category: categoryOf(categoryId)?.short ?? categoryId,
    number: String(number),
    title,
    author: fields.author ?? fields.name ?? '',
    authorUnit: fields.authorUnit ?? fields.workplace ?? '',
    day: received === null ? '' : beijingDayAndTime(new Date(received)).slice(0, 10),
    part: files.length > 1 ? String(index + 1) : '',
  };
}

/** As the sender named it; by its bytes where the name has none. */
const endingOf = ({ name, extension }: StandingFile): string => extensionOf(name) || extension;

const rowOf = (
  entry: StandingEntry,
  { sha256, size, name }: StandingFile,
  path: string,
  { unitOf, categoryOf, words }: Making,
): (string | number)[] => {
  const { number, title, fields, state, unitId, categoryId, received } = entry;
  return [
    ...[path, number, unitOf(unitId)?.name ?? unitId, categoryOf(categoryId)?.name ?? categoryId, title],
    ...[fields.author ?? '', fields.authorUnit ?? '', fields.phone ?? '', words.vocabulary.states[state]],
    ...[received === null ? '' : beijingDayAndTime(new Date(received)), name, size, sha256],
  ];
};

/** A zip that can be sent whole or in parts, whatever its size. */
export interface Zip extends Omit<ZipPlan, 'segments'> {
  name: string;
  read(range?: ByteRange): AsyncGenerator<Uint8Array>;
}

/**
 * Plans the zip: of files whose checksum was kept this takes milliseconds, the others are read once and then known. Not to be called
 * within a transaction.
 */
export async function zipOf({ prisma, store }: Pick<Office, 'prisma' | 'store'>, packed: Packed): Promise<Zip> {
  const members: Member[] = [];
  for (const { sha256, crc32: known, ...file } of packed.files)
    members.push({ ...file, crc32: known ?? (await checksumOf({ prisma, store }, sha256)), source: { sha256 } });
  const bytes = new TextEncoder().encode(packed.list.text);
  const list = { path: packed.list.path, size: bytes.length, crc32: crc32(bytes), at: packed.at, source: { bytes } };
  const { segments, ...plan } = planZip([list, ...members]);
  const open = (sha256: string, range: ByteRange) => store.open(sha256, range);
  return { ...plan, name: `${packed.name}.zip`, read: (range) => readZip({ ...plan, segments }, open, range) };
}

/** About how large it will be: what its files take, and a little for each of their names. */
export const zipSize = ({ files, list }: Packed): number =>
  files.reduce((sum, { size, path }) => sum + size + 2 * path.length * 3 + 76, list.text.length * 3);

/** Reads the file once and keeps what it found. */
export async function checksumOf({ prisma, store }: Pick<Office, 'prisma' | 'store'>, sha256: string): Promise<number> {
  const [kept] = await prisma.$queryRaw<{ crc: number | null }[]>`
    SELECT (measured ->> 'crc32')::bigint AS crc FROM blob WHERE sha256 = ${sha256}`;
  if (kept?.crc != null) return Number(kept.crc);
  const sum = await sumOf(store, sha256);
  await prisma.$executeRaw`
    UPDATE blob SET measured = measured || jsonb_build_object('crc32', ${sum}::bigint) WHERE sha256 = ${sha256}`;
  return sum;
}

async function sumOf(store: Pick<FileStore, 'open'>, sha256: string): Promise<number> {
  let sum = 0;
  for await (const piece of store.open(sha256)) sum = crc32(piece as Uint8Array, sum);
  return sum;
}
