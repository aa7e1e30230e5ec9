import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Router } from 'express';
import { type Logger, pino } from 'pino';
import { httpServer } from '../../src/adapters/http.ts';
import type { Bot } from '../../src/application/bot.ts';
import type { Office } from '../../src/application/office.ts';
import type { Clock } from '../../src/application/ports.ts';
import { buildOffice } from '../../src/start/assemble.ts';
import { type Config, readConfig } from '../../src/start/config.ts';
import type { TestDatabase } from './database.ts';
import { knowledgeFor } from './knowledge.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface ChannelBotOptions {
  database: TestDatabase;
  clock?: Clock | undefined;
  log?: Logger | undefined;
}

/** What a platform's adapter gives when it is started. */
interface Started {
  channel: { status(): { ready: boolean } };
  open(): void;
  stop(): Promise<void>;
}

interface Given {
  config: Config;
  office: Office;
  bot: Bot;
  callbacks: Router;
}

/** The whole bot with one platform's real adapter, on the settings of its fake. Several may run on one database. */
export async function channelBot<Adapter extends Started>(
  env: Record<string, string>,
  { database, clock, log = pino({ level: 'silent' }) }: ChannelBotOptions,
  start: (given: Given) => Adapter,
) {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'baosong-channel-'));
  const config = readConfig({ PRACTICE: 'off', DATA_DIR: dataDir, ADMIN_CLAIM_CODE: 'K7Q2-9MXT', ...env });
  const { office, bot } = await buildOffice({
    root: ROOT,
    config,
    database,
    log,
    knowledge: knowledgeFor(ROOT, config),
  });
  if (clock) office.clock = clock;
  const http = httpServer({
    log,
    measure: () => async () => {},
    ready: async () => ({ ready: adapter.channel.status().ready }),
  });
  const adapter = start({ config, office, bot, callbacks: http.callbacks });
  http.finish();
  await bot.recover('only');
  const server = createServer(http.app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await bot.tick();
  adapter.open();
  const crash = async () => {
    server.closeAllConnections();
    server.close();
    await adapter.stop();
  };
  return {
    adapter,
    office,
    bot,
    prisma: database.prisma,
    dataDir,
    url,
    /** The process dies: nothing is finished. */
    crash,
    async close(): Promise<void> {
      await crash();
      await bot.idle();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
