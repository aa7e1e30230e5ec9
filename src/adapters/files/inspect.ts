import { readFile, stat } from 'node:fs/promises';
import type { StoredFile } from '../../application/ports.ts';
import { charactersIn } from '../../domain/document.ts';
import type { Measured } from '../../domain/measured.ts';
import { readWithin } from '../documents/read-document.ts';
import { readInThread, seated } from '../documents/reading-room.ts';
import { askStayingProcess } from '../documents/staying-process.ts';

export type Inspected = Pick<StoredFile, 'extension' | 'mime' | 'measured'>;

const WORKER = new URL('./inspect/worker.js', import.meta.url);
const PICTURES = new URL('./inspect/picture-process.js', import.meta.url);

/** The longest that one file may keep its receipt waiting. */
const PATIENCE_MS = 10_000;
const HEAP_MB = 256;
/** A picture that takes longer is none that a camera made; what is known of it without is kept. */
const PICTURE_PATIENCE_MS = 4_000;
const PDF_PATIENCE_MS = 8_000;
/** Larger ones are mostly pictures. */
const MOST_BYTES_OF_PDF = 20_000_000;
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
  if (known.mime.startsWith('image/')) {
    const limits = { patienceMs: Math.min(patienceMs, PICTURE_PATIENCE_MS), heapMb: HEAP_MB };
    const looked = (await askStayingProcess(PICTURES, file, limits)) as Measured | undefined;
    known = { ...known, measured: { ...known.measured, ...looked } };
  }
  if (known.extension === 'pdf' && !known.measured.truncated) {
    const read = await pdfFacts(file, Math.min(patienceMs, PDF_PATIENCE_MS));
    known = { ...known, measured: { ...known.measured, ...read } };
  }
  return plausible(known);
}

/** Its words are counted; of one that cannot be read nothing more is known. */
async function pdfFacts(file: string, patienceMs: number): Promise<Measured> {
  if ((await stat(file)).size > MOST_BYTES_OF_PDF) return {};
  const { result } = await seated(async () => readWithin(await readFile(file), patienceMs));
  if (result.ok) return { characters: charactersIn(result.document), pages: result.document.pages ?? 0 };
  if (result.fault === 'scanned') return { characters: 0 };
  return result.fault === 'password' ? { locked: true } : {};
}

function plausible({ measured: { durationMs, ...rest }, ...type }: Inspected): Inspected {
  const possible = durationMs !== undefined && durationMs > 0 && durationMs <= LONGEST_MS;
  return { ...type, measured: { ...rest, ...(possible && { durationMs }) } };
}
