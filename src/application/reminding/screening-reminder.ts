import { workdayOnOrAfter } from '../../domain/calendar.ts';
import { WAITING } from '../../domain/candidate.ts';
import { afterQuiet, dueOn } from '../../domain/reminder.ts';
import { addDays, beijingDay, type Day, endOfDay } from '../../domain/time.ts';
import type { Answer } from '../delivery/answer.ts';
import { coordinatorsOf } from '../people/people.ts';
import { unitOf } from '../words/lexicons.ts';
import type { Reminding } from './schedule.ts';

const stillWaits = { state: { in: [...WAITING] } };

/** What waits to be screened in a unit, and how much of it is told for the first time. */
interface NewlyWaiting {
  unitId: string;
  fresh: number;
  count: number;
}

/**
 * On a working day, at the hour of all reminders, each unit is told once of what has come to be screened since: the rows themselves are
 * marked as told in the same transaction. What comes later on the day waits for the next one.
 */
export async function screeningPosts(context: Reminding): Promise<Answer[]> {
  const { campaign, calendar, now } = context;
  const day = beijingDay(now);
  const at = dueOn(campaign, day);
  const isTime =
    calendar.isWorkday(day) && now >= at && afterQuiet(campaign.reminders, now).getTime() === now.getTime();
  if (!isTime) return [];
  // Where nobody can be reached it waits until somebody can.
  const people = await peopleOf(context, await unitsWithNews(context, at));
  const told = await markTold(context, [...new Set([...people.values()].flatMap(({ own }) => own))], at);
  const answers: Answer[] = [];
  for (const [personId, { to, own: all }] of people) {
    const own = all.filter((unitId) => told.includes(unitId));
    const text = newInWords(context, await newlyWaiting(context, own, day));
    if (text !== undefined)
      answers.push({ to, text, recipe: { campaign: campaign.id, what: 'screening', day, personId, unitIds: own } });
  }
  return answers;
}

/** When the next such line is due after now, as far as something waits to be told. */
export async function nextScreeningLine(context: Reminding): Promise<{ dueAt: Date } | undefined> {
  const { tx, campaign, calendar, now } = context;
  const oldest = await tx.candidate.findFirst({
    where: { campaign: campaign.id, ...stillWaits, toldAt: null },
    orderBy: { handedInAt: 'asc' },
    select: { handedInAt: true },
  });
  if (!oldest) return undefined;
  const from = oldest.handedInAt > now ? oldest.handedInAt : now;
  const first = workdayOnOrAfter(calendar, beijingDay(from));
  const dueAt = dueOn(campaign, first);
  return { dueAt: dueAt > from ? dueAt : dueOn(campaign, workdayOnOrAfter(calendar, addDays(first, 1))) };
}

const newsBefore = (at: Date) => ({
  ...stillWaits,
  toldAt: null,
  OR: [{ mendedAt: null, handedInAt: { lt: at } }, { mendedAt: { lt: at } }],
});

async function unitsWithNews({ tx, campaign }: Reminding, at: Date): Promise<string[]> {
  const rows = await tx.candidate.groupBy({ by: ['unitId'], where: { campaign: campaign.id, ...newsBefore(at) } });
  return rows.map(({ unitId }) => unitId).sort();
}

/** Marks what waits in these units as told; a second process that does the same at once finds nothing left. Returns the units of its own. */
export async function markTold({ tx, campaign, now }: Reminding, unitIds: string[], before = now): Promise<string[]> {
  if (unitIds.length === 0) return [];
  const marked = await tx.candidate.updateManyAndReturn({
    where: { campaign: campaign.id, unitId: { in: unitIds }, ...newsBefore(before) },
    data: { toldAt: now },
    select: { unitId: true },
  });
  return [...new Set(marked.map(({ unitId }) => unitId))];
}

async function peopleOf(context: Reminding, unitIds: string[]) {
  const people = new Map<number, { to: NonNullable<Answer['to']>; own: string[] }>();
  if (unitIds.length === 0) return people;
  for (const { personId, to, unitId } of await coordinatorsOf(context, unitIds))
    if (to) people.set(personId, { to, own: [...(people.get(personId)?.own ?? []), unitId] });
  return people;
}

/** What is new was told on the day, or is told for the first time; units of which nothing new waits are left out. */
export async function newlyWaiting({ tx, campaign }: Reminding, unitIds: string[], day: Day): Promise<NewlyWaiting[]> {
  const rows = await tx.candidate.findMany({
    where: { campaign: campaign.id, unitId: { in: unitIds }, ...stillWaits },
    select: { unitId: true, toldAt: true },
  });
  const since = endOfDay(addDays(day, -1));
  return unitIds.flatMap((unitId) => {
    const own = rows.filter((row) => row.unitId === unitId);
    const fresh = own.filter(({ toldAt }) => toldAt !== null && toldAt >= since).length;
    return fresh === 0 ? [] : [{ unitId, fresh, count: own.length }];
  });
}

export function newInWords(context: Reminding, units: NewlyWaiting[]): string | undefined {
  const [first] = units;
  if (!first) return undefined;
  const rows = units.map(({ unitId, fresh, count }) => ({
    unit: unitOf(context, unitId).short,
    fresh,
    count: count > fresh ? count : '',
  }));
  return context.say('screening.new', {
    units: rows,
    several: units.length > 1,
    fresh: first.fresh,
    count: rows[0]?.count ?? '',
  });
}

/** A reminder of something else, and a line of what waits to be screened in the same units. */
export async function withWaiting(context: Reminding, text: string, unitIds: string[]): Promise<string> {
  const { tx, campaign, say } = context;
  const count = await tx.candidate.count({ where: { campaign: campaign.id, unitId: { in: unitIds }, ...stillWaits } });
  return count === 0 ? text : `${text}\n${say('screening.also-waiting', { count })}`;
}
