// A process of its own with nothing but the callbacks, whose memory can be looked at: started with --expose-gc.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { httpServer } from '../../src/adapters/http.ts';
import { callbackRoutes } from '../../src/adapters/wecom/callbacks.ts';
import { OpenPosts } from '../../src/adapters/wecom/open-posts.ts';
import { mentionStripper } from '../../src/adapters/wire/mentions.ts';

interface Given {
  bot: { token: string; aesKey: string; receiver: string };
  app: { token: string; aesKey: string; receiver: string };
  now: number;
}

const { bot, app, now } = JSON.parse(process.argv[2] ?? '') as Given;
const log = pino({ level: 'silent' });
let accepted = 0;
const http = httpServer({ log, ready: async () => ({ ready: true }) });
http.app.use(
  '/wecom',
  callbackRoutes({
    bot,
    app,
    strip: mentionStripper([]),
    clock: { now: () => new Date(now) },
    log,
    notStored: () => '',
    welcome: () => '',
    pressed: async () => {},
    openPosts: new OpenPosts(),
    accept: async () => {
      accepted++;
    },
  }),
);
http.finish();
const server = createServer(http.app).listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('message', () => {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  process.send?.({ bytes: heapUsed + external, accepted });
});
process.on('disconnect', () => process.exit());
