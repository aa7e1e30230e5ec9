import type { Answer } from '../../delivery/answer.ts';
import { allowed } from '../../people/permit.ts';
import { assignWorks } from '../../reviewing/assign.ts';
import { chaseJudges, owingOf } from '../../reviewing/chase.ts';
import { type Conflict, excuse, juryOf, nameJudge, recuse } from '../../reviewing/jury.ts';
import { object, settleObjection } from '../../reviewing/objections.ts';
import { decideAward, freezeResults, reopenResults } from '../../reviewing/results.ts';
import { showLinks } from '../../reviewing/shown.ts';
import { rulesOf } from '../../reviewing/under-review.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { type Context, command, spoken } from '../context.ts';
import { blankSheet, bringSheet, bringVoteSheet } from '../judging-sheets.ts';
import { judgingNowInWords, ownTasksInWords } from '../judging-state.ts';
import { ask } from '../proposals/open-question.ts';
import { awardIn, categoriesIn, jurorIn, numberIn, reasonIn, unitIn, type Words, wordsOf } from '../read-judging.ts';
import { tell } from '../tell.ts';
import { numbersInWords } from '../tell-judges.ts';

const BETWEEN = '、';

/** How far judging is, and everything that staff do about it; judges see their own works, and say that one is too near. */
export const judging = command({
  id: 'judging',
  action: 'read-review',
  takesFiles: true,
  args: { action: { kind: 'choice', of: 'judgingActions' }, text: { kind: 'text', written: true } },
  async handle(context, { action, text }) {
    rulesOf(context);
    if (context.inGroup) refuse('judging.in-direct');
    if (action === undefined)
      return allowed(context, 'lead-review') ? judgingNowInWords(context) : ownTasksInWords(context);
    return ACTIONS[action as keyof typeof ACTIONS](context, wordsOf(context, text));
  },
});

const ACTIONS = {
  assign,
  chase,
  judge,
  recuse: keepAway,
  decide,
  freeze,
  reopen,
  object: raise,
  settle,
  sheet: (context: Context, words: Words) => sheetFor(context, words),
  bring: (context: Context) => bringSheet(context),
  votes: (context: Context) => bringVoteSheet(context),
  links,
};

async function assign(context: Context, words: Words): Promise<Answer[]> {
  const categoryIds = categoriesIn(words);
  const jury = await juryOf(context);
  const personIds: number[] = [];
  for (let next = jurorIn(words, jury); next; next = jurorIn(words, jury)) personIds.push(next.personId);
  if (words.left.length > 0) misuse('judging.who', { word: words.left[0] ?? '' });
  const facts = await assignWorks(context, { categoryIds, personIds });
  const told = await tell(context, 'assign-works', facts);
  const text = context.say('judging.assigned', {
    works: facts.works,
    made: facts.made.length,
    loads: facts.loads.map(({ name, works }) => `${name} ${works}`).join(BETWEEN),
    short: facts.short.length || '',
    ...told.facts,
  });
  return [{ text }, ...told.answers];
}

async function chase(context: Context): Promise<Answer[]> {
  const owing = (await owingOf(context)).filter(({ owed }) => owed.length > 0);
  if (owing.length === 0) return [{ text: context.say('judging.nobody-owes') }];
  const names = (some: typeof owing) => some.map(({ juror, owed }) => `${juror.name} ${owed.length}`).join(BETWEEN);
  const steps = [{ deed: chaseJudges.id, input: {}, command: 'judging', printed: '' }];
  return ask(context, { kind: 'confirm', steps }, 'judging.chase-preview', {
    reached: names(owing.filter(({ juror }) => juror.to !== undefined)),
    unreached: names(owing.filter(({ juror }) => juror.to === undefined)),
  });
}

export const chasing = spoken(chaseJudges, async (context, facts) => {
  const told = await tell(context, 'chase-judges', facts);
  const text = context.say('judging.chased', {
    reached: facts.posts.length || '',
    again: facts.again.length || '',
    unreached: told.facts.unreached,
  });
  return [{ text }, ...told.answers];
});

