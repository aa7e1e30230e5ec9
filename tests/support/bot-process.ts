import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type OutgoingHttpHeaders, request } from 'node:http';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { NODE_OPTIONS, program } from './programs.ts';
import { placeDatabase } from './template.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface Reply {
  messageId: string;
  chat: string;
  text: string;
  files: { name: string; url: string }[];
}

export interface BotProcess {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** All that it printed, its log among it. */
  said(): string;
  /** kill -9. */
  kill(): Promise<void>;
  /** SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null>;
}

function run(env: Record<string, string>): { child: ChildProcess; said(): string; ended: Promise<unknown> } {
  const { PATH, HOME, LANG, TMPDIR } = process.env;
  const child = spawn(process.execPath, [...NODE_OPTIONS, program('main')], {
    cwd: ROOT,
    env: { PATH, HOME, LANG, TMPDIR, PORT: '0', LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
  return { child, said: () => said, ended: once(child, 'close') };
}

/**
 * The real program on a free port; resolves when it says where it is. An embedded database that is not there yet is put
 * there, as making one takes several seconds.
 */
export async function startBot(env: Record<string, string>): Promise<BotProcess> {
  if (env.DATA_DIR !== undefined && env.DATABASE_URL === undefined) await placeDatabase(env.DATA_DIR);
  const { child, said, ended } = run({ PRACTICE: 'on', ...env });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said());
      if (found) resolve(found[0]);
    });
    child.once('exit', (code) => reject(new Error(`the bot ended with ${code}:\n${said()}`)));
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  return {
    url,
    said,
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGTERM');
      return child.exitCode;
    },
  };
}

/** The real program with settings that it refuses: what it says and its exit code. */
export async function refusedStart(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const { child, said, ended } = run(env);
  await ended;
  return { code: child.exitCode, said: said().trim() };
}

export interface Spoken {
  as: string;
  text?: string;
  chat?: string;
  mention?: string;
  quote?: string;
  files?: { name: string; bytes: Uint8Array<ArrayBuffer> }[];
}

export function speak(url: string, { files = [], ...spoken }: Spoken): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ chat: 'direct', ...spoken })) form.set(name, value);
  for (const { name, bytes } of files) form.append('files', new Blob([bytes]), name);
  return fetch(`${url}/practice/messages`, { method: 'POST', body: form });
}

/** What the bot answers to a message. */
export async function replies(url: string, spoken: Spoken): Promise<string[]> {
  const response = await speak(url, spoken);
  const said = (await response.json()) as { replies: Reply[] };
  return said.replies.map(({ text }) => text);
}

/** A request with headers that `fetch` does not let one set. */
export function raw(
  url: string,
  headers: OutgoingHttpHeaders,
  body?: Readable,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: body ? 'POST' : 'GET', headers }, async (response) => {
      const text = (await response.setEncoding('utf8').toArray()).join('');
      resolve({ status: response.statusCode ?? 0, text });
    });
    sent.once('error', reject);
    if (body) pipeline(body, sent).catch(reject);
    else sent.end();
  });
}
