import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { speakerOf } from '../../src/application/people/people.ts';
import { perform } from '../../src/application/perform.ts';
import { openPage, revokePage } from '../../src/application/works/pages.ts';
import { fixture, photo } from '../support/files.ts';
import { pageServer, visitor } from '../support/pages.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
let server: Awaited<ReturnType<typeof pageServer>>;
beforeAll(async () => {
  office = await practice();
});
beforeEach(async () => {
  await server?.close();
  await office.reset();
  server = await pageServer(office);
});
afterAll(async () => {
  await server?.close();
  await office?.close();
});

const by = () => speakerOf(office.prisma, office.office.campaign, 'practice', 'hongtong-1');

/** The page that the county has made for its workers. */
async function wanted(categoryIds = ['photo', 'micro_video']) {
  const origin = { entrance: 'message' as const, id: '1' };
  const input = { purpose: 'screening' as const, unitId: 'hongtong', categoryIds };
  const { page, code } = await perform(office.office, { actor: await by(), origin }, openPage, {
    ...input,
    until: '2020-09-12',
  });
  return { id: page.id, url: `${server.base}/u/${code}`, code };
}

const text = (html: string) =>
  html
    .replace(/<style[\s\S]*?<\/style>|<head>[\s\S]*?<\/head>/g, '')
    .replace(/<[^>]+>/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const linkTo = (html: string, what: string) =>
  (new RegExp(`href="([^"]*/${what}\\?token=[^"]*)"`).exec(html)?.[1] ?? '').replaceAll('&amp;', '&');

/** A worker scans the code and begins: a page of their own. */
async function begin(url: string) {
  const html = await (await fetch(url)).text();
  const answer = await fetch(server.base + linkTo(html, 'begin'), { redirect: 'manual' });
  const code = /\/u\/([\w-]{43})$/.exec(answer.headers.get('location') ?? '')?.[1] ?? '';
  const own = visitor(server.base, code);
  await own.open();
  return Object.assign(own, { code });
}

const said = { title: '晨光', author: '李建国', authorUnit: '瑞丰钢厂', phone: '' };

test('the page on the poster goes on under whoever takes over the unit, and takes nothing until they have joined', async () => {
  const { url } = await wanted();
  const shown = async () => text(await (await fetch(url)).text()).slice(-2);
  expect(await shown()).toEqual(['2020-09-12（周六）是最后一天，当天也收。联系人：刘玉梅', '开始投稿']);
  const [handed = ''] = await office.say('staff-1', '/交接 洪洞县 刘玉梅 王梅');
  expect(handed).toContain('开着的征集页：1 个，网址和海报不变；王梅 绑定以前收不了投稿');
  expect(await shown()).not.toContain('开始投稿');
  const invitation = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(handed)?.[0];
  await office.say('stranger-1', `/绑定 ${invitation} 王梅`);
  expect(await shown()).toEqual(['2020-09-12（周六）是最后一天，当天也收。联系人：王梅', '开始投稿']);
  const { name } = await speakerOf(office.prisma, office.office.campaign, 'practice', 'quwo-1');
  const [, , taken] = await office.say('staff-1', `/交接 洪洞县 王梅 ${name}`);
  expect(taken).toContain('开着的征集页：1 个，由您接着管');
  expect((await begin(url)).code).toMatch(/^[\w-]{43}$/);
});

test('looking at the page uses nothing up; it says what is wanted, until when, and leads to a page of one’s own', async () => {
  const { url, code } = await wanted();
  const html = await (await fetch(url)).text();
  expect(text(html)).toMatchInlineSnapshot(`
    [
      "洪洞县总工会征集",
      "2020年“网聚职工正能量 争做中国好网民”主题活动",
      "摄影作品",
      "征集展现广大职工爱岗敬业、艰苦奋斗、勇于创新、甘于奉献的精神风貌，反映各行各业劳模风采、工匠技艺，展示企业火热劳动场景、职工幸福生活场景的原创摄影作品；征集抗击疫情主题摄影作品。",
      "微视频",
      "面向广大职工征集绝活、建功新时代、劳动创造奉献、疫情防控、网络安全和网络文明故事等积极向上、充满正能量的短视频作品。",
      "视频文件格式为MP4（附件2第一项）时长小于3分钟（附件2第一项）文件小于50MB（附件2第一项）画面清晰，声音清楚（附件2第一项）重点内容配字幕（附件2第一项）",
      "2020-09-12（周六）是最后一天，当天也收。联系人：刘玉梅",
      "开始投稿",
    ]
  `);
  expect(await office.prisma.page.count()).toBe(1);
  expect((await fetch(`${url}/begin?token=x.y`, { redirect: 'manual' })).headers.get('location')).toBe(`/u/${code}`);
  expect(await office.prisma.page.count()).toBe(1);
  const [one, other] = [await begin(url), await begin(url)];
  expect(one.code).not.toBe(other.code);
  expect(await office.prisma.page.count({ where: { byPerson: null } })).toBe(2);
  const [, told = ''] = /data-told="([^"]*)"/.exec((await one.open()).html) ?? [];
  expect(JSON.parse(told.replaceAll('&quot;', '"')).form.categories[0].fields).toMatchInlineSnapshot(`
    [
      {
        "day": false,
        "id": "title",
        "label": "标题",
        "must": true,
        "value": "",
      },
      {
        "day": false,
        "id": "author",
        "label": "姓名",
        "must": true,
        "value": "",
      },
      {
        "day": false,
        "id": "authorUnit",
        "label": "工作单位",
        "must": true,
        "options": [],
        "value": "",
      },
      {
        "day": false,
        "id": "phone",
        "label": "电话",
        "must": false,
        "note": "可以不填。只在核对作品、通知结果时用来联系您，不公开，保存到 2021-05-31，到期删除。",
        "value": "",
      },
    ]
  `);
});

