import { Worker } from 'node:worker_threads';
import type { StoredFile } from '../../application/ports.ts';

export type Inspected = Pick<StoredFile, 'extension' | 'mime' | 'measured'>;

const WORKER = new URL('./inspect-worker.js', import.meta.url);

/** The longest that one file may keep its receipt waiting. */
const PATIENCE_MS = 10_000;

/** Longer is nonsense that a damaged file says. */
const LONGEST_MS = 7 * 24 * 3_600_000;

/**
 * What a file is by its bytes, never by its name. Never throws: what cannot be told is left out. In a thread of its own,
 * as a few wrong bytes keep a parser busy for minutes, and only a thread can be ended then.
 */
export async function inspect(file: string, patienceMs = PATIENCE_MS): Promise<Inspected> {
  await myTurn();
  try {
    return await inThread(file, patienceMs);
  } finally {
    busy--;
    waiting.shift()?.();
  }
}

/** A thread takes up to 30 MB, more than the file that it looks at; a burst of a hundred files must not take a hundred. */
const MOST_AT_ONCE = 2;
let busy = 0;
const waiting: (() => void)[] = [];

async function myTurn(): Promise<void> {
  while (busy >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  busy++;
}

type Told = Partial<Inspected> | 'done' | 'ended';

interface Thread {
  worker: Worker;
  /** Hears what the thread tells. */
  heed(told: Told): void;
}

function startThread(): Thread {
  const worker = new Worker(WORKER, { execArgv: [], stderr: true, resourceLimits: { maxOldGenerationSizeMb: 256 } });
  const thread: Thread = { worker, heed: () => {} };
  worker.on('message', (learnt) => thread.heed(learnt));
  // Its end follows.
  worker.on('error', () => {});
  worker.on('exit', () => thread.heed('ended'));
  return thread;
}

/** Files come in bursts, and a thread takes a tenth of a second to start: it stays a while for the next one. */
const STAYS_MS = 30_000;
const idle = new Map<Thread, NodeJS.Timeout>();

function takeThread(): Thread {
  const [found] = idle;
  if (!found) return startThread();
  const [thread, leaving] = found;
  clearTimeout(leaving);
  idle.delete(thread);
  thread.worker.ref();
  return thread;
}

/** Only one that is done with its file: whatever else it has met may keep it busy. */
function keepThread(thread: Thread): void {
  const leave = () => {
    idle.delete(thread);
    thread.worker.terminate();
  };
  thread.heed = () => idle.delete(thread);
  idle.set(thread, setTimeout(leave, STAYS_MS).unref());
  // It keeps no process from ending.
  thread.worker.unref();
}

function inThread(file: string, patienceMs: number): Promise<Inspected> {
  return new Promise((resolve) => {
    let known: Inspected = { extension: '', mime: '', measured: {} };
    const thread = takeThread();
    const timer = setTimeout(() => thread.worker.terminate(), patienceMs);
    thread.heed = (told) => {
      if (told !== 'done' && told !== 'ended') known = { ...known, ...told };
      else {
        clearTimeout(timer);
        if (told === 'done') keepThread(thread);
        resolve(plausible(known));
      }
    };
    thread.worker.postMessage(file);
  });
}

function plausible({ measured: { durationMs, ...rest }, ...type }: Inspected): Inspected {
  const possible = durationMs !== undefined && durationMs > 0 && durationMs <= LONGEST_MS;
  return { ...type, measured: { ...rest, ...(possible && { durationMs }) } };
}
