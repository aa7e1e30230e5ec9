import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { assignWorks } from '../../src/application/reviewing/assign.ts';
import { chaseJudges, owingOf } from '../../src/application/reviewing/chase.ts';
import { excuse, nameJudge, recuse } from '../../src/application/reviewing/jury.ts';
import { object, objectionsOf, settleObjection } from '../../src/application/reviewing/objections.ts';
import { bringPapers, score, scoreEach } from '../../src/application/reviewing/papers.ts';
import {
  decideAward,
  freezeResults,
  judgingNow,
  reopenResults,
  resultFor,
  resultOf,
} from '../../src/application/reviewing/results.ts';
import { bringVotes } from '../../src/application/reviewing/votes.ts';
import { returnEntry } from '../../src/application/works/review.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import { judgingIn } from '../support/judging.ts';
import { type Practice, practice } from '../support/practice.ts';

let bot: Practice;
let jury: ReturnType<typeof judgingIn>;
let judges: number[];
beforeAll(async () => {
  bot = await practice();
});
beforeEach(async () => {
  await bot.reset();
  jury = judgingIn(bot);
  await jury.works('yaodu', 'photo', [
    { title: '晨', author: '李建国' },
    { title: '炉', author: '评委乙' },
  ]);
  await jury.works('houma', 'photo', [{ title: '桥', author: '王蒲生' }]);
  judges = await jury.judges(['评委甲', '评委乙', '评委丙'], ['yaodu']);
});
afterAll(() => bot?.close());

const reads = () => ({ tx: bot.prisma, campaign: bot.office.campaign, channels: bot.office.channels });
const judge = (at: number) => judges[at] as number;
const assign = (more: object = {}) =>
  jury.act('staff-1', assignWorks, { categoryIds: [], personIds: [], seed: 1, ...more });
const points = (theme: number, content: number, form: number) => ({ theme, content, form });

/** What a deed refuses: the phrase and its facts. */
async function refusal(what: Promise<unknown>): Promise<string> {
  try {
    await what;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { commandExample: _, ...facts } = error.facts;
    return [error.code, JSON.stringify(facts)].join(' ');
  }
  throw new Error('it was not refused');
}

test('works go to whoever may judge them: not of their unit, not their own', async () => {
  const { made, short, loads } = await assign();
  expect(made.map(({ number, judge: who }) => `${number} ${judges.indexOf(who)}`)).toEqual([
    '1 1',
    '1 2',
    '2 2',
    '3 0',
    '3 1',
    '3 2',
  ]);
  expect(short.map(({ number, lacking }) => `${number} ${lacking}`)).toEqual(['1 3', '2 4', '3 2']);
  expect(loads.map(({ works }) => works)).toEqual([1, 2, 3]);
  // Again nothing is left to give.
  expect((await assign()).made).toEqual([]);
});

test('a judge of some categories, or of a unit that staff know of, gets no others', async () => {
  const named = { groupId: '', categoryIds: ['song'], unitId: '' };
  await jury.act('staff-1', nameJudge, { personId: judge(2), ...named });
  await jury.act('staff-1', nameJudge, { personId: judge(1), ...named, categoryIds: [], unitId: 'houma' });
  expect((await assign()).made.map(({ number, judge: who }) => `${number} ${judges.indexOf(who)}`)).toEqual([
    '1 1',
    '3 0',
  ]);
  expect(await refusal(jury.act('staff-1', nameJudge, { personId: judge(1), ...named, groupId: 'expert' }))).toBe(
    'judging.no-group {"groups":""}',
  );
});

