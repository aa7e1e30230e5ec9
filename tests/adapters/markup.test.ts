import { expect, it } from 'vitest';
import { neutralised } from '../../src/adapters/wire/markup.ts';

it.each([
  ['《http://x&#60;@all&#62;》', '《http://x＆#60;@all＆#62;》'],
  ['http://x.cn/?a=1&lt;@all&gt;', 'http://x.cn/?a=1＆lt;@all＆gt;'],
  ['https://x.cn/a?b=1&c=2&d=3', 'https://x.cn/a?b=1&c=2&d=3'],
  ['看 https://x.cn/a?b=1&#x3c;font&#x3e;', '看 https://x.cn/a?b=1＆#x3c;font＆#x3e;'],
  ['<@all>', '＜@all>'],
])('in plain text %s is shown as %s', (text, shown) => {
  expect(neutralised(text, 'plain')).toBe(shown);
});