async function judge(context: Context, words: Words): Promise<Answer[]> {
  const jury = await juryOf(context);
  const juror = jurorIn(words, jury) ?? misuse('judging.who', { word: words.left[0] ?? '' });
  const { groups } = rulesOf(context);
  const categoryIds = categoriesIn(words);
  let [groupId, unitId] = [juror.groupId, ''];
  while (words.left.length > 0) {
    const group = groups.find(({ name }) => name === words.left[0]);
    const unit = group ? undefined : unitIn(words);
    if (group) {
      groupId = group.id;
      words.left.shift();
    } else unitId = unit ?? misuse('judging.no-group', { groups: groups.map(({ name }) => name).join(BETWEEN) });
  }
  const named = await nameJudge(context, { personId: juror.personId, groupId, categoryIds, unitId });
  const text = context.say('judging.named', {
    name: named.juror.name,
    group: groups.find(({ id }) => id === named.juror.groupId)?.name ?? '',
    categories: categoryIds.map((id) => categoryOf(context, id).short).join(BETWEEN),
    units: named.juror.unitIds.map((id) => unitOf(context, id).short).join(BETWEEN),
  });
  return [{ text }];
}

async function keepAway(context: Context, words: Words): Promise<Answer[]> {
  const juror = allowed(context, 'lead-review') ? jurorIn(words, await juryOf(context)) : undefined;
  if (!juror && !allowed(context, 'score')) misuse('judging.who', { word: words.left[0] ?? '' });
  const number = numberIn(words) ?? null;
  const unitId = number === null ? (unitIn(words) ?? '') : '';
  const about = { unitId, number, reason: reasonIn(words) };
  const conflict: Conflict = juror
    ? await excuse(context, { personId: juror.personId, ...about })
    : await recuse(context, about);
  const text = context.say('judging.recused', {
    name: juror?.name ?? '',
    number: conflict.number ?? '',
    unit: conflict.unitId === '' ? '' : unitOf(context, conflict.unitId).short,
  });
  return [{ text }];
}

async function links(context: Context, words: Words): Promise<Answer[]> {
  const numbers: number[] = [];
  for (let next = numberIn(words); next !== undefined; next = numberIn(words)) numbers.push(next);
  if (numbers.length === 0) misuse('judging.which');
  const { shown } = await showLinks(context, { links: numbers.map((number) => ({ number })) });
  return [{ text: context.say('judging.links-shown', { numbers: numbersInWords(shown) }) }];
}

async function decide(context: Context, words: Words): Promise<Answer[]> {
  const number = numberIn(words) ?? misuse('judging.which');
  const award = awardIn(words);
  const decided = await decideAward(context, { number, award, reason: reasonIn(words) });
  const { work } = decided;
  const said = { number, title: work.title, reason: decided.reason };
  const text = context.say('judging.decided', { ...said, award: decided.award ?? '', back: decided.award === null });
  return [{ text }];
}

async function freeze(context: Context, words: Words): Promise<Answer[]> {
  const { result, reason, provisional } = await freezeResults(context, { reason: reasonIn(words) });
  const works = result.categories.flatMap((category) => category.works);
  const awarded = works.filter(({ award }) => award !== '').length;
  const text = context.say('judging.frozen-now', {
    works: works.length,
    awarded,
    provisional: provisional || '',
    reason,
  });
  return [{ text }];
}

async function reopen(context: Context, words: Words): Promise<Answer[]> {
  const { reason } = await reopenResults(context, { reason: reasonIn(words) });
  return [{ text: context.say('judging.reopened', { reason }) }];
}

async function raise(context: Context, words: Words): Promise<Answer[]> {
  const number = numberIn(words) ?? misuse('judging.which');
  const said = reasonIn(words);
  const [, raisedBy = '', text = said] = /^([^:：]{1,20})[:：]\s*(.*)$/s.exec(said) ?? [];
  const { id } = await object(context, { number, raisedBy, text });
  return [{ text: context.say('judging.objected', { id, number }) }];
}

async function settle(context: Context, words: Words): Promise<Answer[]> {
  const id = numberIn(words) ?? misuse('judging.which');
  const { number, outcome } = await settleObjection(context, { id, outcome: reasonIn(words) });
  return [{ text: context.say('judging.settled', { id, number, outcome }) }];
}

async function sheetFor(context: Context, words: Words): Promise<Answer[]> {
  if (!allowed(context, 'lead-review')) return blankSheet(context, undefined);
  const juror = jurorIn(words, await juryOf(context));
  if (!juror && !allowed(context, 'score')) misuse('judging.who', { word: words.left[0] ?? '' });
  return blankSheet(context, juror);
}
