import type { DemandState } from '../../../domain/demand-state.ts';
import type { Progress, UnitProgress } from '../../../domain/progress.ts';
import { cityTargetOf } from '../../../domain/target.ts';
import { beijingDayAndTime } from '../../../domain/time.ts';
import type { Answer } from '../../delivery/answer.ts';
import { cityPicture } from '../../delivery/city-picture.ts';
import { asOne } from '../../delivery/outbox.ts';
import type { Table } from '../../message.ts';
import { allowed } from '../../people/permit.ts';
import { demandRow } from '../../words/demands.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { refuse } from '../../words/refuse.ts';
import { progressNow } from '../../works/ledger.ts';
import { selfReportsOf } from '../../works/self-report.ts';
import { type Context, command } from '../context.ts';
import { levelsInWords } from '../levels.ts';
import { categoryRows, LISTED, lineOf, namesIn, namesOf, percent } from '../progress-lines.ts';

const COLUMNS_BETWEEN = '、';

export const progress = command({
  id: 'progress',
  action: 'read-totals',
  args: {
    everyone: { kind: 'everyone' },
    units: { kind: 'units', for: 'read' },
    categories: { kind: 'categories', for: 'read' },
    byLevel: { kind: 'flag', of: 'byLevel' },
    picture: { kind: 'flag', of: 'asPicture' },
  },
  async handle(context, { everyone, units, categories, byLevel, picture }) {
    const { actor, inGroup } = context;
    if (byLevel) return levelsInWords(context, units.length > 0 ? units : actor.units);
    if (units.length > 0 && picture && categories.length === 0) return pictured(context, units);
    if (units.length > 0) return ofUnits(context, units, categories);
    if (categories.length > 0) return ofCategory(context, categories);
    const own = !everyone && !inGroup && !allowed(context, 'read-all-units');
    if (own && actor.units.length > 0) return picture ? pictured(context, actor.units) : ofUnits(context, actor.units);
    return inGroup || picture ? ofCityBriefly(context) : ofCity(context);
  },
});

/** The items of some units; a coordinator sees their own only. */
async function ofUnits(context: Context, unitIds: string[], categoryIds: string[] = []): Promise<string> {
  const readable = [...new Set(unitIds)].filter((id) => allowed(context, 'read-unit', id));
  if (readable.length === 0)
    refuse('progress.not-yours', { units: unitIds.map((id) => unitOf(context, id).short).join('、') });
  const found = await progressNow(context, readable, categoryIds.length > 0 ? categoryIds : undefined);
  const texts = [];
  for (const unit of found.units) {
    const rows = allowed(context, 'read-self-reports') ? await selfReportsOf(context, unit.unitId) : [];
    const claimed = rows.map(({ categoryId, number }) => ({
      category: categoryId === '' ? '' : categoryOf(context, categoryId).short,
      number: number ?? '',
    }));
    const said = claimed.length > 0 ? [context.say('progress.self-reported', { rows: claimed })] : [];
    texts.push([unitInWords(context, unit), ...said].join('\n'));
  }
  return texts.join('\n\n');
}

function unitInWords(context: Context, unit: UnitProgress): string {
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
    demands: unit.demands.map((one) => say('demand.line', demandRow(context, one))).join('\n'),
    time: beijingDayAndTime(now),
  });
}

/** The items of some units, and a picture of their rows. */
async function pictured(context: Context, unitIds: string[]): Promise<Answer[]> {
  const text = await ofUnits(context, unitIds);
  return [{ text }, ...(await pictureOf(context, await progressNow(context), unitIds))];
}

/** Of those units that the speaker may see, of all of them where none is named. */
async function pictureOf(context: Context, found: Progress, unitIds?: string[]): Promise<Answer[]> {
  const readable = (unitIds ?? found.units.map(({ unitId }) => unitId)).filter((id) =>
    allowed(context, 'read-unit', id),
  );
  const picture = await cityPicture(context, found, readable);
  return picture ? [{ text: '', picture }] : [];
}

