import { createServer, type Server } from 'node:http';
import { measureCalls } from '../adapters/call-metrics.ts';
import type { StartedChannel } from '../adapters/channel.ts';
import { type HttpServer, httpServer } from '../adapters/http.ts';
import type { Database } from '../adapters/prisma/database.ts';
import { serveReceipts } from '../adapters/receipt-page.ts';
import { countWork, depths, measureCodes, measureStore, measureWork } from '../adapters/work-metrics.ts';
import { storeStatus } from '../application/delivery/store-outage.ts';
import type { House } from '../application/office.ts';
import { StartRefused } from '../application/start-refused.ts';
import type { Config } from './config.ts';
import type { Leases } from './leases.ts';

/** Of an object store a look is a request that costs something; whoever watches may ask each second. */
const STORE_LOOKED_AT_EVERY_MS = 5_000;
const STORE_ANSWERS_WITHIN_MS = 5_000;

export interface HttpOf {
  config: Pick<Config, 'publicUrl'>;
  house: House;
  database: Database;
  leases: Leases;
  /** By name; read at each look, as they are started after the server is put together. */
  started: ReadonlyMap<string, StartedChannel>;
}

/** Pages, callbacks, `/healthz`, `/readyz` and `/metrics` of this process. */
export function httpOf({ config, house, database, leases, started }: HttpOf): HttpServer {
  const { prisma, embedded } = database;
  const { clock, log } = house;
  const store = lookedAtNowAndThen(() => storeStatus(house, STORE_ANSWERS_WITHIN_MS), STORE_LOOKED_AT_EVERY_MS);
  const budgets = () =>
    new Map([...started].flatMap(([name, { monthlyCalls: most }]) => (most === undefined ? [] : [[name, most]])));
  const server = httpServer({
    log,
    publicUrl: config.publicUrl,
    ready: async () => {
      const last = await prisma.inbound.findFirst({ orderBy: { id: 'desc' }, select: { receivedAt: true } });
      const channels = [...house.channels].map(
        ([name, channel]) => [name, channel.status?.() ?? { ready: true }] as const,
      );
      const files = await store();
      return {
        ready: files.ready && channels.every(([, status]) => status.ready),
        store: files,
        database: embedded ? 'embedded' : 'server',
        channels: Object.fromEntries(channels),
        lastInbound: last?.receivedAt ?? null,
        ...depths(await countWork(prisma)),
        holders: await leases.holders(),
      };
    },
    measure: (registry) => {
      const measures = [
        measureWork(registry, prisma),
        measureStore(registry, store),
        measureCodes(registry, prisma),
        measureCalls(registry, { prisma, clock, budgets }),
      ];
      return async () => void (await Promise.all(measures.map((measure) => measure())));
    },
  });
  serveReceipts(server.app, house);
  return server;
}

/** The same answer for so long. */
function lookedAtNowAndThen<Seen>(look: () => Promise<Seen>, everyMs: number): () => Promise<Seen> {
  let seen: Promise<Seen> | undefined;
  let at = 0;
  return () => {
    if (seen === undefined || performance.now() - at > everyMs) {
      at = performance.now();
      seen = look();
      seen.catch(() => {
        seen = undefined;
      });
    }
    return seen;
  };
}

/** Listens where the settings say. Throws `StartRefused` where somebody else does already. */
export function listen({ app }: HttpServer, { port, host }: { port: number; host: string }): Promise<Server> {
  const server = createServer(app);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new StartRefused('port-in-use', { port: String(port) }) : error);
    });
    server.listen(port, host, () => resolve(server));
  });
}

/** The port that was found, where any would do. */
export function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('not listening on a port');
  return address.port;
}
