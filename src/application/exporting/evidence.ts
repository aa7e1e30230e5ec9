import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Measured } from '../../domain/measured.ts';
import type { Office, Tx } from '../office.ts';
import type { Turn } from '../turn.ts';
import { layOut } from './lay-out.ts';
import { type Standing, standingNow } from './standing.ts';
import { type ByteRange, type Member, planZip, readZip, type ZipPlan } from './stored-zip.ts';
import { tables } from './tables/index.ts';
import { checksumOf, type Packed, packWorks } from './works-zip.ts';

/** What a file of the archive must be. */
export interface EvidenceEntry {
  path: string;
  /** Bytes. */
  size: number;
  sha256: string;
}

/** The list of everything in the archive, which lies in it as the last of its files. */
export interface EvidenceManifest {
  product: 'baosong-bot';
  format: 1;
  campaign: string;
  /** ISO, of the moment that all of it tells of. */
  at: string;
  entries: EvidenceEntry[];
}

export const MANIFEST = 'manifest.json';

export interface Evidence extends Pick<ZipPlan, 'size'> {
  /** The hash of the list: whoever writes it down can tell any archive from this one. */
  fingerprint: string;
  read(range?: ByteRange): AsyncGenerator<Uint8Array>;
}

export type Archiving = Pick<
  Office,
  'prisma' | 'store' | 'workbooks' | 'say' | 'vocabulary' | 'campaign' | 'channels' | 'clock'
>;

/** Long enough for a hundred thousand entries. */
const PATIENCE = { timeout: 10 * 60_000, maxWait: 60_000, isolationLevel: 'RepeatableRead' } as const;
const EVERYTHING = { unitIds: [], categoryIds: [], accepted: false };

/**
 * Everything that proves what was reported, counted and decided, in one zip that needs none of our programs: the files of works, the
 * tables, the campaign's file, every entry and every change of it, what was frozen, and the hash of each. All of it tells of one moment.
 */
export async function evidenceOf(
  archiving: Archiving,
  campaignFile: { name: string; bytes: Uint8Array },
): Promise<Evidence> {
  const { prisma, workbooks, campaign, clock } = archiving;
  const read = await prisma.$transaction((tx) => readAll(archiving, tx), PATIENCE);
  const members: (Member & { sha256: string })[] = [];
  const at = clock.now().getTime();
  const add = (path: string, bytes: Uint8Array) => members.push({ path, at, ...measuredOf(bytes), source: { bytes } });
  const addText = (path: string, text: string) => add(path, new TextEncoder().encode(text));
  add(`campaign/${campaignFile.name}`, campaignFile.bytes);
  for (const sheet of read.sheets) add(`tables/${sheet.name}.xlsx`, await bytesOf(await workbooks.write(sheet)));
  for (const [name, lines] of Object.entries(read.records)) addText(`records/${name}.jsonl`, lines);
  addText(`works/${read.packed.list.path}`, read.packed.list.text);
  for (const { sha256, crc32: known, path, ...file } of read.packed.files)
    members.push({
      ...file,
      path: `works/${path}`,
      sha256,
      crc32: known ?? (await checksumOf(archiving, sha256)),
      source: { sha256 },
    });
  for (const { sha256, size, crc32: known } of read.others)
    members.push({
      path: `other-files/${sha256}`,
      at,
      size,
      sha256,
      crc32: known ?? (await checksumOf(archiving, sha256)),
      source: { sha256 },
    });
  const manifest: EvidenceManifest = {
    ...{ product: 'baosong-bot', format: 1, campaign: campaign.id, at: new Date(at).toISOString() },
    entries: members.map(({ path, size, sha256 }) => ({ path, size, sha256 })),
  };
  const list = new TextEncoder().encode(`${JSON.stringify(manifest, null, 1)}\n`);
  const own = measuredOf(list);
  const plan = planZip([...members, { path: MANIFEST, at, ...own, source: { bytes: list } }]);
  return {
    size: plan.size,
    fingerprint: own.sha256,
    read: (range) => readZip(plan, (sha256, part) => archiving.store.open(sha256, part), range),
  };
}

async function readAll(archiving: Archiving, tx: Tx) {
  const { campaign, channels, clock } = archiving;
  const turn: Pick<Turn, 'tx' | 'campaign' | 'channels' | 'now'> = { tx, campaign, channels, now: clock.now() };
  const standing: Standing = await standingNow(turn, EVERYTHING);
  const packed: Packed = packWorks(turn, archiving, standing, {
    ...EVERYTHING,
    categoryIds: campaign.categories.map(({ id }) => id),
  });
  const records: Record<string, string> = {};
  for (const [name, order] of Object.entries(RECORDS))
    records[name.replaceAll('_', '-')] = await linesOf(tx, name, order);
  const others = await othersThan(tx, new Set(packed.files.map(({ sha256 }) => sha256)));
  return { packed, records, others, sheets: tables.map((maker) => layOut(maker, standing, EVERYTHING, archiving)) };
}

/** Earlier versions, and files of what was returned or withdrawn: under their hashes, by which the records name them. */
async function othersThan(tx: Tx, packed: ReadonlySet<string>) {
  const all = await tx.blob.findMany({
    where: { files: { some: {} } },
    select: { sha256: true, size: true, measured: true },
    orderBy: { sha256: 'asc' },
  });
  return all
    .filter(({ sha256 }) => !packed.has(sha256))
    .map(({ sha256, size, measured }) => ({ sha256, size: Number(size), crc32: (measured as Measured).crc32 }));
}

/** What is kept of the database row by row, and by what its rows are in order. */
const RECORDS = {
  ...{ submission: 'number', submission_file: 'id', blob: 'sha256', audit: 'id' },
  ...{ snapshot: 'id', snapshot_entry: 'snapshot_id, number', extension: 'id', target_change: 'id' },
  ...{ zero_report: 'unit_id, category_id' },
};

const AT_ONCE = 2_000;

/** Every row as a line of JSON that the database makes itself. The names are ours, never anybody's words. */
async function linesOf(tx: Tx, table: string, order: string): Promise<string> {
  const lines: string[] = [];
  for (;;) {
    const rows = await tx.$queryRawUnsafe<{ line: string }[]>(
      `SELECT row_to_json(t)::text AS line FROM "${table}" t ORDER BY ${order} LIMIT ${AT_ONCE} OFFSET ${lines.length}`,
    );
    lines.push(...rows.map(({ line }) => line));
    if (rows.length < AT_ONCE) return lines.map((line) => `${line}\n`).join('');
  }
}

const measuredOf = (bytes: Uint8Array) => ({
  size: bytes.length,
  crc32: crc32(bytes),
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}
