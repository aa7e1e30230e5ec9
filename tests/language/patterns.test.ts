import { describe, expect, it } from 'vitest';
import { type Attack, attacksOn } from '../support/attacks.ts';
import { effort, growth, QUADRATIC, QUIET_MS, referenceTime, took } from '../support/effort.ts';
import { grammar, listener } from '../support/language.ts';

const WHOLE_MS = 50;
/** On this machine, what a search takes that is quadratic in 4,000 characters: as much as none may take. */
const MOST_MS = referenceTime();
/** Of less than this the growth cannot be told from chance, and nobody would notice it. */
const LITTLE_MS = MOST_MS / 12;

/** Every pattern of the language, as it is compiled, by where it stands. */
function* patternsOf(value: unknown, at = ''): Generator<[string, RegExp]> {
  if (value instanceof RegExp) yield [at, value];
  else if (typeof value === 'object' && value !== null)
    for (const [name, one] of Object.entries(value)) if (name !== 'raw') yield* patternsOf(one, `${at}.${name}`);
}

const patterns = [...patternsOf(grammar)];

it('the patterns are found', () => {
  expect(patterns.length).toBeGreaterThan(300);
});

/** Finds all that a pattern finds in a text, as it is used. */
const search = (pattern: RegExp, text: string) => () =>
  pattern.global ? [...text.matchAll(pattern)].length : pattern.test(text);

/** Whether a text holds a pattern up: from short to long, none may take long, nor as the square of its length. */
function holdsUp(pattern: RegExp, attack: Attack): boolean {
  const [short, smaller, larger] = [24, 1000, 4000].map((size) => search(pattern, attack(size))) as (() => unknown)[];
  const tooLong = (work: () => unknown, first: number) => first > MOST_MS && effort(work, QUIET_MS) >= QUIET_MS;
  // From short to long: what doubles with each letter, or grows as the cube, would never come to the end of a long text.
  for (const work of [short, smaller]) if (!work || tooLong(work, took(work))) return true;
  if (!smaller || !larger) return true;
  // A pattern is compiled when it is used for the second time, and slower until then.
  const first = took(larger);
  return (
    first > LITTLE_MS && took(larger) > LITTLE_MS && (tooLong(larger, first) || growth(smaller, larger) >= QUADRATIC)
  );
}

/** The beginning of a text that holds a pattern up. */
const weakPoint = (pattern: RegExp): string | undefined =>
  attacksOn(pattern.source).find((attack) => holdsUp(pattern, attack))?.(12);

describe('what holds a pattern up is found', () => {
  it.each([
    ['a search that begins anew at each letter', /x+y/],
    ['one that looks as far as it can each time', /甲.*?乙/u],
    ['a word that begins it', /标题.*乙/u],
    ['an end that is not there', /\s+$/],
    ['two runs that may share what they find', /^\d*\d*乙/],
    ['three of them', /^\d*\d*\d*乙/],
    ['a run of runs', /^(?:x+)+y/],
    ['all that is found, one by one', /[甲乙]+丙/gu],
  ])('%s: %s', (_, pattern) => {
    expect(weakPoint(pattern)).toEqual(expect.any(String));
  });

  it.each([
    ['a run with a limit, however slow', /甲.{0,40}乙.{0,10}丙/u],
    ['a run that begins at the beginning', /^x+y/],
    ['many words', new RegExp(Array.from({ length: 300 }, (__, index) => `x${index}`).join('|'), 'g')],
  ])('but not %s: %s', (_, pattern) => {
    expect(weakPoint(pattern)).toBeUndefined();
  });
});

describe('4,000 characters made against it hold up no pattern', () => {
  it.each(patterns)('%s', (_, pattern) => {
    expect(weakPoint(pattern)).toBeUndefined();
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
      expect(effort(() => hear({ text, role: 'city' }), WHOLE_MS)).toBeLessThan(WHOLE_MS);
  });
});