test('a worker sends in, the county sends it back, the worker mends it, and what has passed counts', async () => {
  const { url } = await wanted();
  const page = await begin(url);
  expect((await page.handIn({ categoryId: 'photo', fields: said })).message).toBe('还没有文件，请先选好要交的文件。');
  await page.send(photo('晨光.png', 1));
  await page.settled('photo');
  expect((await page.handIn({ categoryId: 'song', fields: said })).message).toBe('请先选是哪一类。');
  expect((await page.handIn({ categoryId: 'photo', fields: { title: '晨光' } })).message).toBe(
    '还缺：姓名、工作单位。',
  );
  expect(await page.handIn({ categoryId: 'photo', fields: said })).toMatchInlineSnapshot(`
    {
      "outcome": "done",
      "text": "已收到，您的投稿编号是 1 号《晨光》。
    洪洞县初筛后，结果就显示在这个页面上，请把这个网址收藏好。",
    }
  `);
  expect(text((await page.open()).html)).toMatchInlineSnapshot(`
    [
      "洪洞县总工会征集摄影《晨光》",
      "投稿 1 号《晨光》（摄影作品）：待初筛",
      "晨光.png 103 B",
      "2020-09-10 15:00 收到",
      "请把这个网址收藏好，结果只在这里看得到，不要转给别人。",
      "要改，就在这里改",
      "撤回投稿",
      "这个浏览器不能上传，请换手机自带的浏览器，或在电脑上打开。",
    ]
  `);
  expect(await office.prisma.upload.findMany()).toMatchObject([{ state: 'taken', number: 1 }]);
  expect(await office.prisma.tally.count()).toBe(0);

  await office.say('hongtong-1', '/初筛 退回 1 <b>画面</b>模糊');
  expect((await page.open()).html).toContain('退回的理由：&lt;b&gt;画面&lt;/b&gt;模糊');
  await page.send(photo('晨光2.png', 2));
  await page.settled('photo');
  expect((await page.handIn({ categoryId: 'photo', fields: said })).outcome).toBe('done');
  expect(await office.prisma.candidate.findMany({ include: { files: true } })).toMatchObject([
    { state: 'mended', version: 2, files: [{ name: '晨光.png' }, { name: '晨光2.png', retiredAt: null }] },
  ]);

  await office.say('hongtong-1', '/初筛 通过 1');
  expect(await office.prisma.tally.findMany()).toMatchObject([
    { unitId: 'hongtong', categoryId: 'photo', received: 1 },
  ]);
  expect((await page.handIn({ categoryId: 'photo', fields: said })).message).toContain('不能再改');
  const last = (await page.open()).html;
  expect(text(last)[1]).toBe('投稿 1 号《晨光》（摄影作品）：初筛通过');
  expect(last).not.toContain('data-told');
});

