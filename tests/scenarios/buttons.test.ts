import { afterAll, beforeEach, expect, test } from 'vitest';
import type { Post } from '../../src/application/message.ts';
import { docx, pdf, photo, video } from '../support/files.ts';
import { type Practice, practice, type SentFile } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

type Said = [string, ...SentFile[]];
const work = '/报送 微视频 《夜班的灯》 作者:李建国';

/** What stands under the last answer, and what each button says. */
async function buttonsAfter(said: Said[]): Promise<string[]> {
  for (const [text, ...files] of said) await office.say('yaodu-1', text, { files });
  const last = await office.prisma.outbound.findFirstOrThrow({ orderBy: { id: 'desc' } });
  return ((last.post as unknown as Post).choices ?? []).map(({ label, says, answers }) => {
    // Only whoever was asked may answer.
    if (answers !== true) return `${label} is anybody's`;
    return label === says ? label : `${label} → ${says}`;
  });
}

// Each question, and what its first button brings about.
test.each<[string, Said[], string[], RegExp]>([
  [
    'which category',
    [['', video('未命名.mp4')]],
    ['1 微视频 → 1', '2 诵读 → 2', '3 微课 → 3', '4 微电影 → 4'],
    /微视频/,
  ],
  [
    'one work or several',
    [['', photo('1.png', 1)], ['', photo('2.png', 2)], ['摄影']],
    ['1 合为一件 → 1', '2 各算一件 → 2'],
    /标题/,
  ],
  [
    'another, or the same again',
    [
      [work, video('灯.mp4', 1)],
      [work, video('另一个.mp4', 2)],
    ],
    ['是另一件', '重复了'],
    /已收 #/,
  ],
  [
    'a report in place of the earlier one, or beside it',
    [
      ['/报告', docx('总结.docx')],
      ['/报告', pdf('又一份.pdf')],
    ],
    ['换成这份', '是另一份'],
    /总结|又一份/,
  ],
  [
    'of which of two that wait for a file',
    [['/报送 微视频 《夜班的灯》'], ['/报送 微电影 《井下》'], ['', video('未命名.mp4')]],
    ['1 #1 → 1', '2 #2 → 2', '3 另报 → 3'],
    /已收 #1/,
  ],
  ['on its platform too', [[work, video('灯.mp4')]], ['交了', '还没交'], /记下了.*已在子项目平台交/],
  ['what waits for consent', [['', video('尧都区-微视频-夜班的灯.mp4')]], ['确认', '取消'], /已收 #1/],
])('%s: as buttons, and saying what one says answers it', async (_, said, buttons, then) => {
  expect(await buttonsAfter(said)).toEqual(buttons);
  const [first = ''] = buttons;
  const answer = await office.say('yaodu-1', first.split(' → ').at(-1) ?? '');
  expect(answer.join('\n')).toMatch(then);
});

test('more files for the same draft: the question comes again with its buttons, as those before are over', async () => {
  expect(
    await buttonsAfter([
      ['', photo('1.png', 1)],
      ['', photo('2.png', 2)],
    ]),
  ).toEqual(['1 线下活动 → 1', '2 摄影 → 2']);
});

test('what is answered in words of one’s own has none', async () => {
  expect(await buttonsAfter([['/活动 网络安全进企业']])).toEqual([]);
});
