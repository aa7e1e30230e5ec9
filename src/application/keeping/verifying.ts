import { createHash } from 'node:crypto';
import type { Office } from '../office.ts';

/** What does not agree; `subject` is the hash of a file, or the number of an entry. */
export interface Discrepancy {
  what:
    | 'file-missing'
    | 'file-changed'
    | 'file-size'
    | 'entry-unrecorded'
    | 'entry-state'
    | 'entry-version'
    | 'entry-files'
    | 'receipt-files'
    | 'receipt-no-entry';
  subject: string;
  /** Entries that have the file. */
  numbers: number[];
}

export interface Verified {
  files: number;
  bytes: number;
  entries: number;
  receipts: number;
  found: Discrepancy[];
}

type Kept = Pick<Office, 'prisma' | 'store'>;

/**
 * Reads every stored file again and compares it with its hash, and every entry with what was recorded when its receipt was given.
 * Changes nothing. What is being received meanwhile is not looked at twice: a file that is gone is asked for again at the end.
 */
export async function verifyAll(kept: Kept): Promise<Verified> {
  const files = await verifyFiles(kept);
  const entries = await verifyEntries(kept);
  return { ...files, ...entries, found: [...files.found, ...entries.found] };
}

interface BlobRow {
  sha256: string;
  size: bigint;
  numbers: number[];
}

/** Every version's files: what was replaced is evidence too. */
const blobsOf = ({ prisma }: Kept) =>
  prisma.$queryRaw<BlobRow[]>`
    SELECT b.sha256, b.size, array_agg(DISTINCT f.submission_number) AS numbers
    FROM blob b JOIN submission_file f ON f.sha256 = b.sha256 GROUP BY b.sha256, b.size ORDER BY b.sha256`;

async function verifyFiles(kept: Kept): Promise<Pick<Verified, 'files' | 'bytes' | 'found'>> {
  const blobs = await blobsOf(kept);
  const found: Discrepancy[] = [];
  let bytes = 0;
  for (const { sha256, size, numbers } of blobs) {
    const read = await readAgain(kept, sha256);
    if (read === undefined) found.push({ what: 'file-missing', subject: sha256, numbers });
    else if (read.sha256 !== sha256) found.push({ what: 'file-changed', subject: sha256, numbers });
    else if (BigInt(read.size) !== size) found.push({ what: 'file-size', subject: sha256, numbers });
    bytes += read?.size ?? 0;
  }
  // The entry of a file may have been given up meanwhile, and its file cleaned away.
  const missing = found.filter(({ what }) => what === 'file-missing');
  const still = missing.length === 0 ? [] : (await blobsOf(kept)).map(({ sha256 }) => sha256);
  return {
    files: blobs.length,
    bytes,
    found: found.filter(({ what, subject }) => what !== 'file-missing' || still.includes(subject)),
  };
}

/** Undefined: it is not there, or cannot be read. */
async function readAgain({ store }: Kept, sha256: string): Promise<{ sha256: string; size: number } | undefined> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const piece of store.open(sha256)) {
      hash.update(piece as Buffer);
      size += (piece as Buffer).length;
    }
  } catch {
    return undefined;
  }
  return { sha256: hash.digest('hex'), size };
}

interface EntryRow {
  number: number;
  state: string;
  version: number;
  files: string[];
  /** What the latest change recorded of it. */
  recorded: { state?: string; version?: number; files?: { sha256: string }[] } | null;
}

const REPORTED = ['received', 'accepted', 'returned'];

/** In one statement, so that an entry and its record are of one moment. */
async function verifyEntries({ prisma }: Kept): Promise<Pick<Verified, 'entries' | 'receipts' | 'found'>> {
  const rows = await prisma.$queryRaw<EntryRow[]>`
    SELECT s.number, s.state, s.version,
      (SELECT coalesce(array_agg(f.sha256 ORDER BY f.sha256), '{}') FROM submission_file f
        WHERE f.submission_number = s.number AND f.retired_at IS NULL) AS files,
      (SELECT a.after FROM audit a WHERE a.subject = 'submission:' || s.number AND a.after ? 'state'
        ORDER BY a.id DESC LIMIT 1) AS recorded
    FROM submission s WHERE s.state = ANY(${REPORTED}) ORDER BY s.number`;
  const found = rows.flatMap(({ number, state, version, files, recorded }): Discrepancy[] => {
    const one = (what: Discrepancy['what']): Discrepancy => ({ what, subject: String(number), numbers: [number] });
    if (recorded === null) return [one('entry-unrecorded')];
    const then = [...new Set((recorded.files ?? []).map(({ sha256 }) => sha256))].sort();
    return [
      ...(recorded.state === state ? [] : [one('entry-state')]),
      ...(recorded.version === version ? [] : [one('entry-version')]),
      ...(then.join() === files.join() ? [] : [one('entry-files')]),
    ];
  });
  const receipts = await prisma.$queryRaw<{ number: number; known: boolean; lacking: number }[]>`
    SELECT r.number, s.number IS NOT NULL AS known,
      (SELECT count(*)::int FROM jsonb_array_elements(r.told -> 'files') t WHERE NOT EXISTS
        (SELECT 1 FROM submission_file f WHERE f.submission_number = r.number AND f.sha256 = t ->> 'sha256')) AS lacking
    FROM receipt r LEFT JOIN submission s ON s.number = r.number ORDER BY r.number`;
  for (const { number, known, lacking } of receipts)
    if (!known || lacking > 0)
      found.push({
        what: known ? 'receipt-files' : 'receipt-no-entry',
        subject: String(number),
        numbers: [number],
      });
  return { entries: rows.length, receipts: receipts.length, found };
}
