import { createServer, type IncomingHttpHeaders, type RequestOptions, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pino } from 'pino';
import { consoleDoor } from '../../src/adapters/console/door.ts';
import { httpServer } from '../../src/adapters/http.ts';
import { addressOf } from '../../web/shared/call.ts';
import { paths, type RouteName } from '../../web/shared/contracts/paths.ts';
import { type Practice, practice } from './practice.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  /** What was answered as JSON; undefined where it was none. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at what it expects.
  body: any;
}

export interface Sent {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  headers?: Record<string, string>;
}

/** One browser: it keeps the cookie it was given. */
export interface Browser {
  cookie: string | undefined;
  /** Asks as a page of the console does. */
  ask(name: RouteName, sent?: Sent): Promise<Answered>;
  /** Any request, with headers that a page cannot set. */
  raw(method: string, where: string, options?: { headers?: Record<string, string>; body?: string }): Promise<Answered>;
}

/** The console on a free port, over the bot of the practice chats. */
export async function desk(given: { practice?: boolean; publicUrl?: string; office?: Practice } = {}) {
  const bot = given.office ?? (await practice());
  const isPractice = given.practice ?? true;
  const http = httpServer({
    log: pino({ level: 'silent' }),
    publicUrl: given.publicUrl,
    ready: async () => ({ ready: true }),
  });
  // Another office after `reset`.
  let opened = bot.office;
  const open = () => {
    opened = bot.office;
    const { office, bot: worker } = bot;
    return consoleDoor({ office, bot: worker, practice: isPractice, publicUrl: given.publicUrl, program: ROOT });
  };
  let door = open();
  http.app.use((request, response, next) => {
    if (opened !== bot.office) door = open();
    door(request, response, next);
  });
  http.finish();
  const server = createServer(http.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  function browser(agent = 'Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Edg/120.0'): Browser {
    const own: Browser = {
      cookie: undefined,
      ask(name, { headers = {}, ...sent } = {}) {
        const [method] = paths[name];
        const said =
          method === 'POST' ? { 'content-type': 'application/json', origin: `http://127.0.0.1:${port}` } : {};
        return own.raw(method, addressOf(name, sent), {
          headers: { 'sec-fetch-site': 'same-origin', ...said, ...headers },
          ...(method === 'POST' && { body: JSON.stringify(sent.body ?? {}) }),
        });
      },
      async raw(method, where, { headers = {}, body } = {}) {
        const sent = { 'user-agent': agent, ...(own.cookie !== undefined && { cookie: own.cookie }), ...headers };
        const answered = await exchange({ method, port, path: where, headers: sent }, body);
        for (const line of answered.headers['set-cookie'] ?? []) own.cookie = /^([^=]+=[^;]*)/.exec(line)?.[1];
        return answered;
      },
    };
    return own;
  }

  return {
    bot,
    port,
    http,
    browser,
    /** A browser in which somebody of the practice is signed in. */
    async as(person: string): Promise<Browser> {
      const own = browser();
      const { status } = await own.ask('practiceSignIn', { body: { person } });
      if (status !== 200) throw new Error(`${person} could not sign in: ${status}`);
      return own;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (!given.office) await bot.close();
    },
  };
}

export type TestDesk = Awaited<ReturnType<typeof desk>>;

function exchange(options: RequestOptions, body?: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', agent: false, ...options }, async (response) => {
      const bytes = Buffer.concat(await response.toArray());
      let json: unknown;
      try {
        json = JSON.parse(bytes.toString());
      } catch {}
      resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, body: json });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
