import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import express from 'express';
import sharp from 'sharp';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { serveReceipts } from '../../src/adapters/receipt-page.ts';
import { receiptSheet } from '../../src/application/conversation/receipt-sheet.ts';
import { erase } from '../../src/application/keeping/retention.ts';
import type { Receipt, Told } from '../../src/application/works/receipts.ts';
import { photo, video } from '../support/files.ts';
import { type Practice, practice, type SentFile } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice({ PUBLIC_URL: 'https://bot.example.cn' });
});
afterAll(() => office?.close());

const say = async (who: string, text: string, ...files: SentFile[]) =>
  (await office.say(who, text, files.length > 0 ? { files } : {})).join('\n');

/** Reported at night after the last day, by staff for a unit. */
async function lateWork(): Promise<string> {
  await office.move('2020-09-16T09:30:00+08:00');
  return say('staff-1', '/报送 尧都区 微视频 《夜班<b>的灯》 作者:李建国 电话:13800138000', video('夜班.mp4', 7));
}

async function pageOf(address: string) {
  const app = express();
  serveReceipts(app, office.office);
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${new URL(address).pathname}`);
    return { status: response.status, headers: response.headers, html: await response.text() };
  } finally {
    server.close();
  }
}

const receiptGiven = async (): Promise<Receipt> => {
  const { code, told, issuedAt } = await office.prisma.receipt.findFirstOrThrow({ orderBy: { issuedAt: 'desc' } });
  return { code, told: told as unknown as Told, issuedAt };
};

test('as a picture into the chat: a png that a phone shows, with the address of its page; the same again is the same', async () => {
  await lateWork();
  const { replies } = await office.post('yaodu-1', '/回执 1 图');
  const { code } = await receiptGiven();
  expect(replies.map(({ text, files }) => [text, files.map(({ name, image }) => [name, image])])).toEqual([
    [`#1 的回执（图片）。扫图上的码或打开 https://bot.example.cn/r/${code} 能核对真伪。`, [['receipt-1.png', true]]],
  ]);
  const [row] = await office.prisma.outbound.findMany({ orderBy: { id: 'desc' }, take: 1 });
  const files = (row?.post ?? { files: [] }) as unknown as { files: { sha256: string }[] };
  const [file] = files.files;
  const png = await buffer(office.office.store.open(file?.sha256 ?? ''));
  const { format, width = 0, height = 0 } = await sharp(png).metadata();
  expect([format, width, png.length < 2_000_000, height > width]).toEqual(['png', 1170, true, true]);
  await office.post('yaodu-1', '/回执 1 图');
  expect(await office.prisma.receipt.count()).toBe(1);
});

