import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { NODE_OPTIONS, testProgram } from './programs.ts';

export interface DatabaseProcess {
  pid: number;
  /** What it has printed, line by line; grows. */
  lines: string[];
  /** When it has printed so many lines, or has ended. */
  printed(count: number): Promise<string[]>;
  /** Writes a line to it. */
  tell(line: string): void;
  /** kill -9, and all that it printed before. */
  kill(): Promise<string[]>;
  /** Its exit code. */
  ended: Promise<number | null>;
}

/** Starts `database-process` in the mode: `hold`, `write` or `close`. */
export function databaseProcess(mode: string, dataDir: string, databaseUrl = ''): DatabaseProcess {
  return printingProcess('database-process', [mode, dataDir, databaseUrl]);
}

/** Starts a program of the tests that prints lines. */
export function printingProcess(program: string, given: string[]): DatabaseProcess {
  const child: ChildProcess = spawn(process.execPath, [...NODE_OPTIONS, testProgram(program), ...given], {
    // It is not run by vitest, and must not take itself for one of its workers.
    env: { ...process.env, VITEST: undefined },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const notify = () => {
    for (const look of waiting) look();
  };
  let over = false;
  const reader = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  reader.on('line', (line) => {
    lines.push(line);
    notify();
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      over = true;
      notify();
      resolve(code);
    });
  });
  return {
    pid: child.pid as number,
    lines,
    ended,
    tell(line) {
      child.stdin?.write(`${line}\n`);
    },
    printed: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (lines.length < count && !over) return;
          waiting.delete(look);
          resolve(lines);
        };
        waiting.add(look);
        look();
      }),
    async kill() {
      child.kill('SIGKILL');
      await ended;
      return lines;
    },
  };
}
