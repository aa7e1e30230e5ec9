import { peopleById } from '../../application/people/people.ts';
import { perform, performTelling } from '../../application/perform.ts';
import { assignWorks } from '../../application/reviewing/assign.ts';
import { chaseJudges } from '../../application/reviewing/chase.ts';
import { object, settleObjection } from '../../application/reviewing/objections.ts';
import { decideAward, freezeResults, reopenResults, resultFor } from '../../application/reviewing/results.ts';
import { showLinks } from '../../application/reviewing/shown.ts';
import { worksUnderReview } from '../../application/reviewing/under-review.ts';
import type { CategoryResult } from '../../domain/review/review-result.ts';
import type { Handlers } from './answering.ts';
import { by } from './standing.ts';

const BETWEEN = '、';
const namesIn = (told: string): string[] => told.split(BETWEEN).filter((name) => name !== '');

/** Judging, for staff: results, decisions, who judges what. */
export const resultHandlers: Handlers = {
  async reviewResults({ turn }) {
    const { result, frozen } = await resultFor(turn);
    const titles = new Map((await worksUnderReview(turn)).map(({ number, title }) => [number, title]));
    const judges = await peopleById(turn, [
      ...new Set(result.categories.flatMap(({ swings }) => swings.map(({ judge }) => judge))),
    ]);
    const nameOf = new Map(judges.map(({ id, name }) => [id, name]));
    return {
      frozen: frozen ? { at: frozen.at.toISOString(), reason: frozen.reason } : null,
      categories: result.categories
        .filter(({ works }) => works.length > 0)
        .map((category) => ({
          categoryId: category.categoryId,
          entries: category.entries,
          levels: category.levels.map(({ id, name, places, given, line }) => ({
            ...{ id, name, places, given, line: line?.printed ?? '' },
          })),
          works: rowsOf(category, titles),
          swings: category.swings.map(({ judge, number, from, to }) => ({
            ...{ judge: nameOf.get(judge) ?? '', number },
            ...{ from: levelNames(category, from), to: levelNames(category, to) },
          })),
        })),
    };
  },

  async assignReview({ desk, body: { categories, people }, ...visitor }) {
    const input = { categoryIds: categories, personIds: people };
    const { facts, told } = await performTelling(desk.office, by(visitor), assignWorks, { input });
    return { made: facts.made.length, short: facts.short.length, unreached: namesIn(told.unreached) };
  },

  async chaseJudges({ desk, ...visitor }) {
    const { facts, told } = await performTelling(desk.office, by(visitor), chaseJudges, { input: {} });
    return { reached: facts.posts.length, again: facts.again.length, unreached: namesIn(told.unreached) };
  },

  async decideAward({ desk, params: { number }, body: { award, reason }, ...visitor }) {
    await perform(desk.office, by(visitor), decideAward, { number, award, reason });
    return { ok: true };
  },

  async objectToWork({ desk, params: { number }, body, ...visitor }) {
    await perform(desk.office, by(visitor), object, { number, ...body });
    return { ok: true };
  },

  async settleObjection({ desk, params: { number: id }, body: { outcome }, ...visitor }) {
    await perform(desk.office, by(visitor), settleObjection, { id, outcome });
    return { ok: true };
  },

  async showLinks({ desk, body: { links }, ...visitor }) {
    await perform(desk.office, by(visitor), showLinks, { links });
    return { ok: true };
  },

  async freezeResults({ desk, body: { reason }, ...visitor }) {
    await perform(desk.office, by(visitor), freezeResults, { reason });
    return { ok: true };
  },

  async reopenResults({ desk, body: { reason }, ...visitor }) {
    await perform(desk.office, by(visitor), reopenResults, { reason });
    return { ok: true };
  },
};

const nameIn = ({ levels }: CategoryResult, id: string | undefined): string =>
  levels.find((level) => level.id === id)?.name ?? '';
const levelNames = (category: CategoryResult, ids: string[]): string =>
  ids
    .map((id) => nameIn(category, id))
    .filter((name) => name !== '')
    .join(BETWEEN);

const rowsOf = (category: CategoryResult, titles: ReadonlyMap<number, string>) =>
  category.works.map((work) => ({
    number: work.number,
    title: titles.get(work.number) ?? '',
    unitId: work.unitId,
    rank: work.rank ?? null,
    score: work.score?.printed ?? '',
    median: work.median?.printed ?? '',
    spread: work.spread?.printed ?? '',
    papers: work.papers,
    owed: work.owed.length,
    provisional: work.provisional,
    award: nameIn(category, work.award),
    open: work.open.map((id) => nameIn(category, id)),
    passedOver: work.passedOver,
    within: nameIn(category, work.within),
    decision: work.decision?.reason ?? '',
  }));
