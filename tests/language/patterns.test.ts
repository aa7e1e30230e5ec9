import { describe, expect, it } from 'vitest';
import { attacksOn } from '../support/attacks.ts';
import { grammar, listener } from '../support/language.ts';

const MOST_MS = 5;
const TRIES = 20;
const WHOLE_MS = 50;

/** Every pattern of the language, as it is compiled, by where it stands. */
function* patternsOf(value: unknown, at = ''): Generator<[string, RegExp]> {
  if (value instanceof RegExp) yield [at, value];
  else if (typeof value === 'object' && value !== null)
    for (const [name, one] of Object.entries(value)) if (name !== 'raw') yield* patternsOf(one, `${at}.${name}`);
}

/** The shortest of some tries, in the time of the processor: another process may have had the machine meanwhile. */
function took(work: () => unknown, enough: number): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < TRIES && shortest > enough; tries++) {
    const began = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(began);
    shortest = Math.min(shortest, (user + system) / 1000);
  }
  return shortest;
}

const patterns = [...patternsOf(grammar)];

it('the patterns are found', () => {
  expect(patterns.length).toBeGreaterThan(300);
});

describe('4,000 characters made against it hold up no pattern', () => {
  it.each(patterns)('%s', (_, pattern) => {
    for (const text of new Set(attacksOn(pattern.source))) {
      const search = () => (pattern.global ? [...text.matchAll(pattern)].length : pattern.test(text));
      expect([text.slice(0, 12), Math.min(MOST_MS, took(search, MOST_MS))]).not.toEqual([text.slice(0, 12), MOST_MS]);
    }
  });
});

describe('a whole reading of 10,000 characters', () => {
  const hear = listener();
  const LETTERS = [
    ...[
      '1',
      '(',
      '（',
      '第',
      '《',
      '《《《》',
      'chehui',
      '一',
      '把 ',
      ' ',
      '嗯',
      '好的',
      '9月',
      '给',
      '县',
      '@',
      '#1 ',
      '<',
    ],
    ...[
      '\n',
      'yaodu',
      '尧都',
      '的',
      '13812345678 ',
      '1 ',
      '“',
      '作者',
      '。',
      'a',
      '[',
      '[文件',
      '：',
      '标题：',
      '撤回',
      '不',
    ],
  ];
  it.each(LETTERS)('%j', (letters) => {
    const run = letters.repeat(Math.ceil(10_000 / letters.length)).slice(0, 10_000);
    for (const text of [run, `把${run}撤回`, `${run}作者：王某`])
      expect(took(() => hear({ text, role: 'city' }), WHOLE_MS)).toBeLessThan(WHOLE_MS);
  });
});
