import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright-core';
import { NODE_OPTIONS, program } from '../support/programs.ts';

const root = join(import.meta.dirname, '../..');

export interface RunningBot {
  url: string;
  stop(): Promise<void>;
}

/** The real bot in practice mode on a free port with its own data; PRACTICE_URL names one that runs already. */
export async function startBot(): Promise<RunningBot> {
  const running = process.env.PRACTICE_URL;
  if (running) return { url: running, stop: async () => {} };

  const port = await freePort();
  const data = await mkdtemp(join(tmpdir(), 'baosong-browser-'));
  const { PATH, HOME, LANG } = process.env;
  const bot = spawn(process.execPath, [...NODE_OPTIONS, program('main')], {
    cwd: root,
    env: {
      ...{ PATH, HOME, LANG, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: data, PRACTICE: 'on' },
      PUBLIC_URL: `http://127.0.0.1:${port}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (bot.exitCode === null && bot.signalCode === null) {
      const ended = new Promise((resolve) => bot.once('exit', resolve));
      bot.kill('SIGTERM');
      await Promise.race([ended, wait(10_000).then(() => bot.kill('SIGKILL'))]);
    }
    await rm(data, { recursive: true, force: true });
  };
  try {
    await ready(bot, url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

async function ready(bot: ChildProcess, url: string): Promise<void> {
  let said = '';
  bot.stdout?.on('data', (chunk) => {
    said += chunk;
  });
  bot.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  for (let tries = 0; tries < 300; tries += 1) {
    if (bot.exitCode !== null) throw new Error(`the bot stopped at its start:\n${said}`);
    const answer = await fetch(`${url}/healthz`).catch(() => null);
    if (answer?.status === 200) return;
    await wait(200);
  }
  throw new Error(`the bot did not get ready within a minute:\n${said}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
