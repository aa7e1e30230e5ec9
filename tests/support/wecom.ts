import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { type Logger, pino } from 'pino';
import { httpServer } from '../../src/adapters/http.ts';
import { soleLease } from '../../src/adapters/prisma/lease.ts';
import { startWecom, type WecomTimes } from '../../src/adapters/wecom/start.ts';
import type { Clock, Lease } from '../../src/application/ports.ts';
import { readConfig } from '../../src/config.ts';
import { buildOffice } from '../../src/office.ts';
import type { TestDatabase } from './database.ts';
import { known as knownOn, type Role, type Who } from './known.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Short, yet long enough for a busy machine: only what is meant to fail waits so long. */
const SHORT: WecomTimes = {
  connection: {
    pingMs: 2_000,
    ackMs: 1_500,
    backoffMs: [5, 10, 20],
    stableMs: 10_000,
    refusedMs: 20,
    kickedMs: [60, 120],
  },
  restMs: 2_000,
  silenceMs: 1_000,
  fetchAgainAfterMs: [5, 10],
};

export interface WecomOptions {
  database: TestDatabase;
  clock?: Clock;
  times?: WecomTimes;
  lease?: Lease;
  log?: Logger;
}

/** The whole bot with the real adapter, on the settings of a fake 企业微信. Several may run on one database. */
export async function wecomBot(env: Record<string, string>, { database, clock, times, lease, log }: WecomOptions) {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'baosong-wecom-'));
  const config = readConfig({ PRACTICE: 'off', DATA_DIR: dataDir, ADMIN_CLAIM_CODE: 'K7Q2-9MXT', ...env });
  if (!config.wecom) throw new Error('no setting of 企业微信');
  const logger = log ?? pino({ level: 'silent' });
  const { office, bot } = await buildOffice({ root: ROOT, config, database, log: logger });
  if (clock) office.clock = clock;
  const http = httpServer({
    log: logger,
    measure: () => async () => {},
    ready: async () => ({ ready: wecom.channel.status().ready }),
  });
  const stopped: number[] = [];
  const kicked: number[] = [];
  const wecom = startWecom({
    settings: config.wecom,
    office,
    bot,
    callbacks: http.callbacks,
    lease: lease ?? soleLease('wecom'),
    onStopped: (errcode) => stopped.push(errcode),
    onKicked: (retryMs) => kicked.push(retryMs),
    times: { ...SHORT, ...times, connection: { ...SHORT.connection, ...times?.connection } },
  });
  http.finish();
  await bot.recover('only');
  const server = createServer(http.app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await bot.tick();
  wecom.open();
  return {
    office,
    bot,
    wecom,
    prisma: database.prisma,
    dataDir,
    url,
    /** Errcodes over which the connection gave up. */
    stopped,
    /** Pauses after another process took the bot over. */
    kicked,
    /** The process dies: nothing is finished. */
    async crash(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await wecom.stop();
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await wecom.stop();
      await bot.idle();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export type WecomBot = Awaited<ReturnType<typeof wecomBot>>;

/** Makes somebody known to the bot on 企业微信. */
export const known = (database: TestDatabase, userid: string, role: Role, who: Who = {}): Promise<void> =>
  knownOn(database, 'wecom', userid, role, who);

/** The bot's one answer to all of `texts`, waited for without sleeping. */
export async function allHandled({ prisma, bot }: WecomBot, count: number): Promise<void> {
  while ((await prisma.inbound.count()) < count) await new Promise((resolve) => setImmediate(resolve));
  await bot.work();
}