test('a paper is taken, changed, completed; both versions stay', async () => {
  await assign();
  const give = (given: object) => jury.act(judge(0), score, { number: 3, points: {}, ...given });
  expect(await give({ points: { theme: 3500 } })).toEqual({
    paper: { number: 3, version: 1, points: { theme: 3500 }, missing: ['content', 'form'] },
    same: false,
    owed: 1,
    all: 1,
  });
  expect(await give({ points: { content: 2850, form: 2700 } })).toMatchObject({
    paper: { version: 2, missing: [] },
    owed: 0,
  });
  expect(await give({ points: { form: 2700 } })).toMatchObject({ paper: { version: 3 }, same: true });
  expect(await give({ whole: 8650 })).toMatchObject({ paper: { version: 3, points: {}, whole: 8650 } });
  const rows = await bot.prisma.paper.findMany({ orderBy: { id: 'asc' } });
  expect(rows.map(({ version, points: kept, whole, retiredAt }) => [version, kept, whole, retiredAt === null])).toEqual(
    [
      [1, { theme: 3500 }, null, false],
      [2, points(3500, 2850, 2700), null, false],
      [3, {}, 8650, true],
    ],
  );
  // The marks stay out of the audit, which a judge who is staff may read.
  const audits = await bot.prisma.audit.findMany({ where: { action: 'judging.score' }, orderBy: { id: 'asc' } });
  expect(audits.map(({ after, entrance, personId }) => [after, entrance, personId])).toEqual(
    [1, 2, 3].map((version) => [{ judge: judge(0), version }, 'session', judge(0)]),
  );
});

test('what is no paper is refused, each kind in the same words whether or not the work is there', async () => {
  await assign();
  const give = (number: number, given: object, who = judge(0)) =>
    jury.act(who, score, { number, points: {}, ...given });
  // Of their own unit; not there at all.
  expect(await refusal(give(1, { whole: 8000 }))).toBe('judging.not-assigned {"number":1}');
  expect(await refusal(give(99, { whole: 8000 }))).toBe('judging.not-assigned {"number":99}');
  // Their own work.
  expect(await refusal(give(2, { whole: 8000 }, judge(1)))).toBe('judging.not-assigned {"number":2}');
  expect(await refusal(give(3, { whole: 10_001 }))).toBe(
    'judging.out-of-range {"number":3,"criterion":"","most":"100"}',
  );
  expect(await refusal(give(3, { points: { theme: 4001 } }))).toBe(
    'judging.out-of-range {"number":3,"criterion":"主题立意","most":"40"}',
  );
  expect(await refusal(give(3, { points: { none: 1 } }))).toBe(
    'judging.no-criterion {"criteria":"主题立意、内容质量、艺术表现"}',
  );
  expect(await refusal(give(3, {}))).toBe('judging.no-criterion {"criteria":"主题立意、内容质量、艺术表现"}');
  for (const who of ['staff-1', 'admin-1', 'houma-1', 'yaodu-1'])
    expect(await refusal(jury.act(who, score, { number: 3, points: {}, whole: 8000 }))).toBe(
      'bot.not-allowed {"command":""}',
    );
  expect(await bot.prisma.paper.count()).toBe(0);
});

test('of many papers each is taken or refused for itself', async () => {
  await assign();
  const { taken, refused, owed, all } = await jury.act(judge(1), scoreEach, {
    papers: [
      { number: 1, points: {}, whole: 9000 },
      { number: 2, points: {}, whole: 9000 },
      { number: 3, points: points(4100, 0, 0) },
    ],
  });
  expect([
    taken.map(({ number }) => number),
    refused.map(({ number, fault }) => `${number} ${fault.code}`),
    owed,
    all,
  ]).toEqual([[1], ['2 not-assigned', '3 out-of-range'], 1, 2]);
});

test('whoever declares that a work or a unit is too near judges it no more, and a paper given counts no more', async () => {
  await assign();
  await jury.act(judge(2), score, { number: 1, points: {}, whole: 9900 });
  await jury.act(judge(1), score, { number: 1, points: {}, whole: 8000 });
  const scores = async () =>
    (await judgingNow(reads())).result.categories.flatMap(({ works }) =>
      works.map(({ number, score: got, papers }) => `${number} ${got?.printed} ${papers}`),
    );
  expect(await scores()).toEqual(['1 89.50 2', '2 undefined 0', '3 undefined 0']);
  expect(await refusal(jury.act(judge(0), recuse, { unitId: '', number: 1, reason: '' }))).toBe(
    'judging.not-assigned {"number":1}',
  );
  await jury.act(judge(2), recuse, { unitId: '', number: 1, reason: '作者是我的学生' });
  expect(await scores()).toEqual(['1 80.00 1', '2 undefined 0', '3 undefined 0']);
  expect(await refusal(jury.act(judge(2), score, { number: 1, points: {}, whole: 9900 }))).toBe(
    'judging.not-assigned {"number":1}',
  );
  await jury.act('staff-1', excuse, { personId: judge(2), unitId: 'houma', number: null, reason: '原单位' });
  expect((await owingOf(reads())).map(({ owed }) => owed)).toEqual([[3], [3], [2]]);
});

