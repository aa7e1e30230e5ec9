// npm run bench:console: what the console's lists take of 100,000 works on the embedded database, and how soon a browser paints them
// (CHROMIUM, /usr/bin/chromium). Exits 1 when a list page takes 150 ms, or the first paint a second. With a number behind it: so many.

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { chromium } from 'playwright-core';
import { consoleDoor } from '../src/adapters/console/door.ts';
import { httpServer } from '../src/adapters/http.ts';
import { openDatabase } from '../src/adapters/prisma/database.ts';
import { percentile, timed } from '../tests/support/big-city.ts';
import { botOn } from '../tests/support/bots.ts';
import { fillWorks } from './console-entries.ts';

const WORKS = Number(process.argv[2] ?? 100_000);
const RUNS = 20;
const MOST_MS = 150;
const MOST_PAINT_MS = 1000;
const ROOT = path.resolve(import.meta.dirname, '..');

/** Each list, as its page asks for it. */
const LISTS: [what: string, address: string][] = [
  ['works, newest first', 'works'],
  ['works, oldest first', 'works?order=old'],
  ['works, a page in the middle', `works?after=${WORKS / 2}`],
  ['works, received', 'works?state=received'],
  ['works, withdrawn, the last page', 'works?state=withdrawn&after=2000'],
  ['works, one unit and category', 'works?unit=yaodu&category=micro_video'],
  ['works, late', 'works?late=true'],
  ['works, late and returned, oldest first', 'works?late=true&state=returned&order=old'],
  ['works, same bytes', 'works?duplicates=true'],
  ['works, mine', 'works?mine=true'],
  ['works, a word of nearly all', 'works?text=%E5%A4%9C%E7%8F%AD'],
  ['works, one author', 'works?text=%E4%BD%9C%E8%80%851234'],
  ['works, a word of none', 'works?text=%E6%B2%A1%E6%9C%89%E7%9A%84'],
  ['counts by state', 'works/counts'],
  ['counts of one unit', 'works/counts?unit=yaodu'],
  ['one work', `works/${WORKS / 2}`],
  ['overview', 'overview'],
  ['people', 'people'],
  ['audit', 'audit'],
  ['audit of one day', 'audit?day=2020-08-01'],
  ['audit of one unit', 'audit?unit=yaodu'],
  ['messages', 'messages'],
];

const folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-bench-console-'));
const database = await openDatabase({ dataDir: folder });
let missed = 0;
try {
  const { office, bot } = await botOn(database);
  const [filled = 0] = await timed(1, () => fillWorks(office, WORKS));
  console.log(`${WORKS} works written in ${Math.round(filled / 1000)} s`);
  const http = httpServer({ log: pino({ level: 'silent' }), ready: async () => ({ ready: true }) });
  http.app.use(consoleDoor({ office, bot, practice: true, program: ROOT }));
  http.finish();
  const server = createServer(http.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await measureLists(url);
    await measurePaint(url);
  } finally {
    server.closeAllConnections();
    server.close();
  }
} finally {
  await database.close();
  await rm(folder, { recursive: true, force: true });
}
process.exit(missed > 0 ? 1 : 0);

async function measureLists(url: string): Promise<void> {
  const entered = await fetch(`${url}/api/v1/sign-in/practice`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ person: 'staff-1' }),
  });
  const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  console.log(`${''.padEnd(44)}${'p50 ms'.padStart(8)}${'p95 ms'.padStart(8)}`);
  for (const [what, address] of LISTS) {
    const ask = async () => {
      const answered = await fetch(`${url}/api/v1/${address}`, { headers: { cookie } });
      if (!answered.ok) throw new Error(`${address}: ${answered.status}`);
      await answered.arrayBuffer();
    };
    await timed(3, ask);
    const times = await timed(RUNS, ask);
    tell(what, [percentile(times, 50), percentile(times, 95)], MOST_MS);
  }
}

async function measurePaint(url: string): Promise<void> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    for (const [what, width, place, shown] of [
      ['works on a desktop', 1280, '/console/works', '[data-work]'],
      ['works on a phone', 390, '/console/works', '[data-work]'],
      ['overview on a desktop', 1280, '/console/', '[data-unit]'],
    ] as const) {
      const [paints, rows]: [number[], number[]] = [[], []];
      for (let run = 0; run < 5; run++) {
        // Nothing is kept from the time before: as somebody who comes in for the first time.
        const context = await browser.newContext({ viewport: { width, height: 800 } });
        const page = await context.newPage();
        const headers = { 'content-type': 'application/json', origin: url, 'sec-fetch-site': 'same-origin' };
        await context.request.post(`${url}/api/v1/sign-in/practice`, { headers, data: { person: 'staff-1' } });
        await page.addInitScript("localStorage.setItem('baosong-console', '1')");
        const began = performance.now();
        await page.goto(`${url}${place}`);
        await page.locator(shown).first().waitFor();
        rows.push(performance.now() - began);
        paints.push(
          await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity"),
        );
        await context.close();
      }
      const middle = (all: number[]) =>
        percentile(
          all.sort((a, b) => a - b),
          50,
        );
      tell(`first paint, ${what}`, [middle(paints), Math.max(...paints)], MOST_PAINT_MS);
      console.log(
        `${`first row, ${what}`.padEnd(44)}${middle(rows).toFixed(0).padStart(8)}${Math.max(...rows)
          .toFixed(0)
          .padStart(8)}`,
      );
    }
  } finally {
    await browser.close();
  }
}

function tell(what: string, [middle, high]: [number, number], most: number): void {
  if (high >= most) missed += 1;
  const times = [middle, high].map((ms) => ms.toFixed(0).padStart(8)).join('');
  console.log(`${what.padEnd(44)}${times}${high >= most ? `  over ${most}` : ''}`);
}
