import type { StoredFile } from '../../application/ports.ts';
import { readInThread } from '../documents/reading-room.ts';

export type Inspected = Pick<StoredFile, 'extension' | 'mime' | 'measured'>;

const WORKER = new URL('./inspect/worker.js', import.meta.url);

/** The longest that one file may keep its receipt waiting. */
const PATIENCE_MS = 10_000;
const HEAP_MB = 256;
/** Files come in bursts, and a thread takes a tenth of a second to start: it stays a while for the next one. */
const STAYS_MS = 30_000;

/** Longer is nonsense that a damaged file says. */
const LONGEST_MS = 7 * 24 * 3_600_000;

/**
 * What a file is by its bytes, never by its name. Never throws: what cannot be told is left out. In a thread of its own,
 * as a few wrong bytes keep a parser busy for minutes, and only a thread can be ended then.
 */
export async function inspect(file: string, patienceMs = PATIENCE_MS): Promise<Inspected> {
  let known: Inspected = { extension: '', mime: '', measured: {} };
  await readInThread(WORKER, file, { patienceMs, heapMb: HEAP_MB, staysMs: STAYS_MS }, (message) => {
    const learnt = message as Partial<Inspected>;
    known = { ...known, ...learnt, measured: { ...known.measured, ...learnt.measured } };
  });
  return plausible(known);
}

function plausible({ measured: { durationMs, ...rest }, ...type }: Inspected): Inspected {
  const possible = durationMs !== undefined && durationMs > 0 && durationMs <= LONGEST_MS;
  return { ...type, measured: { ...rest, ...(possible && { durationMs }) } };
}
