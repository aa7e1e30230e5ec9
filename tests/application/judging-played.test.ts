import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assignWorks } from '../../src/application/reviewing/assign.ts';
import { chaseJudges, owingOf } from '../../src/application/reviewing/chase.ts';
import { scoreEach } from '../../src/application/reviewing/papers.ts';
import { decideAward, freezeResults, judgingNow, resultOf } from '../../src/application/reviewing/results.ts';
import { extend } from '../../src/application/works/extend.ts';
import { returnEntry } from '../../src/application/works/review.ts';
import { withdraw } from '../../src/application/works/withdraw.ts';
import { Dice } from '../support/dice.ts';
import { photo } from '../support/files.ts';
import { judgingIn } from '../support/judging.ts';
import { type Practice, practice } from '../support/practice.ts';
import { paragraphsOf } from '../support/read-docx-apart.ts';
import { type AwardedRow, type EntryRow, recountedBulletin } from '../support/recounted-bulletin.ts';
import { type Marked, recountedResults } from '../support/recounted-results.ts';
import { tracedFigures } from '../support/traced-figures.ts';

// 19 units, 400 works, 9 judges, from the first work to the bulletin, by one seed. Every figure is counted again by other means.

const CATEGORIES = ['micro_video', 'thematic', 'photo', 'platform', 'recitation', 'song', 'micro_course', 'micro_film'];
const WORKS = 400;
const LEVELS: Record<string, string> = { first: '一等奖', second: '二等奖', third: '三等奖' };
/** Reports nothing at all. */
const SILENT = 'jixian';

let bot: Practice;
beforeAll(async () => {
  bot = await practice();
});
afterAll(() => bot?.close());

const die = new Dice(2020);
const roll = (sides: number) => die.whole(0, sides - 1);
const reads = () => ({ tx: bot.prisma, campaign: bot.office.campaign, channels: bot.office.channels });

/** How many of what each unit reports: some their whole target, some more, one nothing. Photos are the most, as in the table. */
function piles(): [unit: string, category: string, count: number][] {
  const { rows, columns } = bot.office.campaign.table;
  const found = new Map<string, number>();
  const add = (unit: string, category: string, more: number) =>
    found.set(`${unit} ${category}`, (found.get(`${unit} ${category}`) ?? 0) + more);
  for (const { unit, cells } of [2, 9, 17].flatMap((at) => rows[at] ?? []))
    for (const [at, category] of columns.entries()) if (category !== 'event') add(unit, category, cells[at] ?? 0);
  const units = rows.map(({ unit }) => unit).filter((unit) => unit !== SILENT);
  // The first work of all comes by the chat.
  const left = WORKS - 1 - [...found.values()].reduce((all, one) => all + one, 0);
  for (let at = 0; at < left; at += 1)
    add(
      at < 18 ? (units[at] as string) : die.chance(0.03) ? 'city_direct' : die.pick(units),
      die.chance(0.6) ? 'photo' : die.pick(CATEGORIES),
      1,
    );
  return [...found].map(([key, count]) => [...key.split(' '), count] as [string, string, number]);
}

/** Works, events, people and reports come in, some of them late, some returned or taken back, some not accepted yet. */
async function reported(jury: ReturnType<typeof judgingIn>): Promise<void> {
  await bot.say('yaodu-1', '/报送 摄影 《炉前》 作者:李建国', { files: [photo('1.png', 1)] });
  await bot.say('staff-1', '/采用 1');
  const works = piles();
  const lateFrom = works.length - 15;
  for (const [at, [unitId, categoryId, count]] of works.entries()) {
    if (at === lateFrom) await bot.move('2020-09-16T10:00:00+08:00');
    else if (at % 40 === 0) await bot.move('PT1M');
    const some = Array.from({ length: count }, (_, one) => ({
      title: `${categoryId}${at}-${one}`,
      author: `作者${one}`,
    }));
    await jury.works(unitId, categoryId, some);
    if (at === 0)
      await jury.act('staff-1', extend, { unitId: works.at(-1)?.[0] ?? '', day: '2020-09-20', reason: '停电' });
  }
  const { units } = bot.office.campaign;
  for (const category of ['event', 'ambassador', 'report'])
    for (const { id } of units) {
      const count = id === SILENT ? 0 : roll(category === 'ambassador' ? 5 : 3) + (category === 'event' ? 1 : 0);
      if (count > 0)
        await jury.received(
          id,
          category,
          Array.from({ length: count }, (_, at) => ({ title: `${category}${at}`, author: '' })),
        );
    }
  // Not judged and not counted as accepted, but counted; and such as are not counted at all.
  const [waiting = 0, returned = 0, taken = 0] = await jury.received('quwo', 'song', [
    { title: '待审', author: '甲' },
    { title: '退回', author: '乙' },
    { title: '撤回', author: '丙' },
  ]);
  await jury.act('staff-1', returnEntry, { number: returned, reason: '不清楚' });
  await jury.act('staff-1', withdraw, { number: taken });
  expect(waiting).toBeGreaterThan(WORKS);
}

