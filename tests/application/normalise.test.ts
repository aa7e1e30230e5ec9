import { expect, test } from 'vitest';
import { fileName, normalise, oneLine } from '../../src/application/words/normalise.ts';
import { fold } from '../../src/domain/fold.ts';

test.each([
  ['  夜班 ', '夜班'],
  ['a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
  ['夜\u200b班\ufeff的\u202e灯\u00ad', '夜班的灯'],
  ['夜\u3000班\u00a0的\t灯', '夜 班 的 灯'],
  ['夜\u0000班\u0007', '夜班'],
  ['夜\ud83d班', '夜\ufffd班'],
  ['１２３ＡＢ《》', '１２３ＡＢ《》'],
])('%j becomes %j', (text, expected) => {
  expect(normalise(text)).toBe(expected);
});

test.each([
  ['夜班\n已收 #99', 60, '夜班 已收 #99'],
  ['一二三四五', 3, '一二三…'],
  ['😀😀😀', 2, '😀😀…'],
  [' \n ', 60, ''],
])('%j on one line of %i', (text, limit, expected) => {
  expect(oneLine(text, limit)).toBe(expected);
});

test.each([
  ['ＷＥＩ 视频', 'wei视频'],
  ['／进度', '/进度'],
])('%s folds to %s', (word, expected) => {
  expect(fold(word)).toBe(expected);
});

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\fakepath\\夜班.mp4', '夜班.mp4'],
  ['..', ''],
  ['.hidden', 'hidden'],
  ['a:b*c?.mp4', 'a_b_c_.mp4'],
  ['夜班\n已收 #1.mp4', '夜班 已收 #1.mp4'],
  [undefined, ''],
])('%s is the file name %s', (name, expected) => {
  expect(fileName(name)).toBe(expected);
});
