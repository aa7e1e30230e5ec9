import { expect, test } from 'vitest';
import { spell } from '../../src/adapters/pinyin.ts';

test.each([
  ['隰县', 'xixian'],
  ['习县', 'xixian'],
  ['曲沃', 'quwo'],
  ['绿色', 'lvse'],
  ['K歌 2020', 'Kge 2020'],
  ['', ''],
])('%s is spelled %s', (text, expected) => {
  expect(spell(text)).toBe(expected);
});
