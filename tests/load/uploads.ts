// npm run uploads: fifty people send a film each over a slow line while somebody else uses the chat. Prints how much the process grew and how
// fast the chat answered, before and meanwhile; ends with 1 where that is worse than promised. Then 300 MB through kill -9.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startBot } from '../support/bot-process.ts';
import { visitor } from '../support/pages.ts';

const PEOPLE = Number(process.env.PEOPLE ?? '50');
const MB = 1024 * 1024;
/** A film, and the line of a phone in the country: so many bytes a second each. */
const SIZE = 6 * MB;
const LINE = 150 * 1024;
const MOST_GROWTH_MB = 150;

const folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-load-'));
const port = 20_000 + Math.floor(Math.random() * 20_000);
const bot = await startBot({ DATA_DIR: folder, PORT: String(port) });
let worse = false;
try {
  await link();
  const quiet = await latencies(async () => wait(15_000));
  const before = await resident();
  let most = before;
  const watch = setInterval(async () => {
    most = Math.max(most, await resident());
  }, 500);
  const begun = performance.now();
  const busy = await latencies(() => Promise.all(Array.from({ length: PEOPLE }, (_, index) => upload(index))));
  clearInterval(watch);
  const took = (performance.now() - begun) / 1000;
  const growth = most - before;
  worse = growth > MOST_GROWTH_MB || busy.median > Math.max(250, 2 * quiet.median);
  console.log(`${PEOPLE} people, ${SIZE / MB} MB each at ${LINE / 1024} KB/s: ${took.toFixed(0)} s`);
  console.log(`resident before ${before.toFixed(0)} MB, at most ${most.toFixed(0)} MB: ${growth.toFixed(0)} MB more`);
  console.log(`chat answers, median and 95%: ${told(quiet)} before, ${told(busy)} meanwhile`);
} finally {
  await bot.kill();
  await rm(folder, { recursive: true, force: true });
}
if (PEOPLE >= 50) {
  const run = ['node_modules/vitest/vitest.mjs', 'run', 'tests/adapters/uploads-killed.test.ts'];
  worse ||=
    spawnSync(process.execPath, run, { stdio: 'inherit', env: { ...process.env, UPLOAD_MB: '300' } }).status !== 0;
}
process.exit(worse ? 1 : 0);

async function say(who: string, text: string): Promise<string> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ as: who, chat: 'direct', text, mention: 'false' }))
    form.set(name, value);
  const answer = await fetch(`${bot.url}/practice/messages`, { method: 'POST', body: form });
  const { replies } = (await answer.json()) as { replies: { text: string }[] };
  return replies.map((reply) => reply.text).join('\n');
}

/** A unit has so many pages open, and no more. */
async function link(index = 0): Promise<string> {
  const unit = ['yaodu', 'hongtong', 'houma', 'quwo'][index % 4];
  const said = await say(`${unit}-1`, '/上传 微视频');
  const code = /\/u\/([\w-]{43})/.exec(said)?.[1];
  if (code === undefined) throw new Error(`no link: ${said}`);
  return code;
}

/** How long the chat takes, asked once and again while the work goes on. */
async function latencies(work: () => Promise<unknown>): Promise<{ median: number; worst: number }> {
  const times: number[] = [];
  let over = false;
  const asking = (async () => {
    while (!over) {
      const begun = performance.now();
      await say('hongtong-1', '/我的');
      times.push(performance.now() - begun);
      await wait(200);
    }
  })();
  await work();
  over = true;
  await asking;
  times.sort((one, other) => one - other);
  return {
    median: times[Math.floor(times.length / 2)] ?? 0,
    worst: times[Math.floor(times.length * 0.95)] ?? 0,
  };
}

function told({ median, worst }: { median: number; worst: number }): string {
  return `${median.toFixed(0)} and ${worst.toFixed(0)} ms`;
}

async function resident(): Promise<number> {
  const metrics = await (await fetch(`${bot.url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]) / 1e6;
}

/** One after another as a phone does, a piece each second. */
async function upload(index: number): Promise<void> {
  const page = visitor(bot.url, await link(index));
  await page.open();
  const name = Buffer.from(`片${index}.mp4`).toString('base64');
  const answer = await page.write('/files', {
    headers: { 'tus-resumable': '1.0.0', 'upload-length': String(SIZE), 'upload-metadata': `filename ${name}` },
  });
  const place = answer.headers.get('location') ?? '';
  for (let offset = 0; offset < SIZE; offset += 4 * MB)
    await drip(place, page.token, offset, Math.min(4 * MB, SIZE - offset));
  await page.settled();
}

function drip(place: string, token: string, offset: number, size: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...{ 'tus-resumable': '1.0.0', 'upload-offset': String(offset), 'x-page-token': token },
      ...{ 'content-type': 'application/offset+octet-stream', 'content-length': String(size) },
    };
    const sent = request(`${bot.url}${place}`, { method: 'PATCH', headers, agent: false }, (response) => {
      response.resume();
      if (response.statusCode === 204) resolve();
      else reject(new Error(`answered ${response.statusCode}`));
    });
    sent.once('error', reject);
    const piece = Buffer.alloc(LINE, 7);
    void (async () => {
      for (let at = 0; at < size; at += LINE) {
        sent.write(piece.subarray(0, Math.min(LINE, size - at)));
        await wait(1000);
      }
      sent.end();
    })();
  });
}