/** What does not fit beside the picture is in it: no unit that lacks nothing is named, and no list is longer than a phone's screen. */
async function ofCityBriefly(context: Context): Promise<Answer[]> {
  const { say, actor, now } = context;
  const found = await progressNow(context);
  const own = actor.units.flatMap((id) => found.units.find((unit) => unit.unitId === id) ?? []);
  const partial = allowed(context, 'read-all-units') ? found.units.filter(({ state }) => state === 'partial') : [];
  const text = say('progress.brief', {
    own: own.map((unit) => lineOf(context, unit)),
    measured: found.target > 0,
    count: found.categories.reduce((sum, { count }) => sum + count, 0),
    percent: percent(found.ratio ?? 0),
    met: found.met,
    target: found.target,
    complete: found.states.complete,
    partial: found.states.partial,
    nothing: found.states.nothing,
    categories: categoryRows(context, found)
      .map((row) => say('progress.city-row', row))
      .join(COLUMNS_BETWEEN),
    partialNames: namesOf(context, partial, true),
    nothingNames: allowed(context, 'read-all-units') ? namesIn(context, found, 'nothing') : '',
    time: beijingDayAndTime(now),
  });
  return [{ text }, ...(await pictureOf(context, found))];
}

async function ofCity(context: Context): Promise<Answer[]> {
  const found = await progressNow(context);
  const own = context.actor.units.flatMap((id) => found.units.find((unit) => unit.unitId === id) ?? []);
  const listed = allowed(context, 'read-all-units') && found.units.length <= LISTED;
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
    ...beyondTargets(found),
    units: listed ? found.units.filter(({ state }) => state === 'partial').map((unit) => lineOf(context, unit)) : [],
    nothingNames: listed ? namesIn(context, found, 'nothing') : '',
    completeNames: listed ? namesIn(context, found, 'complete') : '',
    othersLines: listed
      ? found.units.filter(({ state }) => state === 'no-target').map((unit) => lineOf(context, unit))
      : [],
    shared: found.shared.map((one) => sharedInWords(context, one)).join('\n'),
    long: allowed(context, 'read-all-units') && !listed,
    time: beijingDayAndTime(context.now),
  });
  const cells = rows.map(({ category, count, target, accepted }) => [category, count, target, accepted]);
  return [{ text, ...asTable(context.say('progress.city-head'), cells, lines) }];
}

/** What a group, or the whole city, is asked together: `第一组：作品合计 12/20 差8（附件1）`. */
function sharedInWords(context: Context, state: DemandState): string {
  const { campaign, say } = context;
  const group = campaign.kinds.find(({ units }) => units && sameSet(units, state.unitIds));
  const everybody = state.unitIds.length === campaign.units.length;
  const named = state.unitIds.map((id) => unitOf(context, id).short).join(COLUMNS_BETWEEN);
  const units = everybody ? say('demand.everybody') : (group?.name ?? named);
  return say('demand.shared', { ...demandRow(context, state), units });
}

const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id) => other.includes(id));

/** Why the categories add up to more than the head says; nothing where they do not. */
function beyondTargets({ units, met }: Progress) {
  const items = units.flatMap((unit) => unit.items);
  const total = (of: (item: (typeof items)[number]) => number) => items.reduce((sum, item) => sum + of(item), 0);
  const sum = total(({ count }) => count);
  if (sum <= met) return { sum: '', over: '', untargeted: '' };
  const untargeted = total(({ count, target }) => (target === undefined ? count : 0));
  return { sum, over: total(({ over }) => over) || '', untargeted: untargeted || '' };
}

/** `head` is as an office writes it: the columns' names with 、 between them. */
function asTable(head: string, cells: (string | number)[][], lines: string): { table?: Table } {
  if (lines === '') return {};
  return { table: { head: head.split(COLUMNS_BETWEEN), rows: cells.map((row) => row.map(String)), lines } };
}

async function ofCategory(context: Context, categoryIds: string[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const categoryId of [...new Set(categoryIds)]) {
    const found = await progressNow(context, undefined, [categoryId]);
    const category = categoryOf(context, categoryId);
    const total = found.categories[0];
    const city = cityTargetOf(context.campaign, categoryId);
    const mayList = allowed(context, 'read-all-units');
    const own = context.actor.units;
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