test('a film is told at once what the rules object to', async () => {
  const page = await begin((await wanted()).url);
  await page.send(fixture('clip.mov', '夜班.mov'));
  const { uploads } = await page.settled('micro_video');
  expect(uploads[0]?.files[0]?.problems).toMatchInlineSnapshot(`
    [
      "格式是 苹果视频（mov），要求 MP4（附件2第一项）。已收下，请转成 MP4 后补正。",
    ]
  `);
  const told = await page.handIn({ categoryId: 'micro_video', fields: { ...said, title: '夜班' } });
  expect([told.outcome, told.text]).toMatchInlineSnapshot(`
    [
      "done",
      "已收到，您的投稿编号是 1 号《夜班》。
    洪洞县初筛后，结果就显示在这个页面上，请把这个网址收藏好。
    ⚠ 格式是 苹果视频（mov），要求 MP4（附件2第一项）。已收下，请转成 MP4 后补正。",
    ]
  `);
});

test('where an address is enough, no file is needed, and the address goes with it to the city', async () => {
  const page = await begin((await wanted(['thematic'])).url);
  const site = { ...said, title: '网上展厅', link: 'http://a.example/展?id=1' };
  const handIn = (fields: object) => page.handIn({ categoryId: 'thematic', fields });
  expect((await handIn({ ...site, link: 'javascript:alert(1)' })).message).toContain('网址看不明白');
  expect((await handIn({ ...site, link: '' })).message).toBe('还没有文件，请先选好要交的文件。');
  expect((await handIn(site)).outcome).toBe('done');
  expect((await page.open()).html).toContain('http://a.example/展?id=1');
  const other = await begin((await wanted(['thematic'])).url);
  const again = await other.handIn({ categoryId: 'thematic', fields: { ...site, title: '又一个' } });
  expect(again).toEqual({ outcome: 'not-done', text: '“http://a.example/展?id=1”已经收到过，不用再交。' });
  expect((await office.say('hongtong-1', '/初筛'))[0]).toContain(
    '《网上展厅》 李建国 瑞丰钢厂 http://a.example/展?id=1',
  );
  await office.say('hongtong-1', '/初筛 通过 1');
  expect(await office.prisma.submission.findMany()).toMatchObject([
    { state: 'received', title: '网上展厅', fields: { link: 'http://a.example/展?id=1', author: '李建国' } },
  ]);
});

test('what is taken back is gone; a page that was closed takes nothing and still tells what became of it', async () => {
  const { url, id } = await wanted();
  const page = await begin(url);
  await page.send(photo('晨光.png', 1));
  await page.settled('photo');
  await page.handIn({ categoryId: 'photo', fields: said });
  const asked = await (await fetch(`${page.url}/take-back`)).text();
  expect(await office.prisma.candidate.findMany()).toMatchObject([{ state: 'waiting' }]);
  const other = await begin(url);
  await perform(office.office, { actor: await by(), origin: { entrance: 'message' } }, revokePage, { id });
  expect(text((await page.open()).html)[1]).toBe('投稿 1 号《晨光》（摄影作品）：待初筛');
  expect((await other.open()).html).not.toContain('data-told');
  expect(text(await (await fetch(server.base + linkTo(asked, 'take-back'))).text())[1]).toContain('已撤回');
  expect((await fetch(`${other.url}/take-back`)).status).toBe(404);
});
