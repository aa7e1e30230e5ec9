import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { photo, video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const entries = () =>
  office.prisma.submission.findMany({ where: { state: 'received' }, select: { title: true, categoryId: true } });

describe('which category it is, and the title with it', () => {
  test.each(['1 奋斗的青春', '1、奋斗的青春', '1.奋斗的青春', '１，奋斗的青春', '1 《奋斗的青春》'])(
    '%s',
    async (text) => {
      const [asked = ''] = await office.say('houma-1', '', { files: [video('mmexport1.mp4')] });
      const name = /^1 (.+)$/m.exec(asked)?.[1];
      expect((await office.say('houma-1', text))[0]).toContain('已收 #1 《奋斗的青春》');
      expect(await entries()).toEqual([{ title: '奋斗的青春', categoryId: expect.any(String) }]);
      expect(name).toBeDefined();
    },
  );

  test.each(['1号撤回', '1 撤回', '1 件吗？', '15 奋斗的青春', '2020 年的'])('%s is none', async (text) => {
    await office.say('houma-1', '', { files: [video('mmexport1.mp4')] });
    await office.say('houma-1', text);
    expect(await entries()).toEqual([]);
  });
});

describe('one work or several', () => {
  const send = async () => {
    const files = [1, 2, 3, 4].map((index) => photo(`mmexport${index}.jpg`, index));
    await office.say('houma-1', '', { files });
    expect((await office.say('houma-1', '摄影'))[0]).toContain('2 各算一件（共 4 件）');
  };
  test.each(['各算一件', '4件', '4 件', '四件', '算4件', '分开算', '2', '2 各算一件', '２'])(
    '%s: four',
    async (text) => {
      await send();
      await office.say('houma-1', text);
      expect((await entries()).length).toBe(4);
    },
  );
  test.each(['合为一件', '一件', '1件', '算一件', '合在一起', '1', '1 合为一件'])('%s: one', async (text) => {
    await send();
    await office.say('houma-1', text);
    await office.say('houma-1', '《车间》');
    expect(await entries()).toEqual([{ title: '车间', categoryId: 'photo' }]);
  });
  test.each(['3件', '算5件'])('%s: asked again', async (text) => {
    await send();
    expect((await office.say('houma-1', text))[0]).toContain('2 各算一件（共 4 件）');
    expect(await entries()).toEqual([]);
  });
});

describe('how many took part, when nothing else is lacking', () => {
  const HELD = '9月3号进的瑞丰钢厂，算一场吧';
  test.each([
    ['60多人', '60多'],
    ['60', '60'],
    ['六十人', '60'],
    ['大概60人', '60'],
  ])('%s', async (text, people) => {
    expect(await office.say('houma-1', HELD)).toEqual([
      '还缺：人数，还没有记录。请直接回复人数，如：60人；也可以补上再发：\n/活动 走进瑞丰钢厂线下活动 日期:2020-09-03 企业:瑞丰钢厂 人数:',
    ]);
    expect((await office.say('houma-1', text))[0]).toContain(
      `等于发：/活动 走进瑞丰钢厂线下活动 日期:2020-09-03 企业:瑞丰钢厂 人数:${people}\n`,
    );
    expect((await office.say('houma-1', '确认'))[0]).toContain('已收 #1');
  });

  test.each(['还差几个', '1号撤回', '/进度', '确认', '9月5号60人'])('%s is no number of people', async (text) => {
    await office.say('houma-1', HELD);
    expect((await office.say('houma-1', text)).join()).not.toContain('等于发：/活动');
  });

  test('取消 ends it', async () => {
    await office.say('houma-1', HELD);
    expect(await office.say('houma-1', '取消')).toEqual(['好的，没有执行。']);
    expect((await office.say('houma-1', '60人')).join()).not.toContain('等于发：/活动');
  });
});
