import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeAll(async () => {
  office = await practice();
});
beforeEach(async () => {
  await office.reset();
  await office.say('houma-1', '/活动 网络安全进企业 日期:2020-09-03 企业:瑞丰钢厂 人数:60');
});
afterAll(() => office?.close());

const DROPPED = '刚才那条（/撤回 1）没有执行。';
const NOTHING_WAITS = '没有等您确认的事';
const first = async (text: string, as = 'houma-1') => (await office.say(as, text))[0] ?? '';
const propose = async () => expect(await first('1号撤回')).toContain('等于发：/撤回 1');
const state = async () => (await office.prisma.submission.findUnique({ where: { number: 1 } }))?.state;

describe('what is said against a proposal, or in place of it, drops it', () => {
  test.each([
    '不对，是我们没有优秀平台，报个零',
    '不对',
    '不是这个',
    '错了，是别的',
    '不要撤',
    '别撤了',
    '算了吧',
    '/零报 歌曲 原因:没人会写',
    '/零报 歌曲',
    '/补正 1 人数:70',
    '我们县没有歌曲，报个零，没人会写',
    '我们报了5个怎么只算1个',
    '微课我们没有，报个零',
  ])('%s', async (text) => {
    await propose();
    expect(await first(text)).toContain(DROPPED);
    await office.say('houma-1', '取消');
    await propose();
    await office.say('houma-1', text);
    await office.say('houma-1', '确认');
    expect(await state()).toBe('received');
  });
});

test.each(['不对，别撤', '不对，不要撤了', '错了 别撤！'])('%s asks for nothing else', async (text) => {
  await propose();
  expect(await first(text)).toMatch(new RegExp(`^${DROPPED.replace(/[/()（）]/g, '\\$&')}请再说一遍要办什么`));
});

test('what was wanted instead is taken up at once', async () => {
  await propose();
  expect(await first('不对，是我们没有优秀平台，没人会做，报个零')).toBe(
    `${DROPPED}\n您是要：说明本单位某类没有可报的\n单位：侯马市总工会\n类别：优秀平台\n等于发：/零报 优秀平台 原因:没人会做\n回复“确认”就执行（10 分钟内有效），回复“取消”不执行。`,
  );
  expect(await first('确认')).toContain('已记：侯马市 优秀平台 零报');
  expect(await state()).toBe('received');
});

test('a mere no is answered with what to do next', async () => {
  await propose();
  expect(await office.say('houma-1', '不对')).toEqual([`${DROPPED}请再说一遍要办什么，例如：/撤回 37`]);
  expect(await first('确认')).toContain(NOTHING_WAITS);
});

test.each(['/进度', '/我的', '还差几个', '微视频有什么要求', '别的县报了多少', '谢谢'])(
  '%s leaves it',
  async (text) => {
    await propose();
    expect((await office.say('houma-1', text)).join()).not.toContain('没有执行');
    expect(await first('确认')).toContain('已撤回 #1');
  },
);

test('what was proposed is used up by 确认, done or refused', async () => {
  await propose();
  await office.prisma.submission.update({ where: { number: 1 }, data: { state: 'withdrawn' } });
  expect(await first('确认')).toContain('#1');
  expect(await first('确认')).toContain(NOTHING_WAITS);
});
