import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { DocumentResult } from '../../domain/document.ts';

const MOST_BYTES = 30_000_000;
const MOST_MILLISECONDS = 9_000;
/** A busy or slow computer needs a while to start a process; that is not the document's fault. */
const MOST_TO_START = 60_000;
/** MB of heap; with Node itself the process stays under 300 MB. */
const MOST_HEAP = 128;
/** MB of what is young in the heap: without it the loader alone takes a hundred more. */
const MOST_YOUNG = 4;
const MOST_ANSWER = 20_000_000;

const CHILD = fileURLToPath(new URL('./reading-process.js', import.meta.url));

/** What reading took: time of the processor, and the most memory at once. Unknown for a reader that was stopped. */
export interface Reading {
  result: DocumentResult;
  used?: { milliseconds: number; megabytes: number };
}

/** Reads a docx, pdf or text in a process with limits of time and memory. Never throws for what the document is. */
export async function readDocument(bytes: Uint8Array): Promise<DocumentResult> {
  return (await readWithin(bytes, MOST_MILLISECONDS)).result;
}

export function readWithin(bytes: Uint8Array, milliseconds: number): Promise<Reading> {
  if (bytes.length > MOST_BYTES) return Promise.resolve({ result: { ok: false, fault: 'too-big' } });
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [`--max-old-space-size=${MOST_HEAP}`, `--max-semi-space-size=${MOST_YOUNG}`, CHILD],
      // The environment is not passed on: it holds secrets, and the reader needs none of it.
      { stdio: ['pipe', 'pipe', 'ignore'], env: {} },
    );
    const answer: Buffer[] = [];
    let size = 0;
    let slow = false;
    const stop = () => {
      slow = true;
      child.kill('SIGKILL');
    };
    let timer = setTimeout(stop, MOST_TO_START);
    child.stdout.once('data', () => {
      clearTimeout(timer);
      timer = setTimeout(stop, milliseconds);
    });
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_ANSWER) child.kill('SIGKILL');
      else answer.push(chunk);
    });
    // A child that is gone before it has read everything closes the pipe; its exit says why.
    child.stdin.on('error', () => {});
    child.on('error', () => settle());
    child.on('close', () => settle());
    child.stdin.end(bytes);

    function settle() {
      clearTimeout(timer);
      resolve(slow ? { result: { ok: false, fault: 'too-slow' } } : answered(Buffer.concat(answer)));
    }
  });
}

/** A process that ran out of memory ends without an answer. */
function answered(answer: Buffer): Reading {
  try {
    return JSON.parse(answer.toString('utf8')) as Reading;
  } catch {
    return { result: { ok: false, fault: 'too-much-memory' } };
  }
}
