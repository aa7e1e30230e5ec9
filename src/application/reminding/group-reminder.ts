import type { CityPicture } from '../../domain/city-picture.ts';
import { type Deadlines, deadlinesOf } from '../../domain/deadline.ts';
import { type Lack, lacking, lackOn } from '../../domain/lack.ts';
import type { Progress } from '../../domain/progress.ts';
import { namesNobody } from '../../domain/reminder.ts';
import { beijingDay, beijingDayAndTime } from '../../domain/time.ts';
import { cityPicture } from '../delivery/city-picture.ts';
import type { Destination, Post } from '../message.ts';
import { coordinatorsOf } from '../people/people.ts';
import { categoryOf, unitOf } from '../words/lexicons.ts';
import { extensionsOf, progressNow } from '../works/ledger.ts';
import { contactOf } from './office-contact.ts';
import { platformFacts } from './platform-reminder.ts';
import { LINES, listInWords, reasonsInWords } from './reminder-words.ts';
import type { Planned, Reminding } from './schedule.ts';

const BETWEEN = '、';
/** Names behind one another in a line; the units are named above anyway. */
const NAMED = 12;
/** Lines of a post. */
const SCREEN = 12;

/** The table of the city beside the reminder of this moment; undefined where that names nobody, or there is none. */
export async function groupPicture(context: Reminding, planned: Planned): Promise<CityPicture | undefined> {
  if (planned.plannedId === undefined && namesNobody(context.campaign, beijingDay(context.now))) return undefined;
  return (await groupPost(context, planned)) && cityPicture(context, await progressNow(context));
}

type Said = Required<Pick<Post, 'text' | 'mentions'>>;

/**
 * The text of a group reminder with the list of this moment; undefined when nobody lacks anything. Coordinators are
 * mentioned where a mention reaches them in this group, and named where it does not; without a group they are neither.
 * In the first days after the notice nobody is named: it says what is due when, and how to report.
 */
export async function groupPost(context: Reminding, planned: Planned, to?: Destination): Promise<Said | undefined> {
  const { campaign, say, now } = context;
  const deadlines = deadlinesOf(campaign, await extensionsOf(context));
  const found = await progressNow(context);
  const lacks = planned.plannedId === undefined ? lackOn(planned, found, deadlines) : lacking(found, deadlines);
  const openings = planned.reasons.flatMap((reason) => {
    const phase = reason.kind === 'phase-opening' && campaign.phases.find(({ id }) => id === reason.phase);
    return phase ? [{ phase: phase.name, text: phase.text, clause: phase.clause }] : [];
  });
  const digest = planned.reasons.some(({ kind }) => kind === 'digest');
  const nobody = planned.plannedId === undefined && namesNobody(campaign, beijingDay(now));
  const platforms = await platformFacts(context, planned.reasons, nobody);
  // Of a regular report without a number nobody knows who lacks it: its day is said all the same.
  const uncounted = planned.reasons.some((reason) => reason.kind === 'part' && !reason.counted);
  if (lacks.length === 0 && openings.length === 0 && platforms.length === 0 && !digest && !uncounted) return undefined;
  const open = new Set(platforms.map(({ categoryId }) => categoryId));
  const why = planned.reasons.filter(
    (reason) => reason.kind !== 'phase-opening' && (reason.kind !== 'platform' || open.has(reason.categoryId)),
  );
  const named = nobody ? [] : lacks;
  const called = to && named.length > 0 ? await call(context, named, to) : { mentions: [], names: '' };
  const textWith = (lines: number) =>
    say('remind.post', {
      why: why.length > 0 ? reasonsInWords(context, why) : '',
      openings,
      digest: digest ? [digestFacts(found)] : [],
      platforms,
      how: nobody && lacks.length > 0 ? [{ day: deadlines.base.day, work: exampleWork(context) }] : [],
      list: named.length > 0 ? [listFacts(context, named, deadlines, lines)] : [],
      city: digest || named.length > 0 ? cityInWords(context, found) : '',
      called: called.names,
      contact: named.length > 0 || nobody ? contactOf(context) : '',
      counted: digest || named.length > 0,
      time: beijingDayAndTime(now),
    });
  return { text: onAScreen(textWith), mentions: called.mentions };
}

