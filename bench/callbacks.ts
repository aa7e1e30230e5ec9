// Callbacks of 企业微信 stored and acknowledged, and answered: the bot on each database against a bare handler.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { openDatabase } from '../src/adapters/prisma/database.ts';
import { startBot } from '../tests/support/bot-process.ts';
import { startPostgres } from '../tests/support/postgres.ts';
import { type Load, type Measured, PEOPLE, person } from './callback.ts';
import { put, startBare } from './processes.ts';

const TOKEN = 'bench';
const AES_KEY = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
const FLAT_OUT = { messages: 2_000, connections: 64 };
/** As many for each, as a process that has just begun is several times slower. */
const WARM = 1_000;
const RATE = 500;
const STEADY = { messages: RATE * 4, connections: 64, rate: RATE };

/** Aims of the issue: a share of the bare handler's throughput, and milliseconds. */
const LEAST_SHARE = 0.5;
const MOST_P99_MS = 100;

/** Stands for the platform: takes the bot's answers. */
async function startAnswers() {
  let count = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      count++;
      response.setHeader('content-type', 'application/json').end('{"errcode":0,"errmsg":"ok"}');
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: () => count,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Figures {
  flatOut: Measured;
  steady: Measured;
  /** Answers a second: until a burst was worked off, and within the steady stream. */
  answers?: { burst: number; during: number };
}

async function seed(settings: { dataDir: string; databaseUrl?: string }): Promise<void> {
  const { prisma, close } = await openDatabase(settings);
  const at = new Date('2020-06-01T00:00:00Z');
  for (let index = 0; index < PEOPLE; index++)
    await prisma.person.create({
      data: {
        name: `联络员${index}`,
        createdAt: at,
        accounts: { create: { channel: 'wecom', senderId: person(index), directChatId: person(index) } },
        memberships: { create: { role: 'coordinator', unitId: 'yaodu', since: at } },
      },
    });
  await close();
}

const loadOn = (url: string, responseUrl: string, name: string): Omit<Load, 'messages' | 'connections'> => ({
  url,
  token: TOKEN,
  aesKey: AES_KEY,
  responseUrl,
  name,
});

async function measureBare(responseUrl: string): Promise<Figures> {
  const bare = await startBare(TOKEN, AES_KEY);
  try {
    await put({ ...loadOn(bare.url, responseUrl, 'warm'), ...FLAT_OUT, messages: WARM });
    const flatOut = await put({ ...loadOn(bare.url, responseUrl, 'flat'), ...FLAT_OUT });
    const steady = await put({ ...loadOn(bare.url, responseUrl, 'steady'), ...STEADY });
    return { flatOut, steady };
  } finally {
    await bare.stop();
  }
}

async function measureBot(settings: { dataDir: string; databaseUrl?: string }): Promise<Figures> {
  await seed(settings);
  const answers = await startAnswers();
  const { dataDir, databaseUrl } = settings;
  const bot = await startBot({
    PRACTICE: 'off',

    DATA_DIR: dataDir,
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
    ADMIN_CLAIM_CODE: 'K7Q2-9MXT',
    WECOM_BOT_TOKEN: TOKEN,
    WECOM_BOT_AES_KEY: AES_KEY,
    WECOM_API_BASE: answers.url,
  });
  /** Resolves when everything is answered; the answers a second. */
  const answered = async (count: number, since: number): Promise<number> => {
    const from = answers.count();
    const goal = count - from;
    for (let last = from, still = 0; answers.count() < count; ) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      still = answers.count() === last ? still + 1 : 0;
      last = answers.count();
      if (still > 600) throw new Error(`${count - answers.count()} messages were not answered`);
    }
    return goal / ((performance.now() - since) / 1000);
  };
  try {
    await put({ ...loadOn(bot.url, answers.url, 'warm'), ...FLAT_OUT, messages: WARM });
    await answered(WARM, performance.now());
    const flatOut = await put({ ...loadOn(bot.url, answers.url, 'flat'), ...FLAT_OUT });
    const burst = await answered(WARM + FLAT_OUT.messages, performance.now());
    const before = answers.count();
    const began = performance.now();
    const steady = await put({ ...loadOn(bot.url, answers.url, 'steady'), ...STEADY });
    const during = (answers.count() - before) / ((performance.now() - began) / 1000);
    await answered(before + STEADY.messages, performance.now());
    return { flatOut, steady, answers: { burst, during } };
  } finally {
    await bot.stop();
    answers.stop();
  }
}

const cell = (value: number | undefined, digits = 0) => (value?.toFixed(digits) ?? '').padStart(10);

function print(all: Record<string, Figures>): boolean {
  const bare = all['bare handler'] as Figures;
  const columns = ['ratio', 'acks/s', 'p50 ms', 'p99 ms', 'answers/s'];
  const head = (title: string) => console.log(`${title.padEnd(44)}${columns.map((one) => one.padStart(10)).join('')}`);
  let met = true;
  const rows = (title: string, kind: 'flatOut' | 'steady', answers: 'burst' | 'during') => {
    head(title);
    for (const [name, figures] of Object.entries(all)) {
      const { perSecond, p50, p99, refused } = figures[kind];
      const ratio = perSecond / bare[kind].perSecond;
      if (name !== 'bare handler' && kind === 'flatOut' && ratio < LEAST_SHARE) met = false;
      if (name !== 'bare handler' && kind === 'steady' && p99 >= MOST_P99_MS) met = false;
      if (refused > 0) met = false;
      const lost = refused > 0 ? `  ${refused} refused` : '';
      console.log(
        `  ${name.padEnd(42)}${cell(ratio, 2)}${cell(perSecond)}${cell(p50, 1)}${cell(p99, 1)}${cell(figures.answers?.[answers])}${lost}`,
      );
    }
  };
  rows(`${FLAT_OUT.messages} callbacks as fast as they go`, 'flatOut', 'burst');
  rows(`${RATE} callbacks a second, being answered`, 'steady', 'during');
  console.log(
    `target: at least ${LEAST_SHARE} of the bare handler, p99 below ${MOST_P99_MS} ms: ${met ? 'met' : 'missed'}`,
  );
  return met;
}

/** Prints the figures; returns whether the aims are met. */
export async function benchCallbacks(): Promise<boolean> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-bench-'));
  const server = await startPostgres({ durable: true });
  try {
    const bare = await measureBare('http://127.0.0.1:9');
    const pglite = await measureBot({ dataDir: path.join(folder, 'embedded') });
    const databaseUrl = await server.newDatabase();
    const postgres = await measureBot({ dataDir: path.join(folder, 'server'), databaseUrl });
    return print({ 'bare handler': bare, 'bot, embedded PGlite': pglite, 'bot, PostgreSQL': postgres });
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
