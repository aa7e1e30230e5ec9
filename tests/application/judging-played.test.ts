import { afterAll, beforeAll, expect, test } from 'vitest';
import { assignWorks } from '../../src/application/reviewing/assign.ts';
import { chaseJudges, owingOf } from '../../src/application/reviewing/chase.ts';
import { scoreEach } from '../../src/application/reviewing/papers.ts';
import { decideAward, freezeResults, judgingNow, resultOf } from '../../src/application/reviewing/results.ts';
import { Dice } from '../support/dice.ts';
import { judgingIn } from '../support/judging.ts';
import { type Practice, practice } from '../support/practice.ts';

// 19 units, 400 works, 9 judges, from the first work to final results. Every figure is counted again below, by other means than
// the program's: whole numbers of sixtieths, as no work has more than five papers.

const CATEGORIES = ['micro_video', 'thematic', 'photo', 'platform', 'recitation', 'song', 'micro_course', 'micro_film'];
const WORKS = 400;

let bot: Practice;
beforeAll(async () => {
  bot = await practice();
});
afterAll(() => bot?.close());

interface Sheet {
  number: number;
  judge: number;
  marks: [theme: number, content: number, form: number];
}

test('400 works are judged, and every figure is what a recount gives', async () => {
  const die = new Dice(2020);
  const roll = (sides: number) => die.whole(0, sides - 1);
  const jury = judgingIn(bot);
  const reads = () => ({ tx: bot.prisma, campaign: bot.office.campaign, channels: bot.office.channels });
  const units = bot.office.campaign.table.rows.map(({ unit }) => unit);

  // Photos are the most, as in the table; every unit has some.
  const piles = new Map<string, number>();
  for (let at = 0; at < WORKS; at += 1) {
    const category = at % 2 === 0 ? 'photo' : (CATEGORIES[roll(CATEGORIES.length)] as string);
    const key = `${units[at < 19 ? at : roll(19)]} ${category}`;
    piles.set(key, (piles.get(key) ?? 0) + 1);
  }
  for (const [at, [key, count]] of [...piles].entries()) {
    const [unitId = '', categoryId = ''] = key.split(' ');
    const works = Array.from({ length: count }, (_, at) => ({ title: `${categoryId}${at}`, author: `作者${at}` }));
    await jury.works(unitId, categoryId, works);
    if (at % 40 === 0) await bot.move('PT1M');
  }
  const judges = await jury.judges(
    ['一', '二', '三', '四', '五', '六', '七', '八', '九'].map((one) => `评委${one}`),
    ['yaodu', 'hongtong'],
  );

  const assigned = await jury.act('staff-1', assignWorks, { categoryIds: [], personIds: [], seed: 7 });
  expect([assigned.works, assigned.made.length, assigned.short]).toEqual([WORKS, WORKS * 5, []]);
  const loads = assigned.loads.map(({ works }) => works);
  expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
  const rows = await bot.prisma.submission.findMany({ orderBy: { number: 'asc' } });
  const unitOf = new Map(rows.map(({ number, unitId }) => [number, unitId]));
  const own = assigned.made.filter(({ number, judge }) =>
    judge === judges[0] ? unitOf.get(number) === 'yaodu' : judge === judges[1] && unitOf.get(number) === 'hongtong',
  );
  expect(own).toEqual([]);

  // Marks lie close together, so that there are ties; one judge forgets every tenth work.
  const sheets: Sheet[] = assigned.made
    .filter(({ number, judge }) => judge !== judges[4] || number % 10 !== 0)
    .map(({ number, judge }) => ({ number, judge, marks: [24 + roll(17), 20 + roll(11), 20 + roll(11)] }));
  for (const judge of judges) {
    const papers = sheets
      .filter((one) => one.judge === judge)
      .map(({ number, marks: [theme, content, form] }) => ({
        number,
        points: { theme: theme * 100, content: content * 100, form: form * 100 },
      }));
    const { taken, refused } = await jury.act(judge, scoreEach, { papers });
    expect([taken.length, refused]).toEqual([papers.length, []]);
  }
  const forgotten = assigned.made.filter(({ number, judge }) => judge === judges[4] && number % 10 === 0);
  expect((await owingOf(reads())).map(({ owed }) => owed.length)).toEqual(
    judges.map((judge) => (judge === judges[4] ? forgotten.length : 0)),
  );
  // Nobody of the jury has ever spoken to the bot, so nobody can be told.
  const chased = await jury.act('staff-1', chaseJudges, {});
  expect([chased.posts.length, chased.unreached.map(({ juror }) => juror.personId)]).toEqual([0, [judges[4]]]);

  const { result } = await judgingNow(reads());
  const told = result.categories.map(({ categoryId, works }) => [
    categoryId,
    works.map(({ number, rank, score, award, open, owed }) =>
      [number, rank, score?.printed, award, open.join('|'), owed.length].join(' '),
    ),
  ]);
  expect(told).toEqual(recount(rows, sheets, assigned.made));

  // The rest is judged, ties over a line are decided, and the result stands.
  const late = forgotten.map(({ number }) => ({ number, points: { theme: 3000, content: 2500, form: 2500 } }));
  sheets.push(...late.map(({ number }): Sheet => ({ number, judge: judges[4] as number, marks: [30, 25, 25] })));
  await jury.act(judges[4] as number, scoreEach, { papers: late });
  for (const { works } of (await judgingNow(reads())).result.categories)
    for (const { number, open } of works)
      if (open.length > 0)
        await jury.act('staff-1', decideAward, { number, award: open[0] as string, reason: '评委会合议' });
  await jury.act('staff-1', freezeResults, { reason: '' });
  const { result: final, frozen } = await resultOf(reads());
  expect(frozen?.reason).toBe('');
  const again = recount(rows, sheets, assigned.made);
  expect(
    final.categories.map(({ categoryId, works }) => [
      categoryId,
      works.map(({ number, rank, score }) => `${number} ${rank} ${score?.printed}`),
    ]),
  ).toEqual(again.map(([category, lines]) => [category, lines.map((line) => line.split(' ').slice(0, 3).join(' '))]));
  expect(
    final.categories.flatMap(({ works }) => works.filter(({ provisional, open }) => provisional && open.length > 0)),
  ).toEqual([]);
});

