import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { DocumentResult } from '../../domain/document.ts';

const MOST_BYTES = 30_000_000;
const MOST_MILLISECONDS = 9_000;
/** MB of heap; with Node itself the process stays under 300 MB. */
const MOST_HEAP = 128;
const MOST_ANSWER = 20_000_000;

const CHILD = fileURLToPath(new URL('./reading-process.ts', import.meta.url));

/** Reads a docx, pdf or text in a process with limits of time and memory. Never throws for what the document is. */
export function readDocument(bytes: Uint8Array): Promise<DocumentResult> {
  if (bytes.length > MOST_BYTES) return Promise.resolve({ ok: false, fault: 'too-big' });
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [`--max-old-space-size=${MOST_HEAP}`, '--import', import.meta.resolve('tsx'), CHILD],
      // The environment is not passed on: it holds secrets, and the reader needs none of it.
      { stdio: ['pipe', 'pipe', 'ignore'], env: {} },
    );
    const answer: Buffer[] = [];
    let size = 0;
    let slow = false;
    const timer = setTimeout(() => {
      slow = true;
      child.kill('SIGKILL');
    }, MOST_MILLISECONDS);
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
      resolve(slow ? { ok: false, fault: 'too-slow' } : answered(Buffer.concat(answer)));
    }
  });
}

/** A process that ran out of memory ends without an answer. */
function answered(answer: Buffer): DocumentResult {
  try {
    return JSON.parse(answer.toString('utf8')) as DocumentResult;
  } catch {
    return { ok: false, fault: 'too-much-memory' };
  }
}
