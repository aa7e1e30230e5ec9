import { afterAll, beforeEach, expect, test } from 'vitest';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const ONE_AT_A_TIME = '一条消息只能发一个命令，这几条都没有执行。请一条一条地发，例如先发：\n';

test.each([
  ['/报送 歌曲 《一》\n/报送 微课 《二》', '/报送 歌曲 《一》'],
  ['/报送歌曲《一》\n\n／报送微课《二》', '/报送歌曲《一》'],
  ['/报送 歌曲 《一》\n作者:李建国\n、报送 微课 《二》', '/报送 歌曲 《一》'],
  ['报送 歌曲 《一》\n报送 微课 《二》', '报送 歌曲 《一》'],
  ['/进度\n/零报 歌曲 原因:没人会写', '/进度'],
])('of several commands none is carried out: %j', async (text, first) => {
  expect(await office.say('houma-1', text)).toEqual([`${ONE_AT_A_TIME}${first}`]);
  expect(await office.prisma.submission.count()).toBe(0);
  expect(await office.prisma.zeroReport.count()).toBe(0);
});

test.each([
  '/报送 歌曲\n标题:《一》\n作者:李建国',
  '/报送 歌曲\n/黄河大合唱 《一》',
  '/活动 网络安全进企业\n日期:2020-09-03\n企业:瑞丰钢厂\n人数:60\n链接:https://a.example.com/1',
  '报送\n类别:歌曲\n标题:《一》',
])('lines that are no commands belong to the first: %j', async (text) => {
  await office.say('houma-1', text);
  expect(await office.prisma.submission.count()).toBe(1);
});

test('nor do 自报 and 申请 mind a second line', async () => {
  expect((await office.say('houma-1', '/自报 歌曲\n2'))[0]).not.toContain('一条消息');
  expect((await office.say('houma-1', '/申请 延期\n山区停电\n请宽限两天'))[0]).not.toContain('一条消息');
});
