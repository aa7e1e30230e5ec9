import { expect, test } from 'vitest';
import { titleLines, widthOf } from '../../src/domain/title-lines.ts';

test.each([
  ['各单位任务完成情况表', ['各单位任务完成情况表']],
  ['关于“中国梦·劳动美”职工摄影大赛情况的通报', ['关于“中国梦·劳动美”', '职工摄影大赛情况的通报']],
  // Within the marks only at a blank, which falls away.
  [
    '关于2020年“网聚职工正能量 争做中国好网民”主题活动开展情况的通报',
    ['关于2020年“网聚职工正能量', '争做中国好网民”主题活动开展情况的通报'],
  ],
  // Rather a line more than a name that is torn apart.
  [
    '关于2020年“网聚职工正能量 争做中国好网民”主题活动参评作品的公示',
    ['关于2020年“网聚职工正能量', '争做中国好网民”主题活动参评作品的公示'],
  ],
  [
    '关于2020年“网聚职工正能量 争做中国好网民”主题活动拟表扬优秀作品的公示',
    ['关于2020年', '“网聚职工正能量 争做中国好网民”', '主题活动拟表扬优秀作品的公示'],
  ],
  ['一二三四五六七八九十一二三四五六七八九十一二', ['一二三四五六七八九十一', '二三四五六七八九十一二']],
])('%s', (title, lines) => {
  const broken = titleLines(title, 20);
  expect(broken).toEqual(lines);
});

test('no title is lost, and no line is wider than it may be', () => {
  for (let length = 1; length < 90; length++) {
    const title = `关于${'职工文化活动，“劳动之歌”'.repeat(8)}`.slice(0, length);
    const lines = titleLines(title, 20);
    expect(lines.join('')).toBe(title);
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(20);
  }
});

test('a word longer than a line stands on one of its own', () => {
  expect(titleLines(`关于${'a'.repeat(60)}的通报`, 20)).toEqual(['关于', `${'a'.repeat(60)}的`, '通报']);
});
