import type { Progress, UnitProgress } from '../../domain/progress.ts';
import { resolve } from '../../domain/resolve.ts';
import { cityTargetOf } from '../../domain/target.ts';
import { beijingDayAndTime } from '../../domain/time.ts';
import type { Command } from '../command.ts';
import type { Answer, Context } from '../context.ts';
import { progressNow } from '../ledger.ts';
import { categoryNames, categoryOf, surely, unitOf, unitsToRead } from '../lexicons.ts';
import type { Table } from '../message.ts';
import { asOne } from '../outbox.ts';
import { isStaff } from '../people.ts';
import { allowed } from '../permit.ts';
import { misuse, refuse } from '../refuse.ts';
import { selfReportsOf } from './self-report.ts';

/** A list of more units than this is no answer for a phone; the figures and a way to the names are. */
const LISTED = 40;
const COLUMNS_BETWEEN = '、';

export const progress: Command = {
  id: 'progress',
  action: 'read-totals',
  async handle(context, args) {
    const { speaker, inGroup, vocabulary } = context;
    const word = args.head;
    if (word === '' && !inGroup && !isStaff(speaker) && speaker.units.length > 0)
      return ofUnits(context, speaker.units);
    if (word === '' || vocabulary.everyone.includes(word)) return ofCity(context);
    const { units, categories } = context.lexicons;
    const asked = args.words;
    const categoryIds = asked
      .filter((one) => surely(categories, one) && !surely(units, one))
      .flatMap((one) => idsOf(context, 'categories', one));
    const unitWords = asked.filter((one) => surely(units, one));
    if (unitWords.length === 0 && categoryIds.length > 0) return ofCategory(context, categoryIds);
    if (unitWords.length === 0) {
      const category = resolve(categories, word);
      const unit = resolve(units, word);
      if (category.kind === 'guess' && unit.kind === 'none') return ofCategory(context, category.ids.slice(0, 1));
      if (unit.kind === 'none') misuse('progress.unknown', { word, categories: categoryNames(context) });
      return ofUnits(context, unitsToRead(context, word));
    }
    return ofUnits(
      context,
      unitWords.flatMap((one) => unitsToRead(context, one)),
      categoryIds,
    );
  },
};

function idsOf(context: Context, which: 'units' | 'categories', word: string): string[] {
  const found = resolve(context.lexicons[which], word);
  return found.kind === 'one' ? [found.id] : found.kind === 'none' ? [] : found.ids;
}

/** The items of some units; a coordinator sees their own only. */
async function ofUnits(context: Context, unitIds: string[], categoryIds: string[] = []): Promise<string> {
  const readable = [...new Set(unitIds)].filter((id) => allowed(context, 'read-unit', id));
  if (readable.length === 0)
    refuse('progress.not-yours', { units: unitIds.map((id) => unitOf(context, id).short).join('、') });
  const found = await progressNow(context, readable, categoryIds.length > 0 ? categoryIds : undefined);
  const texts = [];
  for (const unit of found.units) {
    const rows = isStaff(context.speaker) ? await selfReportsOf(context, unit.unitId) : [];
    const claimed = rows.map(({ category, number }) => ({ category, number: number ?? '' }));
    const said = claimed.length > 0 ? [context.say('progress.self-reported', { rows: claimed })] : [];
    texts.push([unitInWords(context, unit), ...said].join('\n'));
  }
  return texts.join('\n\n');
}

export function unitInWords(context: Context, unit: UnitProgress): string {
  const { say, now } = context;
  return say('progress.unit', {
    unit: unitOf(context, unit.unitId).name,
    percent: unit.ratio === undefined ? '' : percent(unit.ratio),
    met: unit.met,
    target: unit.target,
    noTarget: unit.ratio === undefined,
    items: unit.items
      .filter(
        (item) =>
          item.target !== undefined || item.cap !== undefined || item.count > 0 || item.zero || item.returned > 0,
      )
      .map((item) => ({
        category: categoryOf(context, item.categoryId).short,
        count: item.count,
        target: item.target ?? '',
        none: item.target === undefined,
        short: item.short > 0 ? item.short : '',
        over: item.over > 0 && item.beyond === 0 ? item.over : '',
        cap: item.cap !== undefined && item.cap !== item.target ? item.cap : '',
        beyond: item.beyond > 0 ? item.beyond : '',
        accepted: item.accepted > 0 ? item.accepted : '',
        returned: item.returned > 0 ? item.returned : '',
        zero: item.zero,
      })),
    time: beijingDayAndTime(now),
  });
}

