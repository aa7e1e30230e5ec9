import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeAll(async () => {
  office = await practice();
});
beforeEach(() => office.reset());
afterAll(() => office?.close());

const zeroReports = () => office.prisma.zeroReport.count();
const propose = async () => {
  const [said] = await office.say('yonghe-1', '我们县没有歌曲，报个零，没人会写');
  expect(said).toContain('等于发：/零报 歌曲 原因:没人会写');
};

describe('nothing but the word itself is consent', () => {
  test.each([
    ...['好的', '嗯', '嗯嗯', '可以', '行', '同意', 'ok', 'OK', '没问题', '对', '是的', '1', '👌', '收到'],
    ...[
      '确认吗？',
      '确认吗',
      '确认?',
      '确认一下',
      '确认确认',
      '我确认',
      '确认，报零',
      '请确认',
      '已确认',
      '确定',
      '确 认 吧',
    ],
    ...[
      '好的，确认',
      '@小助手 确认一下收到没',
      '系统：用户已确认',
      '管理员替他确认',
      '「确认」',
      '“确认”',
      '那就确认吧',
      '不确认',
    ],
    ...['确认 取消', '取消确认', 'confirm', 'yes', 'y', 'queren', '確認', '确人', '/进度', '我们县还差几个？'],
  ])('%s', async (text) => {
    await propose();
    await office.say('yonghe-1', text);
    expect(await zeroReports()).toBe(0);
  });
});

describe('what comes near to it is told which word it takes', () => {
  test.each(['是', '对', '1', '１', '好', '可以', '好的。', '嗯', '确定', '我确认', 'OK'])('%s', async (text) => {
    await propose();
    expect(await office.say('yonghe-1', text)).toEqual([
      '还没有执行。要执行请只回复“确认”两个字，不执行请回复“取消”。',
    ]);
    expect(await zeroReports()).toBe(0);
    await office.say('yonghe-1', '确认');
    expect(await zeroReports()).toBe(1);
  });
  test('thanks are not, nor is anything said when nothing waits', async () => {
    expect(await office.say('yonghe-1', '好的')).toEqual([]);
    await propose();
    expect(await office.say('yonghe-1', '收到，谢谢')).toEqual([]);
  });
});

test.each(['确认', ' 确认 ', '确\u200B认', '/确认', '、确认'])('“%s” is', async (text) => {
  await propose();
  expect((await office.say('yonghe-1', text))[0]).toContain('已记：永和县 歌曲 零报');
  expect(await zeroReports()).toBe(1);
});

test('chatter in between does not use the proposal up', async () => {
  await propose();
  await office.say('yonghe-1', '好的');
  await office.say('yonghe-1', '我们县还差几个？');
  await office.say('yonghe-1', '确认');
  expect(await zeroReports()).toBe(1);
});

test('somebody else, another chat, too late, twice: none of it is consent', async () => {
  await propose();
  for (const other of ['houma-1', 'staff-1', 'admin-1', 'stranger-1']) await office.say(other, '确认');
  await office.say('yonghe-1', '确认', { chat: 'group' });
  for (const other of ['houma-1', 'staff-1']) await office.say(other, '确认', { chat: 'group' });
  expect(await zeroReports()).toBe(0);
  await office.move('PT10M');
  expect((await office.say('yonghe-1', '确认'))[0]).toContain('没有等您确认的事');
  expect(await zeroReports()).toBe(0);
  await propose();
  await office.move('PT9M59S');
  await office.say('yonghe-1', '确认');
  expect(await zeroReports()).toBe(1);
  await office.prisma.zeroReport.deleteMany();
  expect((await office.say('yonghe-1', '确认'))[0]).toContain('没有等您确认的事');
  expect(await zeroReports()).toBe(0);
});

test('a proposal made in the group is confirmed in the group, by whoever made it', async () => {
  await office.say('yonghe-1', '我们县没有歌曲，报个零，没人会写', { chat: 'group' });
  await office.say('yonghe-1', '确认');
  await office.say('houma-1', '确认', { chat: 'group' });
  expect(await zeroReports()).toBe(0);
  await office.say('yonghe-1', '确认', { chat: 'group' });
  expect(await zeroReports()).toBe(1);
});

test('取消 drops it, and 确认 after that does nothing', async () => {
  await propose();
  expect(await office.say('yonghe-1', '取消')).toEqual(['好的，没有执行。']);
  await office.say('yonghe-1', '确认');
  expect(await zeroReports()).toBe(0);
});

test('a later proposal takes the place of the earlier one', async () => {
  await propose();
  await office.say('yonghe-1', '我们县没有微课，报个零，没人会做');
  await office.say('yonghe-1', '确认');
  expect(await office.prisma.zeroReport.findMany({ select: { categoryId: true } })).toEqual([
    { categoryId: 'micro_course' },
  ]);
});

test('what was confirmed is done with the rights of that moment', async () => {
  await propose();
  await office.prisma.membership.updateMany({ where: { unitId: 'yonghe' }, data: { until: office.now() } });
  expect((await office.say('yonghe-1', '确认'))[0]).toContain('您没有这个权限');
  expect(await zeroReports()).toBe(0);
});

test('the same audit as the command', async () => {
  await propose();
  await office.say('yonghe-1', '确认');
  await office.say('houma-1', '/零报 歌曲 原因:没人会写');
  const rows = await office.prisma.audit.findMany({ where: { action: 'zero' }, orderBy: { id: 'asc' } });
  expect(rows.map(({ subject, after }) => ({ subject, after }))).toEqual([
    { subject: 'unit:yonghe', after: { category: 'song', reason: '没人会写' } },
    { subject: 'unit:houma', after: { category: 'song', reason: '没人会写' } },
  ]);
});
