import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { type Logger, pino } from 'pino';
import { type DingtalkTimes, startDingtalk } from '../../src/adapters/dingtalk/start.ts';
import { httpServer } from '../../src/adapters/http.ts';
import type { Clock } from '../../src/application/ports.ts';
import { readConfig } from '../../src/config.ts';
import { buildOffice } from '../../src/office.ts';
import type { TestDatabase } from './database.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Pauses so short that nothing waits for real; time-outs that a busy machine keeps. */
const SHORT: DingtalkTimes = {
  stream: {
    openMs: 10_000,
    handshakeMs: 10_000,
    pingMs: 200,
    deadMs: 20_000,
    backoffMs: [5, 10, 20],
    stableMs: 60_000,
    refusedMs: 20,
    retireMs: 20,
  },
  restMs: 10_000,
  silenceMs: 1_500,
  fetchAgainAfterMs: [5, 10],
  storeAgainMs: [5],
};

export interface DingtalkOptions {
  database: TestDatabase;
  clock?: Clock;
  times?: DingtalkTimes;
  log?: Logger;
}

/** The whole bot with the real adapter, on the settings of a fake 钉钉. Several may run on one database. */
export async function dingtalkBot(env: Record<string, string>, { database, clock, times, log }: DingtalkOptions) {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'baosong-dingtalk-'));
  const config = readConfig({ PRACTICE: 'off', DATA_DIR: dataDir, ADMIN_CLAIM_CODE: 'K7Q2-9MXT', ...env });
  if (!config.dingtalk) throw new Error('no setting of 钉钉');
  const logger = log ?? pino({ level: 'silent' });
  const { office, bot } = await buildOffice({ root: ROOT, config, database, log: logger });
  if (clock) office.clock = clock;
  const http = httpServer({
    log: logger,
    measure: () => async () => {},
    ready: async () => ({ ready: dingtalk.channel.status().ready }),
  });
  const refused: string[] = [];
  const dingtalk = startDingtalk({
    settings: config.dingtalk,
    office,
    bot,
    callbacks: http.callbacks,
    onRefused: (fault, code) => refused.push(`${fault} ${code}`),
    times: { ...SHORT, ...times, stream: { ...SHORT.stream, ...times?.stream } },
  });
  http.finish();
  await bot.recover('only');
  const server = createServer(http.app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await bot.tick();
  dingtalk.open();
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await dingtalk.stop();
  };
  return {
    office,
    bot,
    dingtalk,
    prisma: database.prisma,
    dataDir,
    url,
    /** What was said of a gateway that refuses. */
    refused,
    /** The process dies: nothing is finished. */
    crash: stop,
    async close(): Promise<void> {
      await stop();
      await bot.idle();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export type DingtalkBot = Awaited<ReturnType<typeof dingtalkBot>>;
