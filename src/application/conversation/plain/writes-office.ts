import { deadlineOf } from '../../../domain/deadline.ts';
import { addDays } from '../../../domain/time.ts';
import type { Intent, Slots } from '../../language/intents.ts';
import { allowed } from '../../people/permit.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { extensionsOf } from '../../works/ledger.ts';
import type { Context } from '../context.ts';
import { categoryIds, dayInWords, text, unitsToWrite } from './meant.ts';
import { labelled, type Write, words } from './writing.ts';

/** What staff decide, and what a unit asks them to. */
export const officeWrites: Partial<Record<Intent, Write>> = {
  async grant_extension(context, slots) {
    const unitIds = unitsToWrite(context, slots, 'extend');
    const [categoryId] = categoryIds(slots);
    const reason = () => text(slots, 'reason') ?? misuse('extend.no-reason');
    const fields = context.vocabulary.commands.extend?.fields;
    const proposals = [];
    for (const unitId of unitIds) {
      const day = await dayExtendedTo(context, slots, unitId);
      if (day === undefined) return misuse('extend.lacks');
      const rest = words(
        unitOf(context, unitId).short,
        categoryId === undefined ? undefined : categoryOf(context, categoryId).short,
        `${fields?.day?.[1] ?? ''}:${day}`,
        `${fields?.reason?.[0] ?? ''}:${reason()}`,
      );
      const when = dayInWords(context, day);
      proposals.push({ command: 'extend', rest, unitId, when, ...(categoryId !== undefined && { categoryId }) });
    }
    return proposals;
  },
  async request_extension(context, slots) {
    const [unitId = '', other] = unitsToWrite(context, 'unit' in slots ? slots : { unit: '@self' }, 'request');
    if (other !== undefined) misuse('permit.several-units', { units: '' });
    if (!allowed(context, 'report', unitId)) refuse('permit.other-unit', { unit: unitOf(context, unitId).short });
    const [categoryId] = categoryIds(slots);
    const { day: base } = deadlineOf(context.campaign, await extensionsOf(context, [unitId]), unitId, categoryId ?? '');
    const day = await dayExtendedTo(context, slots, unitId);
    if (day === undefined) return misuse('request.no-day');
    if (day <= base) refuse('request.in-time', { day: dayInWords(context, day), base: dayInWords(context, base) });
    const [kind = ''] = context.vocabulary.requestKinds.extension;
    const category = categoryId === undefined ? undefined : categoryOf(context, categoryId).short;
    const fields = context.vocabulary.commands.request?.fields;
    const reason = labelled(context, 'request', { reason: 'reason' }, slots);
    const rest = words(kind, named(context, unitId), category, `${fields?.day?.[0] ?? ''}:${day}`, ...reason);
    return [{ command: 'request', rest, unitId, when: dayInWords(context, day), ...asking(context) }];
  },
  async change_liaison(context, slots) {
    const [unitId = ''] = unitsToWrite(context, 'unit' in slots ? slots : { unit: '@self' }, 'request');
    if (!allowed(context, 'report', unitId)) refuse('permit.other-unit', { unit: unitOf(context, unitId).short });
    const name = text(slots, 'name') ?? refuse('language.liaison-name');
    const [kind = ''] = context.vocabulary.requestKinds.liaison;
    const phone = context.inGroup ? [] : labelled(context, 'request', { mobile: 'phone' }, slots);
    return [
      { command: 'request', rest: words(kind, named(context, unitId), name, ...phone), unitId, ...asking(context) },
    ];
  },
  async mute_reminder(context, slots) {
    const [unitId = ''] = unitsToWrite(context, { unit: '@self' }, 'request');
    const [kind = ''] = context.vocabulary.requestKinds.mute;
    const reason = labelled(context, 'request', { until: 'day', reason: 'reason' }, slots);
    return [{ command: 'request', rest: words(kind, named(context, unitId), ...reason), unitId, ...asking(context) }];
  },
  async change_quota(context, slots) {
    const unitIds = unitsToWrite(context, slots, 'changeTarget');
    const [categoryId] = categoryIds(slots);
    const number = slots.to;
    if (categoryId === undefined || typeof number !== 'number') return misuse('office.target-lacks');
    const basis = labelled(context, 'changeTarget', { reason: 'basis' }, slots);
    if (basis.length === 0) misuse('office.target-basis');
    const category = categoryOf(context, categoryId).short;
    return unitIds.map((unitId) => {
      const rest = words(unitOf(context, unitId).short, category, String(number), ...basis);
      return { command: 'changeTarget', rest, unitId, categoryId };
    });
  },
  async schedule_reminder(context, slots) {
    const instant = text(slots, 'at');
    const day = instant?.slice(0, 10) ?? text(slots, 'date') ?? misuse('date.unreadable', { written: '' });
    const time = instant?.slice(11, 16) ?? context.campaign.reminders.at;
    const add = context.vocabulary.remindActions.add?.[0] ?? '';
    const does = context.say('language.does-remind');
    return [{ command: 'remind', rest: words(add, day, time), does, when: `${dayInWords(context, day)} ${time}` }];
  },
};

const asking = (context: Context) => ({ does: context.say('language.does-request') });

/** A coordinator of one unit need not be told which. */
const named = (context: Context, unitId: string): string | undefined =>
  context.actor.units.length === 1 ? undefined : unitOf(context, unitId).short;

/** The day meant, or the days added to the deadline in force. */
async function dayExtendedTo(context: Context, slots: Slots, unitId: string): Promise<string | undefined> {
  const until = text(slots, 'until');
  if (until !== undefined || typeof slots.days !== 'number' || slots.days === 0) return until;
  const [categoryId = ''] = categoryIds(slots);
  return addDays(
    deadlineOf(context.campaign, await extensionsOf(context, [unitId]), unitId, categoryId).day,
    slots.days,
  );
}
