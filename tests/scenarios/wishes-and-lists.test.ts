import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeAll(async () => {
  office = await practice();
});
beforeEach(() => office.reset());
afterAll(() => office.close());

const NOTHING = '好的，什么都没有改。要办的时候再告诉我。';

describe('what is said not to be done is not proposed', () => {
  it.each([
    ['jixian-1', '刚才那个不用撤回了'],
    ['jixian-1', '别撤回1号'],
    ['jixian-1', '1号撤回就算了'],
    ['jixian-1', '没让你撤回1号'],
    ['jixian-1', '1号的作者先不改了'],
    ['jixian-1', '我们不用延期了'],
    ['staff-1', '1号不用退回了'],
    ['staff-1', '1号先别采用'],
  ])('%s: %s', async (as, text) => {
    await office.say('jixian-1', '/活动 网安进企业 日期:9月3日 企业:瑞丰钢厂 人数:60');
    expect(await office.say(as, text)).toEqual([NOTHING]);
    expect(await office.prisma.question.count()).toBe(0);
  });

  it('and what is only not to be forgotten is', async () => {
    await office.say('jixian-1', '/活动 网安进企业 日期:9月3日 企业:瑞丰钢厂 人数:60');
    expect((await office.say('jixian-1', '别忘了撤回1号'))[0]).toContain('等于发：/撤回 1\n');
  });
});

describe('what came in, for staff', () => {
  beforeEach(async () => {
    await office.say('jixian-1', '/活动 网安进企业 日期:9月3日 企业:瑞丰钢厂 人数:60');
    await office.say('puxian-1', '/宣传员 王丽 蒲县二中');
    await office.say('staff-1', '/采用 1');
  });

  it.each(['/待审', '待审核的有哪些', '还有哪些没审'])('%s', async (text) => {
    expect(await office.say('staff-1', text)).toEqual([
      '待审核 1 件\n#2 蒲县 宣传员《王丽》 09-10 15:00\n采用：/采用 编号　退回：/退回 编号 理由\n现在：2020-09-10 15:00',
    ]);
  });

  it.each(['/今日', '今天收了几件', '今天都收到哪些'])('%s', async (text) => {
    expect(await office.say('staff-1', text)).toEqual([
      '今天收了 2 件\n#1 吉县 线下活动《网安进企业》 15:00 已采用\n#2 蒲县 宣传员《王丽》 15:00 已收\n现在：2020-09-10 15:00',
    ]);
  });

  it('of one unit or one category', async () => {
    expect((await office.say('staff-1', '/今日 蒲县'))[0]?.split('\n')[0]).toBe('蒲县：今天收了 1 件');
    expect((await office.say('staff-1', '/待审 线下活动'))[0]?.split('\n')[0]).toBe('线下活动：没有待审核的。');
  });

  it('what came after its own deadline is late', async () => {
    await office.say('staff-1', '/延期 蒲县 到 9月30日 防汛');
    await office.move('2020-09-20T10:00:00+08:00');
    await office.say('jixian-1', '/宣传员 王梅 吉县二中');
    await office.say('puxian-1', '/宣传员 王强 蒲县二中');
    for (const text of ['/迟报', '迟报的有哪些'])
      expect((await office.say('staff-1', text))[0]).toBe(
        '迟报 1 件\n#3 吉县 宣传员《王梅》 09-20 10:00 已收\n现在：2020-09-20 10:00',
      );
  });

  it('nobody else sees them', async () => {
    for (const text of ['/待审', '/迟报', '/今日'])
      expect((await office.say('jixian-1', text))[0]).toContain('没有这个权限');
  });
});

describe('words that are no command', () => {
  it.each([
    ['恢复', /^没听懂/],
    ['照片要原图吗 多大', /^通知未规定/],
    ['/😀', /^没听懂/],
    ['/好的', /没听懂|没有“好的”/],
    ['/？？？', /^\S/],
    ['/报送 相声 《x》 作者:王某', /^没有“相声”这一类。可报的类别：线下活动、微视频、/],
    ['/报送 快板 《x》', /^没有“快板”这一类。可报的类别：线下活动、微视频、/],
  ])('%s', async (text, answer) => {
    expect((await office.say('jixian-1', text))[0]).toMatch(answer);
  });
});