async function ofCity(context: Context): Promise<Answer[]> {
  const found = await progressNow(context);
  const own = context.speaker.units.flatMap((id) => found.units.find((unit) => unit.unitId === id) ?? []);
  const listed = isStaff(context.speaker) && found.units.length <= LISTED;
  const rows = categoryRows(context, found);
  const lines = rows.map((row) => context.say('progress.city-row', row)).join('\n');
  const text = context.say('progress.city', {
    own: own.map((unit) => ({ ...lineOf(context, unit) })),
    measured: found.target > 0,
    count: found.categories.reduce((sum, { count }) => sum + count, 0),
    percent: percent(found.ratio ?? 0),
    met: found.met,
    target: found.target,
    complete: found.states.complete,
    partial: found.states.partial,
    nothing: found.states.nothing,
    categories: lines,
    units: listed ? found.units.filter(({ state }) => state === 'partial').map((unit) => lineOf(context, unit)) : [],
    nothingNames: listed ? namesOf(context, found, 'nothing') : '',
    completeNames: listed ? namesOf(context, found, 'complete') : '',
    othersLines: listed
      ? found.units.filter(({ state }) => state === 'no-target').map((unit) => lineOf(context, unit))
      : [],
    long: isStaff(context.speaker) && !listed,
    time: beijingDayAndTime(context.now),
  });
  const cells = rows.map(({ category, count, target, accepted }) => [category, count, target, accepted]);
  return [{ text, ...asTable(context.say('progress.city-head'), cells, lines) }];
}

/** `head` is as an office writes it: the columns' names with 、 between them. */
function asTable(head: string, cells: (string | number)[][], lines: string): { table?: Table } {
  if (lines === '') return {};
  return { table: { head: head.split(COLUMNS_BETWEEN), rows: cells.map((row) => row.map(String)), lines } };
}

const namesOf = (context: Context, found: Progress, state: UnitProgress['state']) =>
  found.units
    .filter((unit) => unit.state === state)
    .map(({ unitId }) => unitOf(context, unitId).short)
    .join('、');

const categoryRows = (context: Context, found: Progress) =>
  found.categories.map((total) => ({
    category: categoryOf(context, total.categoryId).short,
    measure: categoryOf(context, total.categoryId).measure,
    count: total.count,
    target: total.target ?? cityTargetOf(context.campaign, total.categoryId) ?? '',
    accepted: total.accepted > 0 ? total.accepted : '',
  }));

/** One line of a list, in the table's order: what it has and what it lacks. */
export function lineOf(context: Context, unit: UnitProgress) {
  const short = unit.items.filter((item) => item.short > 0);
  return {
    unit: unitOf(context, unit.unitId).short,
    met: unit.met,
    target: unit.target,
    noTarget: unit.state === 'no-target',
    count: unit.items.reduce((sum, item) => sum + item.count, 0),
    beyond: unit.items.reduce((sum, item) => sum + item.beyond, 0) || '',
    nothing: unit.state === 'nothing',
    complete: unit.state === 'complete',
    lacks:
      unit.state === 'nothing'
        ? ''
        : short.map((item) => `${categoryOf(context, item.categoryId).short} ${item.short}`).join('、'),
  };
}

async function ofCategory(context: Context, categoryIds: string[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const categoryId of [...new Set(categoryIds)]) {
    const found = await progressNow(context, undefined, [categoryId]);
    const category = categoryOf(context, categoryId);
    const total = found.categories[0];
    const city = cityTargetOf(context.campaign, categoryId);
    const mayList = isStaff(context.speaker);
    const own = context.speaker.units;
    const shown = found.units.filter((unit) => mayList || own.includes(unit.unitId));
    const rows =
      shown.length > LISTED
        ? []
        : shown
            .map((unit) => ({ unit, item: unit.items[0] }))
            .filter(({ item }) => item && (item.count > 0 || item.target !== undefined))
            .map(({ unit, item }) => ({
              unit: unitOf(context, unit.unitId).short,
              count: item?.count ?? 0,
              target: item?.target ?? '',
              zero: item?.zero ?? false,
            }));
    const said = rows.map((row) => context.say('progress.category-row', row));
    const lines = said.join('\n');
    answers.push({
      text: context.say('progress.category', {
        category: category.name,
        measure: category.measure,
        count: total?.count ?? 0,
        accepted: total?.accepted ?? 0,
        target: total?.target ?? '',
        cityTarget: city ?? '',
        noTarget: total?.target === undefined && city === undefined,
        units: lines,
        time: beijingDayAndTime(context.now),
      }),
      ...asTable(
        context.say('progress.category-head'),
        rows.map(({ unit, count, target, zero }) => [unit, count, target, zero ? '✓' : '']),
        lines,
      ),
    });
  }
  return asOne(answers);
}

/** Rounded down, so that 100 % is said of what is complete only. */
const percent = (ratio: number) => `${Math.floor(ratio * 100)}%`;
