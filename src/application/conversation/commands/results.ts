import type { CategoryResult, WorkResult } from '../../../domain/review/review-result.ts';
import { beijingDayAndTime } from '../../../domain/time.ts';
import { resultFor } from '../../reviewing/results.ts';
import { rulesOf, worksUnderReview } from '../../reviewing/under-review.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { refuse } from '../../words/refuse.ts';
import { type Context, command } from '../context.ts';

/** As many as a phone shows. */
const SHOWN = 8;
const BETWEEN = '、';

/** Results, as they are now or as they were made final: of all categories a line each, of one its ranks. */
export const results = command({
  id: 'results',
  action: 'lead-review',
  args: { category: { kind: 'category' } },
  async handle(context, { category }) {
    rulesOf(context);
    if (context.inGroup) refuse('judging.in-direct');
    const { result, frozen } = await resultFor(context);
    const judged = result.categories.filter(({ works }) => works.length > 0);
    if (judged.length === 0) refuse('judging.nothing-to-judge');
    const head = { frozen: frozen ? beijingDayAndTime(frozen.at) : '', now: beijingDayAndTime(context.now) };
    const one =
      judged.find(({ categoryId }) => categoryId === category) ?? (judged.length === 1 ? judged[0] : undefined);
    if (category !== undefined && one?.categoryId !== category) refuse('judging.nothing-to-judge');
    if (one) return ofCategory(context, one, head);
    return context.say('judging.results', {
      ...head,
      rows: judged.map((each) => ({
        category: categoryOf(context, each.categoryId).short,
        entries: each.entries,
        ranked: each.works.filter(({ rank }) => rank !== undefined).length,
        awards: awardsInWords(context, each),
        ...troublesOf(each),
      })),
      example: categoryOf(context, judged[0]?.categoryId ?? '').short,
    });
  },
});

async function ofCategory(context: Context, result: CategoryResult, head: { frozen: string; now: string }) {
  const titles = new Map((await worksUnderReview(context)).map(({ number, title }) => [number, title]));
  const ranked = result.works.filter(({ rank }) => rank !== undefined);
  return context.say('judging.results-one', {
    ...head,
    category: categoryOf(context, result.categoryId).short,
    entries: result.entries,
    awards: awardsInWords(context, result),
    ...troublesOf(result),
    rows: ranked.slice(0, SHOWN).map((work) => ({
      rank: work.rank ?? '',
      number: work.number,
      title: titles.get(work.number) ?? '',
      unit: unitOf(context, work.unitId).short,
      score: work.score?.printed ?? '',
      spread: work.spread?.printed ?? '',
      award: awardOf(result, work),
      open: work.open.length > 0,
      passedOver: work.passedOver,
      within: nameOf(result, work.within),
      provisional: work.provisional,
    })),
    more: ranked.length > SHOWN ? ranked.length - SHOWN : '',
  });
}

const nameOf = ({ levels }: CategoryResult, id: string | undefined): string =>
  levels.find((level) => level.id === id)?.name ?? '';
const awardOf = (result: CategoryResult, { award }: WorkResult): string => nameOf(result, award);

/** Each level with its places and its line, beside one another. */
const awardsInWords = ({ say }: Context, { levels }: CategoryResult): string =>
  levels
    .map(({ name, places, line }) => say('judging.level', { name, places, line: line?.printed ?? '' }))
    .join(BETWEEN);

/** What staff have to look at. */
const troublesOf = ({ works, provisional, swings }: CategoryResult) => ({
  owed: works.reduce((sum, one) => sum + one.owed.length, 0) || '',
  provisional,
  open: works.filter((one) => one.open.length > 0).length || '',
  within: works.filter((one) => one.within !== undefined).length || '',
  swings: new Set(swings.map(({ number }) => number)).size || '',
});
