import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** A reader takes up to some hundred MB, more than the file that it looks at; a burst of a hundred files must not take a hundred. */
const MOST_AT_ONCE = 2;
let busy = 0;
const waiting: (() => void)[] = [];

/** Every file that people send is opened in here: two at a time, whatever reads them, and the others wait. */
async function seated<Result>(read: () => Promise<Result>): Promise<Result> {
  while (busy >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  busy++;
  try {
    return await read();
  } finally {
    busy--;
    waiting.shift()?.();
  }
}

/**
 * Reads in a thread of its own, which starts in a few ms and can be ended when a few wrong bytes keep a parser busy. `learnt` hears
 * each thing that the thread posts. Resolves when it has ended, for whatever reason, in at most `patienceMs`.
 */
export function readInThread(
  script: URL,
  given: unknown,
  limits: { patienceMs: number; heapMb: number },
  learnt: (message: unknown) => void,
): Promise<void> {
  return seated(
    () =>
      new Promise((resolve) => {
        const worker = new Worker(script, {
          workerData: given,
          execArgv: [],
          env: {},
          stderr: true,
          resourceLimits: { maxOldGenerationSizeMb: limits.heapMb },
        });
        const timer = setTimeout(() => worker.terminate(), limits.patienceMs);
        worker.on('message', learnt);
        // Its end follows.
        worker.on('error', () => {});
        worker.on('exit', () => {
          clearTimeout(timer);
          resolve();
        });
      }),
  );
}

/** A list of two thousand people is 300 kB. */
const MOST_ANSWER = 20_000_000;

export type Answered = { ok: true; answer: Buffer } | { ok: false; fault: 'too-slow' | 'died' };

/**
 * Reads in a process of its own: what is made of a whole office file may run out of memory in a way that takes the process along.
 * The bytes go in, what it writes comes out. `died`: it was ended without a word, mostly for want of memory. Throws when the reader
 * itself is broken.
 */
export function readInProcess(
  script: URL,
  bytes: Uint8Array,
  limits: { patienceMs: number; heapMb: number },
): Promise<Answered> {
  return seated(() => askProcess(script, bytes, limits));
}

function askProcess(script: URL, bytes: Uint8Array, limits: { patienceMs: number; heapMb: number }): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [`--max-old-space-size=${limits.heapMb}`, '--import', import.meta.resolve('tsx'), fileURLToPath(script)],
      // The environment is not passed on: it holds secrets, and a reader needs none of it.
      { stdio: ['pipe', 'pipe', 'ignore'], env: {} },
    );
    yieldTo(child.pid);
    const answer: Buffer[] = [];
    let size = 0;
    let slow = false;
    const timer = setTimeout(() => {
      slow = true;
      child.kill('SIGKILL');
    }, limits.patienceMs);
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_ANSWER) child.kill('SIGKILL');
      else answer.push(chunk);
    });
    // A child that is gone before it has read everything closes the pipe; its end says why.
    child.stdin.on('error', () => {});
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (slow) resolve({ ok: false, fault: 'too-slow' });
      else if (code === 0) resolve({ ok: true, answer: Buffer.concat(answer) });
      else if (signal !== null || code === ABORTED) resolve({ ok: false, fault: 'died' });
      else reject(new Error(`${path.basename(script.pathname)} ended with ${code}`));
    });
    child.stdin.end(bytes);
  });
}

/** How a process without memory left ends where there are no signals, or under a shell. */
const ABORTED = 134;

const A_LITTLE_LOWER = 5;

/** Whoever is answered meanwhile goes first. */
function yieldTo(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    os.setPriority(pid, A_LITTLE_LOWER);
  } catch {
    // It has ended already, or the machine does not let us.
  }
}