interface Counted {
  number: number;
  /** Sixtieths of points. */
  score: number;
  theme: number;
  median: number;
  received: number;
  owed: number;
}

/** The rules of the shipped campaign, once more: 40 + 30 + 30 points, one dropped at each end of five, 10, 20 and 30 per cent. */
function recount(
  rows: { number: number; categoryId: string; receivedAt: Date | null }[],
  sheets: Sheet[],
  made: { number: number; judge: number }[],
): [string, string[]][] {
  return CATEGORIES.map((category) => {
    const works = rows.filter(({ categoryId }) => categoryId === category);
    const counted = works.map(({ number, receivedAt }): Counted => {
      const papers = sheets
        .filter((one) => one.number === number)
        .map(({ judge, marks }) => ({ judge, total: marks[0] + marks[1] + marks[2], theme: marks[0] }))
        .sort((a, b) => a.total - b.total || a.judge - b.judge);
      const kept = papers.length === 5 ? papers.slice(1, 4) : papers;
      const sum = (of: 'total' | 'theme') => (kept.reduce((all, one) => all + one[of], 0) * 60) / kept.length;
      const middle = [kept[Math.floor((kept.length - 1) / 2)], kept[Math.floor(kept.length / 2)]];
      return {
        number,
        score: sum('total'),
        theme: sum('theme'),
        median: ((middle[0]?.total ?? 0) + (middle[1]?.total ?? 0)) * 30,
        received: receivedAt?.getTime() ?? 0,
        owed: made.filter((one) => one.number === number).length - papers.length,
      };
    });
    const before = (a: Counted, b: Counted) =>
      b.score - a.score || b.theme - a.theme || b.median - a.median || a.received - b.received;
    const order = counted.sort((a, b) => before(a, b) || a.number - b.number);
    const places = [10, 20, 30].flatMap((percent, level) =>
      Array.from(
        { length: Math.max(1, Math.trunc((works.length * percent) / 100)) },
        () => ['first', 'second', 'third'][level],
      ),
    );
    return [
      category,
      order.map((one, at) => {
        const from = order.findIndex((other) => before(other, one) === 0);
        const same = order.filter((other) => before(other, one) === 0).length;
        const levels = [...new Set(Array.from({ length: same }, (_, index) => places[from + index] ?? ''))];
        const hundredths = Math.floor((one.score * 200 + 60) / 120);
        const printed = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
        const [award, open] = levels.length === 1 ? [levels[0] ?? '', ''] : ['', levels.join('|')];
        return [one.number, from + 1, printed, award, open, one.owed, at].slice(0, 6).join(' ');
      }),
    ];
  });
}