test('page, picture and text tell the same', async () => {
  const text = await lateWork();
  await say('yaodu-1', '/回执 1 图');
  const receipt = await receiptGiven();
  const sheet = receiptSheet(office.office, receipt);
  const { status, html } = await pageOf(sheet.address);
  expect(status).toBe(200);
  const shown = html
    .replace(/<style[\s\S]*?<\/style>/, '')
    .replace(/<[^>]+>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
  const [file] = sheet.files;
  const hash = file?.sha256 ?? '';
  for (const told of [
    sheet.number,
    sheet.title,
    sheet.late,
    '微视频',
    '尧都区总工会',
    '李建国',
    '2020-09-16 09:30',
    '代报',
    file?.name ?? '',
    file?.about ?? '',
  ]) {
    expect(told).not.toBe('');
    expect([told, shown.includes(told), text.includes(told)]).toEqual([told, true, true]);
  }
  expect(shown).toContain(hash);
  expect(text).toContain(`sha256 ${hash.slice(0, 4)}…${hash.slice(-4)}`);
  // What is drawn is this very sheet.
  expect(sheet.rows.map(({ value }) => value)).toEqual([
    '微视频',
    '尧都区总工会',
    '李建国',
    '2020-09-16 09:30',
    '已收 · 代报',
  ]);
  expect(html).not.toContain('13800138000');
  expect(JSON.stringify(sheet)).not.toContain('13800138000');
});

test('the page: no script, nothing from elsewhere, no cache; hostile words stay words; a guess is not found', async () => {
  await lateWork();
  await say('yaodu-1', '/回执 1 图');
  const { code } = await receiptGiven();
  const { headers, html } = await pageOf(`https://bot.example.cn/r/${code}`);
  expect(headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'nonce-[\w+/=]+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
  );
  expect([headers.get('cache-control'), headers.get('x-robots-tag'), headers.get('referrer-policy')]).toEqual([
    'no-store',
    'noindex, nofollow',
    'no-referrer',
  ]);
  expect(html).not.toMatch(/<script|<img|<link|<b>的灯| on\w+=/);
  for (const guess of ['1', '37', code.slice(0, -1), `${code.slice(0, -1)}!`, 'A'.repeat(22)]) {
    const { status, html: page } = await pageOf(`https://bot.example.cn/r/${encodeURIComponent(guess)}`);
    expect([guess, status, page.includes('查不到这张回执')]).toEqual([guess, 404, true]);
  }
});

test('what became of it since is told beside what it told', async () => {
  await lateWork();
  await say('yaodu-1', '/回执 1 图');
  const { code } = await receiptGiven();
  const address = `https://bot.example.cn/r/${code}`;
  await say('yaodu-1', '/补正 1 标题:晨光');
  await say('staff-1', '/采用 1');
  const { html } = await pageOf(address);
  expect(html).toContain('夜班&lt;b&gt;的灯');
  expect(html).toContain('现在是“已采用”，第2版');
  const told = await say('puxian-1', `/验 ${address}`);
  expect(told.replace(/[0-9a-f]{64}/, '<hash>')).toMatchInlineSnapshot(`
    "这张回执是真的，2020-09-16 09:30 出具，当时写的是：
    #1 《夜班<b>的灯》 迟报
    类别：微视频
    单位：尧都区总工会
    作者：李建国
    收到：2020-09-16 09:30
    状态：已收 · 代报
    夜班.mp4 9.4 KB 2秒 sha256 <hash>
    现在是“已采用”，第2版"
  `);
});

test('by number: own unit and staff; a wrong address, another unit and the group learn nothing', async () => {
  await lateWork();
  await say('yaodu-1', '/回执 1 图');
  expect((await say('staff-1', '/验 1')).replace(/[0-9a-f]{64}/, '<hash>')).toMatchInlineSnapshot(`
    "有这一件，现在的回执是：
    #1 《夜班<b>的灯》 迟报
    类别：微视频
    单位：尧都区总工会
    作者：李建国
    收到：2020-09-16 09:30
    状态：已收 · 代报
    夜班.mp4 9.4 KB 2秒 sha256 <hash>
    2020-09-16 09:30 出具过（第1版）"
  `);
  expect([
    await say('puxian-1', '/验 1'),
    await say('yaodu-1', '/验 99'),
    await say('yaodu-1', '/验 https://bot.example.cn/r/AAAAAAAAAAAAAAAAAAAAAA'),
    await say('yaodu-1', '/验 https://elsewhere.example.cn/receipt?id=1'),
    await say('yaodu-1', '/验'),
    (await office.say('staff-1', '/验 1', { chat: 'group' })).join(),
  ]).toMatchInlineSnapshot(`
    [
      "#1 不是您单位报的，您不能看或改。发 /我的 看本单位的编号。",
      "#99 不是您单位报的，您不能看或改。发 /我的 看本单位的编号。",
      "查不到这张回执：不是我出具的，或者编号、网址抄错了。",
      "查不到这张回执：不是我出具的，或者编号、网址抄错了。",
      "要核对哪一件？请写编号，或回执上的网址。
    例如：/验 37",
      "回执里有个人信息，请在和我的单聊里核对。",
    ]
  `);
});

test('receipts of many name every number, file and hash, and that they are late', async () => {
  await office.move('2020-09-16T09:30:00+08:00');
  await say('yaodu-1', '/报送 摄影', photo('1.png', 1), photo('2.png', 2), photo('3.png', 3));
  const told = await say('yaodu-1', '2');
  const files = await office.prisma.submissionFile.findMany({ where: { retiredAt: null }, orderBy: { id: 'asc' } });
  expect(files).toHaveLength(3);
  for (const { name, sha256, submissionNumber } of files)
    expect(told).toMatch(
      new RegExp(`#${submissionNumber}《.*》 ${name} .* sha256 ${sha256.slice(0, 4)}…${sha256.slice(-4)}`),
    );
  expect(told).toContain('2020-09-16 09:30 迟报');
});

test('when personal data is erased, the receipt keeps number, time and hashes', async () => {
  await lateWork();
  await say('yaodu-1', '/回执 1 图');
  const { code } = await receiptGiven();
  await office.move('2021-06-02T09:00:00+08:00');
  await erase(office.office);
  const { html } = await pageOf(`https://bot.example.cn/r/${code}`);
  expect(html).toContain('个人信息已按规定清除');
  expect(html).toMatch(/sha256 [0-9a-f]{64}/);
  expect(html).not.toMatch(/夜班|李建国/);
});
