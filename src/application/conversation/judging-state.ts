import { judgedCategories } from '../../domain/review/judged.ts';
import { beijingDayAndTime } from '../../domain/time.ts';
import { personOf } from '../people/deed.ts';
import { owingOf } from '../reviewing/chase.ts';
import { objectionsOf } from '../reviewing/objections.ts';
import { ofJudge } from '../reviewing/papers.ts';
import { unseenWorks } from '../reviewing/shown.ts';
import { frozenResult, rulesOf, worksUnderReview } from '../reviewing/under-review.ts';
import type { Context } from './context.ts';
import { numbersInWords } from './tell-judges.ts';

const MOST_NAMES = 12;

/** For staff: works, papers in and owed, by whom, and what to do next. No mark is in it. */
export async function judgingNowInWords(context: Context): Promise<string> {
  const { source } = rulesOf(context);
  const works = await worksUnderReview(context);
  const owing = await owingOf(context);
  const frozen = await frozenResult(context);
  const all = owing.reduce((sum, { assigned }) => sum + assigned, 0);
  const owed = owing.reduce((sum, one) => sum + one.owed.length, 0);
  const late = owing.filter((one) => one.owed.length > 0).sort((one, other) => other.owed.length - one.owed.length);
  const waiting = (await objectionsOf(context)).filter(({ settledAt }) => settledAt === null);
  const counted = judgedCategories(context.campaign).flatMap(({ id, short }) => {
    const count = works.filter(({ categoryId }) => categoryId === id).length;
    return count > 0 ? [`${short} ${count}`] : [];
  });
  return context.say('judging.state', {
    works: works.length,
    counted: counted.join('、'),
    judges: owing.length,
    all: all || '',
    papers: all - owed,
    owing: late
      .slice(0, MOST_NAMES)
      .map(({ juror, owed: numbers }) => `${juror.name} ${numbers.length}`)
      .join('、'),
    more: late.length > MOST_NAMES ? late.length : '',
    objections: waiting.map(({ id, number }) => `${id}（#${number}）`).join('、'),
    unseen: numbersInWords((await unseenWorks(context, works)).map(({ number }) => number)),
    source,
    frozen: frozen ? beijingDayAndTime(frozen.at) : '',
    unassigned: all === 0 && owing.length > 0,
    nobody: owing.length === 0,
    done: all > 0 && owed === 0 && !frozen,
  });
}

/** For a judge: what is theirs to judge. Neither units nor authors. */
export async function ownTasksInWords(context: Context): Promise<string> {
  const { criteria } = rulesOf(context);
  const { numbers, latest } = await ofJudge(context, personOf(context));
  const owed = [...numbers].filter((number) => (latest.get(number)?.missing.length ?? 1) > 0);
  const first = owed[0] ?? [...numbers][0] ?? '';
  return context.say('judging.own', {
    all: numbers.size || '',
    owed: owed.length || '',
    numbers: numbersInWords(owed),
    first,
    criteria: criteria.map(({ name, most }) => `${name} ${most}`).join('、'),
    frozen: (await frozenResult(context)) !== null,
    console: context.consoleUrl !== undefined,
  });
}