const entriesNow = async (): Promise<EntryRow[]> =>
  (await bot.prisma.submission.findMany({ orderBy: { number: 'asc' } })).map((row) => ({
    ...{ number: row.number, unitId: row.unitId, categoryId: row.categoryId, state: row.state, title: row.title },
    author: String((row.fields as { author?: string }).author ?? ''),
    receivedAt: row.receivedAt as Date,
  }));

/** The files that somebody gets for a command. */
async function filesFor(text: string): Promise<Buffer[]> {
  const { replies } = await bot.post('staff-1', text);
  const names = replies.flatMap(({ files }) => files).map(({ name }) => name);
  const rows = await bot.prisma.outbound.findMany({ orderBy: { id: 'desc' } });
  const stored = rows.flatMap(({ post }) => (post as { files: { name: string; sha256: string }[] }).files);
  return Promise.all(
    names.map((name) => buffer(bot.office.store.open(stored.find((file) => file.name === name)?.sha256 ?? ''))),
  );
}

test('from the first of 400 works to the bulletin, and every figure is what a recount gives', async () => {
  const jury = judgingIn(bot);
  await reported(jury);
  await bot.move('2020-10-12T09:00:00+08:00');
  const judges = await jury.judges(
    ['一', '二', '三', '四', '五', '六', '七', '八', '九'].map((one) => `评委${one}`),
    ['yaodu', 'hongtong'],
  );

  const assigned = await jury.act('staff-1', assignWorks, { categoryIds: [], personIds: [], seed: 7 });
  expect([assigned.works, assigned.made.length, assigned.short]).toEqual([WORKS, WORKS * 5, []]);
  const loads = assigned.loads.map(({ works }) => works);
  expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
  const entries = await entriesNow();
  const unitOf = new Map(entries.map(({ number, unitId }) => [number, unitId]));
  const own = assigned.made.filter(({ number, judge }) =>
    judge === judges[0] ? unitOf.get(number) === 'yaodu' : judge === judges[1] && unitOf.get(number) === 'hongtong',
  );
  expect(own).toEqual([]);

  // Marks lie close together, so that there are ties; one judge forgets every tenth work.
  const papers: Marked[] = assigned.made
    .filter(({ number, judge }) => judge !== judges[4] || number % 10 !== 0)
    .map(({ number, judge }) => ({ number, judge, marks: [24 + roll(17), 20 + roll(11), 20 + roll(11)] }));
  const handIn = async (judge: number, some: Marked[]) => {
    const given = some.map(({ number, marks: [theme, content, form] }) => ({
      number,
      points: { theme: theme * 100, content: content * 100, form: form * 100 },
    }));
    const { taken, refused } = await jury.act(judge, scoreEach, { papers: given });
    expect([taken.length, refused]).toEqual([given.length, []]);
  };
  for (const judge of judges)
    await handIn(
      judge,
      papers.filter((one) => one.judge === judge),
    );
  const forgotten = assigned.made.filter(({ number, judge }) => judge === judges[4] && number % 10 === 0);
  expect((await owingOf(reads())).map(({ owed }) => owed.length)).toEqual(
    judges.map((judge) => (judge === judges[4] ? forgotten.length : 0)),
  );
  // Nobody of the jury has ever spoken to the bot, so nobody can be told.
  const chased = await jury.act('staff-1', chaseJudges, {});
  expect([chased.posts.length, chased.unreached.map(({ juror }) => juror.personId)]).toEqual([0, [judges[4]]]);

  const judged = entries.filter(({ categoryId, state }) => CATEGORIES.includes(categoryId) && state === 'accepted');
  const { result } = await judgingNow(reads());
  expect(
    result.categories.map(({ categoryId, works }) => [
      categoryId,
      works.map(({ number, rank, score, award, open, owed }) => ({
        ...{ number, rank, printed: score?.printed, award, open: open.join('|'), owed: owed.length },
      })),
    ]),
  ).toEqual(recountedResults(CATEGORIES, judged, papers, assigned.made));

  // The rest is judged, ties over a line are decided, and the result stands.
  const late = forgotten.map(({ number, judge }): Marked => ({ number, judge, marks: [30, 25, 25] }));
  await handIn(judges[4] as number, late);
  const decided = new Map<number, string>();
  for (const { works } of (await judgingNow(reads())).result.categories)
    for (const { number, open } of works) if (open.length > 0) decided.set(number, open[0] as string);
  for (const [number, award] of decided)
    await jury.act('staff-1', decideAward, { number, award, reason: '评委会合议' });
  await jury.act('staff-1', freezeResults, { reason: '' });
  const { result: final } = await resultOf(reads());
  expect(
    final.categories.flatMap(({ works }) => works.filter((one) => one.provisional || one.open.length > 0)),
  ).toEqual([]);

  // What the docx says, against the rows of the database.
  const again = recountedResults(CATEGORIES, judged, [...papers, ...late], assigned.made);
  const byNumber = new Map(entries.map((entry) => [entry.number, entry]));
  const awarded = again.flatMap(([, works]) =>
    Object.entries(LEVELS).flatMap(([id, level]) =>
      works
        .filter(({ number, award }) => (decided.get(number) ?? award) === id)
        .map(({ number }): AwardedRow => ({ ...(byNumber.get(number) as EntryRow), level })),
    ),
  );
  await bot.move('2020-11-10T09:30:00+08:00');
  const [docx, xlsx] = await filesFor('/通报 草稿 含排名 含问题');
  const extended = (await bot.prisma.extension.findFirstOrThrow()).unitId;
  const expected = recountedBulletin({
    campaign: bot.office.campaign,
    rows: entries,
    lateFrom: { all: '2020-09-16T00:00:00+08:00', byUnit: { [extended]: '2020-09-21T00:00:00+08:00' } },
    awarded,
    levels: Object.values(LEVELS),
    asOf: '2020年11月10日9时30分',
    snapshot: 1,
  });
  const told = paragraphsOf(docx ?? Buffer.alloc(0));
  const text = told.join('\n');
  expect(expected.lines.filter((line) => !text.includes(line))).toEqual([]);
  const at = (head: string) => told.findIndex((line) => line.startsWith(head));
  expect(told.slice(at('序号|单位|') + 1, at('注：'))).toEqual(expected.completion);
  expect(told.slice(at('序号|作品名称|') + 1)).toEqual(expected.awards);
  // And no other number stands in it than those, the notice's own, and the days.
  const rest = expected.lines.reduce(
    (left, line) => left.replace(line, ''),
    told.slice(0, at('序号|单位|')).join('\n'),
  );
  expect(rest.match(/\d+/g)?.filter((number) => !['2020', '8', '11', '10', '1', '2'].includes(number))).toEqual([]);

  // Of every figure the sheet beside it has the rows, which give it again and are entries of the database.
  const { units, categories } = bot.office.campaign;
  const traced = tracedFigures(
    xlsx ?? Buffer.alloc(0),
    (name) => units.find((unit) => unit.name === name)?.short ?? name,
  );
  expect(traced.length).toBeGreaterThan(200);
  const wrong = traced.filter(
    ({ told: value, again: counted, rows: [said, found] }) => value !== counted || said !== found,
  );
  expect(wrong).toEqual([]);
  const inTable = /^各单位任务完成情况表 /;
  const loose = traced.filter(
    ({ sentence, told: value }) =>
      !inTable.test(sentence) && !(text.includes(sentence) && sentence.includes(String(value))),
  );
  expect(loose).toEqual([]);
  const nameOf = (list: { id: string; name: string }[], id: string | undefined) =>
    list.find((one) => one.id === id)?.name;
  const strange = traced.flatMap(({ entries: rows }) =>
    rows.filter(({ number, unit, category, title }) => {
      const row = byNumber.get(number);
      return (
        row?.title !== title ||
        nameOf(units, row.unitId) !== unit ||
        nameOf(categories, row.categoryId) !== category ||
        rows.filter((one) => one.number === number).length !== 1
      );
    }),
  );
  expect(strange).toEqual([]);
});
