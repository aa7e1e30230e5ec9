// The processes of the bench: each handler and the load run apart, as they would.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Load, Measured } from './callback.ts';

function program(file: string, given: string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, file), ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function firstLine(child: ChildProcess): Promise<string> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const [line] = (await once(lines, 'line')) as [string];
  return line;
}

/** The bare handler, and where it listens. */
export async function startBare(token: string, aesKey: string): Promise<{ url: string; stop(): Promise<void> }> {
  const child = program('bare-handler.ts', [token, aesKey]);
  const url = await firstLine(child);
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'close');
    },
  };
}

export async function put(load: Load): Promise<Measured> {
  return JSON.parse(await firstLine(program('load.ts', [JSON.stringify(load)])));
}
