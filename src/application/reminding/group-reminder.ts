import { deadlinesOf } from '../../domain/deadline.ts';
import { lacking, lackOn } from '../../domain/reminder.ts';
import { beijingDay, beijingDayAndTime } from '../../domain/time.ts';
import type { Destination, Post } from '../message.ts';
import { coordinatorsOf } from '../people/people.ts';
import { unitOf } from '../words/lexicons.ts';
import { extensionsOf, progressNow } from '../works/ledger.ts';
import { listInWords, reasonsInWords } from './reminder-words.ts';
import type { Planned, Reminding } from './schedule.ts';

const NAMES_BETWEEN = '、';

/**
 * The text of a group reminder with the list of this moment; undefined when nobody lacks anything. Coordinators are
 * mentioned where a mention reaches them in this group, and named where it does not; without a group they are neither.
 */
export async function groupPost(
  context: Reminding,
  planned: Planned,
  to?: Destination,
): Promise<Pick<Post, 'text' | 'mentions'> | undefined> {
  const { campaign, say, now } = context;
  const deadlines = deadlinesOf(campaign, await extensionsOf(context));
  const found = await progressNow(context);
  const lists =
    planned.plannedId === undefined
      ? lackOn(planned, found, deadlines)
      : deadlines.days
          .map((deadline) => ({ deadline, units: lacking(found, deadlines, deadline) }))
          .filter(({ units }) => units.length > 0);
  const openings = planned.reasons.flatMap((reason) => {
    const phase = reason.kind === 'phase-opening' && campaign.phases.find(({ id }) => id === reason.phase);
    return phase ? [{ phase: phase.name, text: phase.text, clause: phase.clause }] : [];
  });
  const digest = planned.reasons.some(({ kind }) => kind === 'digest');
  if (lists.length === 0 && openings.length === 0 && !digest) return undefined;
  const today = beijingDay(now);
  const why = planned.reasons.filter(({ kind }) => kind !== 'phase-opening');
  const unitIds = new Set(lists.flatMap(({ units }) => units.map(({ unitId }) => unitId)));
  const called = to ? await call(context, [...unitIds], to) : { mentions: [], names: '' };
  const text = say('remind.post', {
    why: why.length > 0 ? reasonsInWords(context, why) : '',
    openings,
    digest: digest
      ? [
          {
            percent: Math.floor((found.ratio ?? 0) * 100),
            met: found.met,
            target: found.target,
            complete: found.states.complete,
            partial: found.states.partial,
            nothing: found.states.nothing,
            onlyZero: found.states.partial + found.states.nothing - lacking(found, deadlines).length || '',
          },
        ]
      : [],
    lists: lists.map(({ deadline, units }) => ({
      deadline,
      extended: !deadlines.own.includes(deadline),
      overdue: deadline < today,
      count: units.length,
      named: listInWords(context, units),
    })),
    called: called.names,
    counted: digest || lists.length > 0,
    time: beijingDayAndTime(now),
  });
  return { text, mentions: called.mentions };
}

/** The coordinators of units: those whom a mention in this group reaches, by their ids; the others by name. */
async function call(
  context: Reminding,
  unitIds: string[],
  { channel, chat }: Destination,
): Promise<{ mentions: string[]; names: string }> {
  if (unitIds.length === 0) return { mentions: [], names: '' };
  const rings = context.channels.get(channel)?.reach?.(chat).mentions !== false;
  const mentions = new Set<string>();
  const names = new Set<string>();
  for (const { unitId, name, accounts } of await coordinatorsOf(context, unitIds)) {
    const ids = rings ? accounts.filter((one) => one.channel === channel).map(({ senderId }) => senderId) : [];
    for (const id of ids) mentions.add(id);
    if (ids.length === 0 && name !== '')
      names.add(context.say('remind.person', { name, unit: unitOf(context, unitId).short }));
  }
  return { mentions: [...mentions], names: [...names].join(NAMES_BETWEEN) };
}
