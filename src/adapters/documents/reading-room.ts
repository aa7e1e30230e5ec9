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
export async function seated<Result>(read: () => Promise<Result>): Promise<Result> {
  while (busy >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  busy++;
  try {
    return await read();
  } finally {
    busy--;
    waiting.shift()?.();
  }
}

interface ThreadLimits {
  patienceMs: number;
  heapMb: number;
  /** So long a thread that is done with its file stays for the next one; without, it ends. */
  staysMs?: number;
}

/** What a thread posts when it is done with its file. */
const DONE = 'done';

interface Thread {
  worker: Worker;
  /** Hears what the thread tells; undefined: it has ended. */
  heed(told: unknown): void;
}

/**
 * Reads in a thread of its own, which can be ended when a few wrong bytes keep a parser busy. It gets `given` as a message, `learnt`
 * hears each thing that it posts, until 'done'. Resolves when it is done or has ended, for whatever reason, in at most `patienceMs`.
 */
export function readInThread(
  script: URL,
  given: unknown,
  limits: ThreadLimits,
  learnt: (message: unknown) => void,
): Promise<void> {
  return seated(
    () =>
      new Promise((resolve) => {
        const thread = takeThread(script, limits.heapMb);
        const timer = setTimeout(() => thread.worker.terminate(), limits.patienceMs);
        thread.heed = (told) => {
          if (told !== DONE && told !== undefined) return learnt(told);
          clearTimeout(timer);
          if (told === DONE) dismiss(script, thread, limits.staysMs ?? 0);
          resolve();
        };
        thread.worker.postMessage(given);
      }),
  );
}

/** Those that stay, by the script they run, with the timers that end them. */
const idle = new Map<string, Map<Thread, NodeJS.Timeout>>();

function takeThread(script: URL, heapMb: number): Thread {
  const [found] = idle.get(script.href) ?? [];
  if (!found) return startThread(script, heapMb);
  const [thread, leaving] = found;
  clearTimeout(leaving);
  idle.get(script.href)?.delete(thread);
  thread.worker.ref();
  return thread;
}

function startThread(script: URL, heapMb: number): Thread {
  const worker = new Worker(script, {
    execArgv: [],
    env: {},
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  });
  const thread: Thread = { worker, heed: () => {} };
  worker.on('message', (told) => thread.heed(told));
  // Its end follows.
  worker.on('error', () => {});
  worker.on('exit', () => thread.heed(undefined));
  return thread;
}

/** Only one that is done with its file stays: whatever else it has met may keep it busy. */
function dismiss(script: URL, thread: Thread, staysMs: number): void {
  const { worker } = thread;
  thread.heed = () => {};
  if (staysMs === 0) return void worker.terminate();
  const staying = idle.get(script.href) ?? new Map<Thread, NodeJS.Timeout>();
  const leave = () => {
    staying.delete(thread);
    worker.terminate();
  };
  thread.heed = () => staying.delete(thread);
  idle.set(script.href, staying.set(thread, setTimeout(leave, staysMs).unref()));
  // It keeps no process from ending.
  worker.unref();
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
      [`--max-old-space-size=${limits.heapMb}`, fileURLToPath(script)],
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
export function yieldTo(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    os.setPriority(pid, A_LITTLE_LOWER);
  } catch {
    // It has ended already, or the machine does not let us.
  }
}
