import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { type RequestOptions, request as secureRequest } from 'node:https';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { desk, type TestDesk } from '../support/desk.ts';
import { video } from '../support/files.ts';

// The pages' own configurations, on the nginx of Debian: what an office copies must work as it stands.
const ROOT = path.resolve(import.meta.dirname, '../..');
const NGINX = process.env.NGINX ?? '/usr/sbin/nginx';
const HOST = 'bs.example.cn';
const FIXTURES = path.join(ROOT, 'tests/support/fixtures');

const snippetOf = (page: string): string =>
  /```nginx\n([\s\S]*?)```/.exec(readFileSync(path.join(ROOT, page), 'utf8'))?.[1] ?? '';

let folder: string;
let here: TestDesk;
let nginx: ChildProcess;
let secure: number;
let plain: number;

/** The page's snippet with certificates, ports and folders that are there. */
function configured(snippet: string, ports: Record<string, number>): string {
  const certificates = snippet
    .replace(/ssl_certificate .*;/, `ssl_certificate ${FIXTURES}/self-signed.pem;`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${FIXTURES}/self-signed-key.pem;`);
  const here = Object.entries(ports).reduce(
    (text, [written, port]) => text.replaceAll(written, written.replace(/\d+$/, String(port))),
    certificates,
  );
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  // As whoever owns the folder: its workers would else be somebody else's.
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  return `${user} pid ${folder}/nginx.pid; events {} http { access_log off; ${temporary.join(' ')} ${here} }`;
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'baosong-nginx-'));
  mkdirSync(path.join(folder, 'logs'));
  [secure, plain] = [await freePort(), await freePort()];
  here = await desk({ practice: false, publicUrl: `https://${HOST}` });
  here.bot.office.consoleUrl = `https://${HOST}/console`;
  const text = configured(snippetOf('docs/install.md'), {
    'listen 443': secure,
    'listen 80': plain,
    '127.0.0.1:3000': here.port,
  });
  const file = path.join(folder, 'nginx.conf');
  writeFileSync(file, text);
  nginx = spawn(NGINX, ['-c', file, '-p', folder, '-e', 'stderr', '-g', 'daemon off;'], { stdio: 'inherit' });
  await vi.waitFor(() => asked({ path: '/healthz' }), { timeout: 20_000, interval: 100 });
});
afterAll(async () => {
  nginx?.kill('SIGTERM');
  await here?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answered {
  status: number;
  headers: IncomingMessage['headers'];
  bytes: Buffer;
}

/** Through nginx, as somebody outside asks. */
function asked(options: RequestOptions, body?: string | Buffer): Promise<Answered> {
  const headers = { host: HOST, 'sec-fetch-site': 'same-origin', ...options.headers };
  const sent = { host: '127.0.0.1', port: secure, rejectUnauthorized: false, agent: false, ...options, headers };
  return new Promise((resolve, reject) => {
    const request = secureRequest(sent, async (response) => {
      const bytes = Buffer.concat(await response.toArray());
      resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes });
    });
    request.once('error', reject);
    request.end(body);
  });
}

it('over http one is sent to https', async () => {
  const answered = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { host: '127.0.0.1', port: plain, path: '/console', headers: { host: HOST } };
    plainRequest(options, resolve).once('error', reject).end();
  });
  expect([answered.statusCode, answered.headers.location]).toEqual([301, `https://${HOST}/console`]);
});

it('sign-in, live changes, ranges of a film and large uploads pass', async () => {
  const film = video('夜班.mp4', 1);
  await here.bot.say('yaodu-1', '/报送 微视频 《夜班》', { files: [film] });
  const [said = ''] = await here.bot.say('staff-1', '/登录');
  const code = new RegExp(`^https://${HOST}/console/enter/([\\w-]+)`, 'm').exec(said)?.[1] ?? '';
  const origin = `https://${HOST}`;
  const json = { origin, 'content-type': 'application/json' };
  const entered = await asked({ method: 'POST', path: `/api/v1/sign-in/links/${code}`, headers: json }, '{}');
  const [cookie = ''] = (entered.headers['set-cookie'] ?? []).map((line) => line.split(';')[0] ?? '');
  expect([entered.status, /^__Host-baosong=/.test(cookie)]).toEqual([200, true]);
  expect((await asked({ path: '/api/v1/me', headers: { cookie } })).status).toBe(200);

  const part = await asked({ path: '/api/v1/files/1', headers: { cookie, range: 'bytes=100-199' } });
  expect([part.status, part.headers['content-range']]).toEqual([206, `bytes 100-199/${film.bytes.length}`]);
  expect(part.bytes.equals(film.bytes.subarray(100, 200))).toBe(true);

  // What is refused is refused by the program, in its own words, and not by nginx for its size.
  const large = { method: 'POST', path: '/api/v1/works/decide', headers: { ...json, cookie } };
  const refused = await asked(large, JSON.stringify({ fill: 'x'.repeat(20_000_000) }));
  expect([refused.status, refused.headers['content-type']]).toEqual([413, 'application/json; charset=utf-8']);

  const heard: string[] = [];
  const events = secureRequest(
    {
      ...{ host: '127.0.0.1', port: secure, path: '/api/v1/events', rejectUnauthorized: false, agent: false },
      headers: { host: HOST, cookie, 'sec-fetch-site': 'same-origin' },
    },
    (response) => response.setEncoding('utf8').on('data', (text: string) => heard.push(text)),
  );
  events.end();
  await vi.waitFor(() => expect(heard.join('')).toContain(': open'), { timeout: 10_000 });
  await here.bot.say('huozhou-1', '/报送 微视频 《刚到的》', { files: [video('刚到的.mp4', 2)] });
  await vi.waitFor(() => expect(heard.join('')).toContain('"title":"刚到的"'), { timeout: 10_000 });
  events.destroy();
});

it('what is for the monitor alone is not handed out to others, and another host is answered nothing', async () => {
  expect((await asked({ path: '/metrics' })).status).toBe(200);
  const other = await asked({ path: '/api/v1/me', headers: { host: 'other.example.cn' } });
  expect(other.status).toBe(403);
});

it('the page for several processes holds a configuration that nginx takes', () => {
  const file = path.join(folder, 'several.conf');
  const own = ['ssl_certificate mine;', 'ssl_certificate_key mine;'].join('\n');
  writeFileSync(file, configured(`${own}\n${snippetOf('docs/several-processes.md')}`, {}));
  const tried = spawnSync(NGINX, ['-t', '-c', file, '-p', folder, '-e', 'stderr'], { encoding: 'utf8' });
  expect([tried.status, tried.stderr]).toEqual([0, expect.stringContaining('test is successful')]);
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
