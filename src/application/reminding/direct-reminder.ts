import { deadlinesOf } from '../../domain/deadline.ts';
import { type Lack, type LackedItem, lackOn } from '../../domain/lack.ts';
import { beijingDay, compareDays, daysBetween } from '../../domain/time.ts';
import type { Answer } from '../delivery/answer.ts';
import { coordinatorsOf, type Reachable } from '../people/people.ts';
import { demandName } from '../words/demands.ts';
import { categoryOf, unitOf } from '../words/lexicons.ts';
import { extensionsOf, progressNow } from '../works/ledger.ts';
import { contactOf } from './office-contact.ts';
import type { Planned, Reminding } from './schedule.ts';
import { markTold, withWaiting } from './screening-reminder.ts';

export type Coordinator = Reachable & { unitId: string };

const BETWEEN = '、';

/** What units lack that a reminder is about, as things are now. */
export async function lacksDirectly(context: Reminding, planned: Planned, unitIds?: string[]): Promise<Lack[]> {
  const deadlines = deadlinesOf(context.campaign, await extensionsOf(context, unitIds));
  return lackOn(planned, await progressNow(context, unitIds), deadlines);
}

/**
 * The text for one coordinator: exactly what each unit lacks and until when. As a reminder it begins with the time that
 * remains.
 */
export function countyText(context: Reminding, lacks: Lack[], as: 'reminder' | 'nudge' = 'reminder'): string {
  const { say } = context;
  const today = beijingDay(context.now);
  const named = lacks.map(({ unitId, items }) => {
    const days = [...new Set(items.map(({ day }) => day))].sort(compareDays).map((day) => ({
      day,
      overdue: day < today,
      items: items.flatMap((item) => (item.day === day ? [itemInWords(context, item)] : [])).join(BETWEEN),
    }));
    return say('nudge.unit', { unit: unitOf(context, unitId).short, days });
  });
  const lacking = (lacks[0]?.items ?? []).map(({ categoryId }) => categoryOf(context, categoryId));
  return say('nudge.county', {
    reminder: as === 'reminder',
    left: as === 'reminder' ? daysLeft(context, lacks) : '',
    named: named.join('\n'),
    // Whoever speaks for several units has to name one in the command, so the example does.
    unit: lacks.length > 1 ? unitOf(context, lacks[0]?.unitId ?? '').short : '',
    work: lacking.find(({ kind }) => kind === 'work')?.short ?? '',
    reportOnly: lacking.every(({ kind }) => kind === 'report'),
    none: lacking.findLast(({ kind }) => kind !== 'report')?.short ?? '',
    contact: contactOf(context),
  });
}

function itemInWords(context: Reminding, { categoryId, short, demand }: LackedItem): string {
  const { short: own, measure } = categoryOf(context, categoryId);
  const category = demand ? demandName(context, demand) : own;
  return context.say('nudge.item', { category, short, measure });
}

function daysLeft({ now }: Reminding, lacks: Lack[]): number {
  const today = beijingDay(now);
  return Math.min(...lacks.flatMap(({ items }) => items.map(({ day }) => daysBetween(today, day))));
}

/** One message for each person who can be written to, about all of their units that lack something. */
export function byPerson(lacks: Lack[], coordinators: Coordinator[]): { person: Coordinator; lacks: Lack[] }[] {
  const unitIdsOf = new Map<number, { person: Coordinator; units: Set<string> }>();
  for (const person of coordinators) {
    if (!person.to) continue;
    const known = unitIdsOf.get(person.personId) ?? { person, units: new Set<string>() };
    known.units.add(person.unitId);
    unitIdsOf.set(person.personId, known);
  }
  const order = new Map(lacks.map(({ unitId }, index) => [unitId, index]));
  const at = (unitId: string) => order.get(unitId) ?? Number.POSITIVE_INFINITY;
  return [...unitIdsOf.values()]
    .map(({ person, units }) => ({
      person,
      lacks: [...units].sort((a, b) => at(a) - at(b)).flatMap((unitId) => lacks[at(unitId)] ?? []),
    }))
    .filter((one) => one.lacks.length > 0)
    .sort((a, b) => at(a.lacks[0]?.unitId ?? '') - at(b.lacks[0]?.unitId ?? ''));
}

/**
 * The units whose coordinators cannot be written to, with the reason: nobody is bound, or these people never spoke to
 * the bot.
 */
export function notReached(context: Reminding, lacks: Lack[], coordinators: Coordinator[]): string[] {
  const { say } = context;
  const ofUnit = new Map<string, Coordinator[]>();
  for (const one of coordinators) ofUnit.set(one.unitId, [...(ofUnit.get(one.unitId) ?? []), one]);
  return lacks.flatMap(({ unitId }) => {
    const unit = unitOf(context, unitId).short;
    const own = ofUnit.get(unitId) ?? [];
    if (own.length === 0) return [say('nudge.nobody-bound', { unit })];
    const names = own.filter(({ to }) => to === undefined).map(({ name }) => name);
    return names.length > 0 ? [say('nudge.not-reached', { unit, names: names.join(BETWEEN) })] : [];
  });
}

/**
 * Reminds each coordinator once a day of what their units lack: whoever inserts the row of a unit and day first sends
 * it. Also returns whom it could not reach.
 */
export async function directPosts(
  context: Reminding,
  planned: Planned,
): Promise<{ answers: Answer[]; unreached: string[] }> {
  const { tx, campaign, now } = context;
  const { day } = planned;
  const lacks = await lacksDirectly(context, planned);
  if (lacks.length === 0) return { answers: [], unreached: [] };
  const unitIds = lacks.map(({ unitId }) => unitId);
  const coordinators = await coordinatorsOf(context, unitIds);
  const people = byPerson(lacks, coordinators);
  const claims = people.flatMap(({ person: { personId }, lacks: own }) =>
    own.map(({ unitId }) => ({ campaign: campaign.id, day, personId, unitId, claimedAt: now })),
  );
  const recorded = await tx.directReminder.createManyAndReturn({
    data: claims,
    skipDuplicates: true,
    select: { personId: true, unitId: true },
  });
  const fresh = new Set(recorded.map(({ personId, unitId }) => `${personId} ${unitId}`));
  const answers: Answer[] = [];
  for (const { person, lacks: all } of people) {
    const { personId, to } = person;
    const own = all.filter(({ unitId }) => fresh.has(`${personId} ${unitId}`));
    if (own.length === 0 || !to) continue;
    const ownIds = own.map(({ unitId }) => unitId);
    const text = await withWaiting(context, countyText(context, own), ownIds);
    answers.push({ to, text, recipe: { campaign: campaign.id, what: 'direct', day, personId, unitIds: ownIds } });
  }
  // They have been told of what waits for them: nobody gets a second message of it.
  await markTold(context, [...new Set(answers.flatMap(({ recipe }) => unitsOf(recipe)))]);
  return { answers, unreached: notReached(context, lacks, coordinators) };
}

const unitsOf = (recipe: Answer['recipe']): string[] => (recipe?.what === 'direct' ? recipe.unitIds : []);
