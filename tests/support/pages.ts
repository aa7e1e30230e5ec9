import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pino } from 'pino';
import * as tus from 'tus-js-client';
import { httpServer } from '../../src/adapters/http.ts';
import { pageDoor } from '../../src/adapters/pages/door.ts';
import type { State } from '../../src/adapters/pages/state.ts';
import type { Bot } from '../../src/application/bot.ts';
import type { Office } from '../../src/application/office.ts';
import type { SentFile } from './practice.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The pages behind links on a free port, over a bot. */
export async function pageServer({ office, bot }: { office: Office; bot: Pick<Bot, 'work'> }) {
  const http = httpServer({ log: pino({ level: 'silent' }), ready: async () => ({ ready: true }) });
  http.app.use(pageDoor({ office, bot, practice: true, program: ROOT }));
  http.finish();
  const server = createServer(http.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Whoever has a link, in a browser. */
export function visitor(base: string, code: string) {
  const url = `${base}/u/${code}`;
  let token = '';
  const own = {
    url,
    get token() {
      return token;
    },
    /** Opens the page; from then on it has the token. */
    async open() {
      const answer = await fetch(url);
      const html = await answer.text();
      const [, told = '{}'] = /data-told="([^"]*)"/.exec(html) ?? [];
      token = JSON.parse(told.replaceAll('&quot;', '"').replaceAll('&amp;', '&')).token ?? '';
      return { status: answer.status, headers: answer.headers, html };
    },
    async state(category = ''): Promise<State> {
      return (await (await fetch(`${url}/state?category=${category}`)).json()) as State;
    },
    /** Once everything that has come is stored. */
    async settled(category = ''): Promise<State> {
      for (;;) {
        const state = await own.state(category);
        if (state.uploads.every((one) => one.state !== 'arrived')) return state;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    /** What a page sends that changes something. */
    write: (where: string, init: RequestInit = {}) =>
      fetch(`${url}${where}`, { method: 'POST', ...init, headers: { 'x-page-token': token, ...init.headers } }),
    async handIn(body: object) {
      const answer = await own.write('/hand-in', {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ categoryId: '', fields: {}, ...body }),
      });
      return (await answer.json()) as { outcome?: string; text?: string; message?: string };
    },
    /** Sends a file as the page does; `cutAt`: the line is cut after so many bytes. Returns the address of the upload. */
    send(
      file: SentFile,
      { cutAt, from, chunkSize = 64 * 1024 }: { cutAt?: number; from?: string; chunkSize?: number } = {},
    ) {
      return new Promise<string>((resolve, reject) => {
        const upload = new tus.Upload(file.bytes, {
          endpoint: `${url}/files`,
          chunkSize,
          retryDelays: null,
          overridePatchMethod: true,
          headers: { 'x-page-token': token },
          metadata: { filename: file.name, print: 'print' },
          ...(from !== undefined && { uploadUrl: from }),
          onError: reject,
          onProgress(sent) {
            if (cutAt !== undefined && sent >= cutAt) void upload.abort().then(() => resolve(upload.url ?? ''));
          },
          onSuccess: () => resolve(upload.url ?? ''),
        });
        upload.start();
      });
    },
  };
  return own;
}

export type Visitor = ReturnType<typeof visitor>;
