import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { seated, yieldTo } from './reading-room.ts';

/** Processes that stay for the next file, by the script they run. */
const staying = new Map<string, Set<ChildProcessWithoutNullStreams>>();
const STAYS_MS = 20_000;

/**
 * Reads in a process that stays a while for the next file, as starting one takes longer than reading. It gets `line`, and answers with
 * a line of JSON. Undefined: it took longer than `patienceMs`, or ended.
 */
export function askStayingProcess(
  script: URL,
  line: string,
  limits: { patienceMs: number; heapMb: number },
): Promise<unknown> {
  return seated(
    () =>
      new Promise((resolve) => {
        const child = takeProcess(script, limits.heapMb);
        let told = '';
        const answer = (value: unknown, stays: boolean) => {
          clearTimeout(timer);
          child.stdout.removeAllListeners('data');
          child.removeAllListeners('close');
          if (stays) letStay(script, child);
          else child.kill('SIGKILL');
          resolve(value);
        };
        const timer = setTimeout(() => answer(undefined, false), limits.patienceMs);
        child.on('close', () => answer(undefined, false));
        child.stdout.on('data', (chunk: string) => {
          told += chunk;
          // What a library says on its own account is no answer.
          const found = /^\{.*\}$(?=\n)/m.exec(told)?.[0];
          if (found !== undefined) answer(JSON.parse(found), true);
          else if (told.length > MOST_LINE) answer(undefined, false);
        });
        child.stdin.write(`${line}\n`);
      }),
  );
}

const MOST_LINE = 100_000;

function takeProcess(script: URL, heapMb: number): ChildProcessWithoutNullStreams {
  const [found] = staying.get(script.href) ?? [];
  if (found) {
    staying.get(script.href)?.delete(found);
    hold(found, 'ref');
    return found;
  }
  const started = spawn(process.execPath, [`--max-old-space-size=${heapMb}`, fileURLToPath(script)], { env: {} });
  yieldTo(started.pid);
  started.stdout.setEncoding('utf8');
  started.stderr.resume();
  // Its end follows.
  started.on('error', () => {});
  started.stdin.on('error', () => {});
  return started;
}

function letStay(script: URL, one: ChildProcessWithoutNullStreams): void {
  const others = staying.get(script.href) ?? new Set();
  staying.set(script.href, others.add(one));
  const leave = () => {
    if (others.delete(one)) one.kill('SIGKILL');
  };
  const leaving = setTimeout(leave, STAYS_MS).unref();
  one.once('close', () => {
    clearTimeout(leaving);
    others.delete(one);
  });
  hold(one, 'unref');
}

/** A process that only stays keeps this one from nothing. */
function hold(one: ChildProcessWithoutNullStreams, how: 'ref' | 'unref'): void {
  one[how]();
  for (const stream of [one.stdin, one.stdout, one.stderr]) (stream as Socket)[how]();
}
