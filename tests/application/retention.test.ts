import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { announceErasing, type Erased, erase, eraseDaily } from '../../src/application/keeping/retention.ts';
import { photo, video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';
import { counted, wholeDatabase } from '../support/tables.ts';

let at: Practice;
beforeAll(async () => {
  at = await practice();
});
beforeEach(() => at.reset());
afterAll(() => at.close());

const keeper = (instant: string) => ({ ...at.office, clock: { now: () => new Date(instant) } });
const LAST_DAY = '2021-05-31T23:59:00+08:00';
const DAY_AFTER = '2021-06-01T00:00:00+08:00';
const PERSONAL = [
  '王小明',
  '13800138000',
  '李大钊',
  '乡宁县第一中学',
  '拾金不昧',
  '合影-王小明',
  '赵铁柱',
  '13900139000',
];

/** A work with its author and an ambassador, one corrected, one returned. */
async function report(): Promise<void> {
  const files = [video('夜班的灯-王小明.mp4')];
  await at.say('yaodu-1', '/报送 微视频 《夜班的灯》 作者:王小明 作者单位:乡宁县第一中学 电话:13800138000', { files });
  await at.say('yaodu-1', '/宣传员 李大钊 工作单位:乡宁县第一中学 电话:13800138000 事迹:拾金不昧');
  await at.say('yaodu-1', '/补正 1 作者:王小明');
  await at.say('huozhou-1', '/报送 摄影 《矿工》 作者:王小明', { files: [photo('合影-王小明.png')] });
  await at.say('staff-1', '/退回 3 赵铁柱说画面不清');
  await at.say('fenxi-1', '/零报 歌曲 原因:赵铁柱病了 13900139000');
  await at.say('staff-1', '/延期 汾西 到 2020-09-20 赵铁柱来电 13900139000');
  await at.say('admin-1', '/改任务 汾西 摄影 9 依据:赵铁柱 13900139000 来函');
  await at.say('staff-1', '/快照 赵铁柱要的');
  await at.say('fenxi-1', '我们换联络员了，新的是赵铁柱 13900139000');
  await at.say('fenxi-1', '确认');
  await at.say('quwo-1', '/报送 歌曲 《草稿》 作者:王小明');
}

test('nothing personal goes before the campaign’s day, everything on the day after, and the numbers stay', async () => {
  await report();
  await at.say('quwo-1', '/活动 网安讲座 日期:9月3日 企业:瑞丰钢厂 人数:60 链接:https://e.cn/1');
  const { personId: left } = await at.prisma.account.findFirstOrThrow({ where: { senderId: 'puxian-1' } });
  await at.prisma.membership.updateMany({ where: { personId: left }, data: { until: at.now() } });
  const before = await wholeDatabase(at);
  for (const word of PERSONAL) expect(before).toContain(word);
  const rows = await counted(at);
  const tallies = await at.prisma.tally.findMany({ orderBy: [{ unitId: 'asc' }, { categoryId: 'asc' }] });
  const entries = { orderBy: { number: 'asc' }, select: { number: true, state: true, version: true } } as const;
  const states = await at.prisma.submission.findMany(entries);
  const hashes = (await at.prisma.submissionFile.findMany({ orderBy: { id: 'asc' } })).map(({ sha256 }) => sha256);

  expect(await erase(keeper(LAST_DAY))).toMatchObject({ people: 0, entries: 0, files: 0, audits: 0, practice: 0 });
  for (const word of ['王小明', '拾金不昧']) expect(await wholeDatabase(at)).toContain(word);

  const preview = await erase(keeper(DAY_AFTER), true);
  expect(await wholeDatabase(at)).toContain('王小明');
  const erased = await erase(keeper(DAY_AFTER));
  expect(preview).toEqual(erased);
  expect(erased).toMatchObject({ people: 22, entries: 5, files: 2 } satisfies Partial<Erased>);

  const after = await wholeDatabase(at);
  for (const word of PERSONAL) expect(after).not.toContain(word);
  // Names stand in titles and notes, too; what is counted stays.
  for (const word of ['夜班的灯', '矿工', '画面不清', '瑞丰钢厂', 'e.cn', '网安讲座'])
    expect(after).not.toContain(word);
  expect((await at.prisma.submission.findFirstOrThrow({ where: { categoryId: 'event' } })).fields).toEqual({
    date: '2020-09-03',
    attendance: '60',
  });
  expect(await at.prisma.account.count({ where: { personId: left } })).toBe(0);
  expect(await at.prisma.tally.findMany({ orderBy: [{ unitId: 'asc' }, { categoryId: 'asc' }] })).toEqual(tallies);
  expect(await at.prisma.submission.findMany(entries)).toEqual(states);
  const kept = await at.prisma.submissionFile.findMany({ orderBy: { id: 'asc' } });
  expect(kept.map(({ sha256 }) => sha256)).toEqual(hashes);
  const audits = await at.prisma.audit.findMany({ where: { subject: 'submission:1' } });
  expect(JSON.stringify(audits.map((one) => one.after))).toContain(hashes[0]);
  // A row more tells of it; questions that were open are gone with their names.
  expect(await counted(at)).toEqual({ ...rows, audit: (rows.audit ?? 0) + 2, question: 0 });
  const told = await at.prisma.audit.findFirst({ where: { action: 'retention.erase' }, orderBy: { id: 'desc' } });
  expect(told).toMatchObject({ subject: 'campaign:linfen-2020', after: erased, personId: null });

  expect(Object.values(await erase(keeper(DAY_AFTER))).every((count) => count === 0)).toBe(true);
});

test('messages lose their texts 30 days after they were handled, what waits does not', async () => {
  await at.say('yaodu-1', '/报送 歌曲 《广场上的歌》 作者:王小明');
  const { handledAt } = await at.prisma.inbound.findFirstOrThrow();
  const handled = (handledAt as Date).getTime();
  const waiting = { channel: 'practice', senderId: 'yaodu-1', receivedAt: new Date(handled) };
  await at.prisma.inbound.create({ data: { ...waiting, messageId: 'late', message: { text: '还没办' } } });
  const days = (count: number) => new Date(handled + count * 24 * 3_600_000).toISOString();

  expect(await erase(keeper(days(29.99)))).toMatchObject({ messages: 0, posts: 0 });
  expect(await erase(keeper(days(30.01)))).toMatchObject({ messages: 1, posts: 1, entries: 0, people: 0 });
  const inbound = await at.prisma.inbound.findMany({ orderBy: { id: 'asc' } });
  expect(inbound.map(({ message }) => message)).toEqual([{ erased: true }, { text: '还没办' }]);
  expect((await at.prisma.outbound.findFirstOrThrow()).post).toMatchObject({ text: '', files: [], mentions: [] });
  expect((await at.prisma.submission.findFirstOrThrow()).fields).toMatchObject({ author: '王小明' });
});

test('the clock of the campaign does it, once a day, and the bot goes on', async () => {
  await report();
  await at.move(DAY_AFTER);
  expect(await wholeDatabase(at)).not.toContain('王小明');
  expect(await at.prisma.setting.findUnique({ where: { key: 'erased-on/linfen-2020' } })).toMatchObject({
    value: '2021-06-01',
  });
  expect((await at.say('staff-1', '/进度 尧都区'))[0]).toContain('微视频');
  expect((await at.say('staff-1', '/查 1'))[0]).toContain('#1');
  expect((await at.say('yaodu-1', '/我是谁'))[0]).toContain('尧都');
});

test('an earlier campaign is erased on its own day, though its file is no longer the one in hand; people stay', async () => {
  await report();
  await erase(keeper('2020-09-20T12:00:00+08:00'));
  const next = {
    ...at.office.campaign,
    id: 'linfen-2021',
    privacy: { ...at.office.campaign.privacy, eraseAfter: '2022-05-31' },
  };
  const erased = await erase({ ...keeper(DAY_AFTER), campaign: next });
  expect(erased).toMatchObject({ entries: 4, people: 0, practice: 0 });
  expect(await at.prisma.person.count({ where: { name: '' } })).toBe(0);
});

const WRONG = { eraseAfter: '2020-09-01' };

test('a campaign that still runs keeps its names though the file says otherwise', async () => {
  await report();
  const early = { ...at.office.campaign, privacy: { ...at.office.campaign.privacy, ...WRONG } };
  for (const instant of ['2020-09-10T15:00:00+08:00', '2020-11-30T23:00:00+08:00']) {
    expect(await erase({ ...keeper(instant), campaign: early })).toMatchObject({ people: 0, entries: 0 });
    expect(await announceErasing({ ...keeper(instant), campaign: early })).toBe(undefined);
  }
  expect(await wholeDatabase(at)).toContain('拾金不昧');
});

test('next year’s file that kept the old day, under its own id or the old one: nothing is erased at its start', async () => {
  await report();
  await erase(keeper('2020-09-20T12:00:00+08:00'));
  const { campaign } = at.office;
  const later = (month: string) => month.replace('2020', '2022');
  const phases = campaign.phases.map((phase) => ({ ...phase, from: later(phase.from), to: later(phase.to ?? '') }));
  for (const id of ['linfen-2020', 'linfen-2022']) {
    const next = { ...campaign, id, phases };
    const erased = await erase({ ...keeper('2022-07-01T09:00:00+08:00'), campaign: next });
    expect([id, erased.people]).toEqual([id, 0]);
  }
  expect(await at.prisma.person.count({ where: { name: '' } })).toBe(0);
});

test('a day that is past when it is first heard of is told of at the start, and holds from the next day on', async () => {
  await report();
  const over = {
    ...at.office.campaign,
    phases: [],
    milestones: [],
    privacy: { ...at.office.campaign.privacy, ...WRONG },
  };
  const on = (instant: string) => ({ ...keeper(instant), campaign: over });
  expect(await announceErasing(on('2020-09-11T10:00:00+08:00'))).toMatchObject({ people: 22, entries: 4 });
  expect(await eraseDaily(on('2020-09-11T10:00:00+08:00'))).toMatchObject({ people: 0, entries: 0, files: 0 });
  expect(await wholeDatabase(at)).toContain('王小明');
  expect(await announceErasing(on('2020-09-11T23:00:00+08:00'))).toBe(undefined);
  expect(await eraseDaily(on('2020-09-12T00:01:00+08:00'))).toMatchObject({ people: 22, entries: 4 });
  expect(await wholeDatabase(at)).not.toContain('拾金不昧');
});

test('people of a campaign that still runs stay when the one in hand has ended', async () => {
  await report();
  await erase(keeper('2020-09-20T12:00:00+08:00'));
  const other = {
    ...at.office.campaign,
    id: 'other',
    phases: [],
    milestones: [],
    privacy: { ...at.office.campaign.privacy, ...WRONG },
  };
  expect(await erase({ ...keeper('2020-11-30T10:00:00+08:00'), campaign: other })).toMatchObject({ people: 0 });
  expect(await wholeDatabase(at)).toContain('李建国');
});
