import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { NODE_OPTIONS, program } from './programs.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Runs a command of the person who runs the bot, such as `backup`: what it says and its exit code. */
export const operate = (given: string[], env: Record<string, string>) => runScript(program('operate'), given, env);

/** Nobody sits at its terminal. */
export async function runScript(
  script: string,
  given: string[],
  env: Record<string, string>,
): Promise<{ code: number | null; said: string }> {
  const { PATH, HOME, LANG, TMPDIR } = process.env;
  const child = spawn(process.execPath, [...NODE_OPTIONS, script, ...given], {
    cwd: ROOT,
    env: { PATH, HOME, LANG, TMPDIR, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
  await once(child, 'close');
  return { code: child.exitCode, said: said.trim() };
}