test('what a judge had declared too near counts no more after they left, their other papers do', async () => {
  await assign();
  for (const number of [1, 3]) await jury.act(judge(2), score, { number, points: {}, whole: 9900 });
  await jury.act(judge(1), score, { number: 1, points: {}, whole: 8000 });
  await jury.act(judge(2), recuse, { unitId: '', number: 1, reason: '作者是我的学生' });
  await bot.prisma.membership.updateMany({ where: { personId: judge(2) }, data: { until: bot.now() } });
  const { result } = await judgingNow(reads());
  const scores = result.categories.flatMap(({ works }) =>
    works.map(({ number, score: got }) => [number, got?.printed]),
  );
  expect(scores).toEqual([
    [3, '99.00'],
    [1, '80.00'],
    [2, undefined],
  ]);
});

test('a judge of two campaigns declares nothing in the one about a work of the other', async () => {
  await assign();
  await bot.prisma.submission.update({ where: { number: 3 }, data: { campaign: 'another' } });
  expect(await refusal(jury.act(judge(0), recuse, { unitId: '', number: 3, reason: '同学' }))).toBe(
    'judging.not-assigned {"number":3}',
  );
  expect(await bot.prisma.judgeConflict.count()).toBe(0);
});

test('somebody who is staff and judge sees nobody’s marks before their own are in', async () => {
  await assign();
  await bot.prisma.membership.create({ data: { personId: judge(0), role: 'staff', since: bot.now() } });
  const look = () => jury.act(judge(0), decideAward, { number: 1, award: 'first', reason: '好' });
  expect(await refusal(look())).toBe('judging.own-first {"owed":1}');
  await jury.act(judge(0), score, { number: 3, points: {}, whole: 8000 });
  expect(await look()).toMatchObject({ award: '一等奖', reason: '好' });
});

test('decided, made final, opened again: each with its reason, and nothing changes meanwhile', async () => {
  await assign();
  for (const [who, numbers] of [
    [1, [1, 3]],
    [2, [1, 2, 3]],
  ] as const)
    await jury.act(judge(who), scoreEach, {
      papers: numbers.map((number) => ({ number, points: {}, whole: 9000 - number * 100 })),
    });
  expect(await refusal(jury.act('staff-1', decideAward, { number: 1, award: 'gold', reason: '好' }))).toBe(
    'judging.no-award {"awards":"一等奖、二等奖、三等奖"}',
  );
  expect(await refusal(jury.act('staff-1', decideAward, { number: 1, award: 'first', reason: ' ' }))).toBe(
    'judging.no-reason {}',
  );
  await jury.act('staff-1', decideAward, { number: 2, award: 'first', reason: '一线职工' });
  await jury.act('staff-1', decideAward, { number: 3, award: '', reason: '抄袭' });
  await jury.act('staff-1', decideAward, { number: 3, award: null, reason: '查无此事' });
  // One paper of three is owed.
  expect(await refusal(jury.act('staff-1', freezeResults, { reason: '' }))).toBe('judging.owed-freeze {"count":1}');
  const { result } = await jury.act('staff-1', freezeResults, { reason: '评委出差' });
  expect(
    result.categories.flatMap(({ works }) =>
      works.map(({ number, rank, award, decision }) => [number, rank, award, decision?.reason]),
    ),
  ).toEqual([
    [1, 1, 'first', undefined],
    [2, 2, 'first', '一线职工'],
    [3, 3, 'third', undefined],
  ]);
  for (const changing of [
    () => jury.act(judge(0), score, { number: 3, points: {}, whole: 8000 }),
    () => assign(),
    () => jury.act('staff-1', decideAward, { number: 1, award: '', reason: '好' }),
    () => jury.act('staff-1', freezeResults, { reason: '再定一次' }),
    () => jury.act(judge(2), recuse, { unitId: '', number: 1, reason: '' }),
    () => jury.act('staff-1', chaseJudges, {}),
  ])
    expect(await refusal(changing())).toBe('judging.frozen {}');
  // What is final stays so whatever becomes of a work.
  await jury.act('staff-1', returnEntry, { number: 1, reason: '重报' });
  expect((await resultOf(reads())).result).toEqual(result);
  expect(await refusal(jury.act('staff-1', reopenResults, { reason: '' }))).toBe('judging.no-reason {}');
  await jury.act('staff-1', reopenResults, { reason: '异议成立' });
  expect(
    (await judgingNow(reads())).result.categories.flatMap(({ works }) => works.map(({ number }) => number)),
  ).toEqual([2, 3]);
  const [kept] = await bot.prisma.frozenResult.findMany();
  expect([kept?.reason, kept?.reopenReason]).toEqual(['评委出差', '异议成立']);
  expect(await refusal(jury.act('staff-1', reopenResults, { reason: '再来' }))).toBe('judging.not-frozen {}');
});

