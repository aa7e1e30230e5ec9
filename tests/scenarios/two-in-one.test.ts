import { afterAll, beforeEach, expect, test } from 'vitest';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const first = async (text: string) => (await office.say('houma-1', text))[0] ?? '';
const EVENT = '9月3号进的瑞丰钢厂，来了60多人，算一场吧';

test('two changes in one sentence are proposed together', async () => {
  expect(await first(`${EVENT}，另外微课我们没有，没人会做，报个零`)).toBe(
    [
      '您是要办 2 件（报一场线下活动，照片可随后发；说明本单位某类没有可报的），等于依次发：',
      '1. /活动 走进瑞丰钢厂线下活动 日期:2020-09-03 企业:瑞丰钢厂 人数:60多',
      '2. /零报 微课 原因:没人会做',
      '回复“确认”就全部执行（10 分钟内有效），回复“取消”都不执行。只办其中几件请单独发那几条。',
    ].join('\n'),
  );
  expect((await office.say('houma-1', '确认')).join('\n')).toMatch(
    /已收 #1[\s\S]*已记：侯马市 微课 零报，原因：没人会做/,
  );
});

test('what one of them lacks is said, and the other one proposed', async () => {
  expect(await first(`${EVENT}，另外微课我们没有，报个零`)).toBe(
    [
      '“微课我们没有，报个零”这件还不能办：零报请写明原因，刚才没有记录。',
      '例如：/零报 歌曲 原因:本县暂无原创歌曲',
      '您是要：报一场线下活动，照片可随后发',
      '单位：侯马市总工会',
      '类别：线下活动',
      '时间：2020-09-03（周四）',
      '等于发：/活动 走进瑞丰钢厂线下活动 日期:2020-09-03 企业:瑞丰钢厂 人数:60多',
      '回复“确认”就执行（10 分钟内有效），回复“取消”不执行。',
    ].join('\n'),
  );
});

test('what stands before 另外 is no reason for what stands behind it', async () => {
  expect(await first('厂里检修停产，另外微课我们没有，报个零')).toContain('零报请写明原因');
  expect(await first('厂里检修停产，还有微课我们没有，报个零，没人会做')).toContain('/零报 微课 原因:没人会做');
});

test('one thing in two clauses stays one', async () => {
  expect(await first('微课没有，还有歌曲也没有，没人会写，报个零')).toContain('原因:没人会写');
});