/** With fewer units in lines of their own where it would not go on a phone's screen; the picture has them all. */
function onAScreen(textWith: (lines: number) => string): string {
  let text = textWith(LINES);
  for (let lines = LINES - 1; lines > 0 && text.split('\n').length > SCREEN; lines--) text = textWith(lines);
  return text;
}

/** What staff have said in a group at once, and whom it names: those who lack something, as things are at this moment. */
export async function groupNudge(
  context: Reminding,
  lacks: Lack[],
  deadlines: Deadlines,
  to: Destination,
): Promise<Said> {
  const { mentions, names } = await call(context, lacks, to);
  const text = context.say('nudge.group', {
    list: [listFacts(context, lacks, deadlines)],
    called: names,
    contact: contactOf(context),
    time: beijingDayAndTime(context.now),
  });
  return { text, mentions };
}

/** The list under one day: that of most of what is missing, or the earliest of such; other days stand in the list. */
function listFacts(context: Reminding, lacks: Lack[], deadlines: Deadlines, lines = LINES) {
  const items = lacks.flatMap((lack) => lack.items);
  const counts = new Map<string, number>();
  for (const { day } of items) counts.set(day, (counts.get(day) ?? 0) + 1);
  const [[day] = [deadlines.base.day]] = [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  return {
    count: lacks.length,
    day,
    extended: !deadlines.own.includes(day),
    overdue: day < beijingDay(context.now),
    named: listInWords(context, lacks, day, lines),
  };
}

const digestFacts = (found: Progress) => ({
  percent: Math.floor((found.ratio ?? 0) * 100),
  met: found.met,
  target: found.target,
  complete: found.states.complete,
  partial: found.states.partial,
  nothing: found.states.nothing,
  onlyZero: found.units.filter(isZeroOtherwise).length || '',
});

/** It has not all of its targets, and reported as zero whatever it has not. */
const isZeroOtherwise = ({ state, items }: Progress['units'][number]): boolean =>
  (state === 'partial' || state === 'nothing') && items.every(({ short, zero }) => short === 0 || zero);

/** `宣传员 32/50`: what the notice asks of the city and not of its units. */
function cityInWords(context: Reminding, found: Progress): string {
  const undivided = context.campaign.cityTargets.flatMap(({ category, number }) => {
    const total = found.categories.find(({ categoryId }) => categoryId === category);
    return total && total.target === undefined ? [{ category, number, count: total.count }] : [];
  });
  return undivided
    .map(({ category, ...figures }) =>
      context.say('remind.city', { ...figures, category: categoryOf(context, category).short }),
    )
    .join(BETWEEN);
}

const exampleWork = ({ campaign }: Reminding): string =>
  campaign.categories.find(({ kind }) => kind === 'work')?.short ?? '';

/** The coordinators of units: those whom a mention in this group reaches, by their ids; the others by name. */
async function call(
  context: Reminding,
  lacks: Lack[],
  { channel, chat }: Destination,
): Promise<{ mentions: string[]; names: string }> {
  const { say } = context;
  const rings = context.channels.get(channel)?.reach?.(chat).mentions !== false;
  const mentions = new Set<string>();
  const names = new Set<string>();
  const coordinators = await coordinatorsOf(
    context,
    lacks.map(({ unitId }) => unitId),
  );
  for (const { unitId, name, accounts } of coordinators) {
    const ids = rings ? accounts.filter((one) => one.channel === channel).map(({ senderId }) => senderId) : [];
    for (const id of ids) mentions.add(id);
    if (ids.length === 0 && name !== '') names.add(say('remind.person', { name, unit: unitOf(context, unitId).short }));
  }
  const more = names.size - NAMED;
  const named = [...names].slice(0, NAMED).join(BETWEEN) + (more > 0 ? say('remind.and-more', { count: more }) : '');
  return { mentions: [...mentions], names: named };
}