test('staff bring in a judge’s sheet; votes only where the rules have some', async () => {
  await assign();
  const papers = [{ number: 3, points: {}, whole: 8000 }];
  expect(await jury.act('staff-1', bringPapers, { personId: judge(0), papers })).toMatchObject({ owed: 0 });
  const [row] = await bot.prisma.paper.findMany();
  expect([row?.personId, row?.byPerson === judge(0)]).toEqual([judge(0), false]);
  expect(await refusal(jury.act('staff-1', bringVotes, { votes: [{ number: 1, votes: 5 }] }))).toBe(
    'judging.no-votes {}',
  );
});

test('objections are kept with what was answered, once', async () => {
  const raised = { number: 1, raisedBy: '王蒲生', text: '与去年的作品相同' };
  const { id } = await jury.act('staff-1', object, raised);
  await jury.act('staff-1', settleObjection, { id, outcome: '经核对不是同一件' });
  expect((await objectionsOf(reads())).map(({ raisedBy, text, outcome }) => [raisedBy, text, outcome])).toEqual([
    ['王蒲生', '与去年的作品相同', '经核对不是同一件'],
  ]);
  expect(await refusal(jury.act('staff-1', settleObjection, { id, outcome: '再办' }))).toBe(
    `judging.no-objection {"id":${id}}`,
  );
  expect(await refusal(jury.act('staff-1', object, { ...raised, number: 99 }))).toBe(
    'judging.not-reviewed {"number":99}',
  );
});

test('a judge is asked once a day for what they owe, and only who owes', async () => {
  await assign();
  await bot.prisma.account.createMany({
    data: [0, 1].map((at) => ({
      channel: 'practice',
      senderId: `judge-${at}`,
      directChatId: `judge-${at}`,
      personId: judge(at),
    })),
  });
  await jury.act(judge(0), score, { number: 3, points: {}, whole: 8000 });
  const chase = async () => {
    const { posts, again, unreached } = await jury.act('staff-1', chaseJudges, {});
    return [posts, again, unreached].map((list) =>
      list.map(({ juror, owed }) => `${judges.indexOf(juror.personId)}: ${owed}`),
    );
  };
  expect(await chase()).toEqual([['1: 1,3'], [], ['2: 1,2,3']]);
  expect(await chase()).toEqual([[], ['1: 1,3'], ['2: 1,2,3']]);
  await bot.move('P1D');
  expect(await chase()).toEqual([['1: 1,3'], [], ['2: 1,2,3']]);
});

test('a campaign that says nothing of judging does not judge', async () => {
  const { review: _, ...campaign } = bot.office.campaign;
  const turn = { ...reads(), campaign };
  expect(await refusal(resultOf(turn))).toBe('judging.none {}');
  expect(await refusal(resultFor({ ...turn, actor: { name: '', roles: [], units: [] } } as never))).toBe(
    'judging.none {}',
  );
});
