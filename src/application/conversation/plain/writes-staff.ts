import { deadlineOf } from '../../../domain/deadline.ts';
import { addDays } from '../../../domain/time.ts';
import type { Intent, Slots } from '../../language/intents.ts';
import { allowed } from '../../people/permit.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { extensionsOf } from '../../works/ledger.ts';
import type { Context } from '../context.ts';
import { dayInWords } from '../day-in-words.ts';
import type { Proposal } from '../proposals/propose.ts';
import { categoryIds, text, unitsToWrite } from './meant.ts';
import { fieldsSaid, labelled, printed, requireDayRead, type Write } from './writing.ts';

/** What staff decide, and what a unit asks them to. */
export const staffWrites: Partial<Record<Intent, Write>> = {
  async grant_extension(context, slots) {
    requireDayRead(slots);
    const unitIds = unitsToWrite(context, slots, 'extend');
    const [categoryId] = categoryIds(slots);
    if (context.tongue.grammar.words.extension_back?.test(context.message.text))
      return unitIds.map((unitId) => takenBack(context, unitId, categoryId));
    const reason = () => text(slots, 'reason') ?? misuse('extend.no-reason');
    const labels = context.vocabulary.commands.extend?.fields;
    const of = { ...(categoryId !== undefined && { categoryId }) };
    const proposals: Proposal[] = [];
    for (const unitId of unitIds) {
      const day = await dayExtendedTo(context, slots, unitId);
      if (day === undefined) return misuse('extend.lacks');
      const line = printed(
        unitOf(context, unitId).short,
        categoryId === undefined ? undefined : categoryOf(context, categoryId).short,
        `${labels?.day?.[1] ?? ''}:${day}`,
        `${labels?.reason?.[0] ?? ''}:${reason()}`,
      );
      const input = { unitId, ...of, day, reason: reason() };
      const when = dayInWords(context, day);
      proposals.push({ deed: 'extend', input, command: 'extend', printed: line, unitId, when, ...of });
    }
    return proposals;
  },
  async request_extension(context, slots) {
    requireDayRead(slots);
    const unitId = unitAsking(context, slots);
    const [categoryId] = categoryIds(slots);
    const { day: base } = deadlineOf(context.campaign, await extensionsOf(context, [unitId]), unitId, categoryId ?? '');
    const day = await dayExtendedTo(context, slots, unitId);
    if (day === undefined) return misuse('request.no-day');
    if (day <= base) refuse('request.in-time', { day: dayInWords(context, day), base: dayInWords(context, base) });
    const reason = text(slots, 'reason') ?? '';
    const asked = { kind: 'extension', day, reason, ...(categoryId !== undefined && { categoryId }) };
    const category = categoryId === undefined ? undefined : categoryOf(context, categoryId).short;
    const label = `${context.vocabulary.commands.request?.fields?.day?.[0] ?? ''}:${day}`;
    const line = [category, label, ...labelled(context, 'request', reason === '' ? {} : { reason })];
    return [{ ...requested(context, unitId, asked, line), when: dayInWords(context, day) }];
  },
  async change_liaison(context, slots) {
    const unitId = unitAsking(context, slots);
    const name = text(slots, 'name') ?? refuse('language.liaison-name');
    const said = context.inGroup ? {} : fieldsSaid({ mobile: 'phone' }, slots);
    const asked = { kind: 'liaison', name, phone: said.phone ?? '' };
    return [requested(context, unitId, asked, [name, ...labelled(context, 'request', said)])];
  },
  async mute_reminder(context, slots) {
    requireDayRead(slots);
    const unitId = unitAsking(context, { unit: '@self' });
    const said = fieldsSaid({ until: 'day', reason: 'reason' }, slots);
    const asked = { kind: 'mute', reason: said.reason ?? '', ...(said.day !== undefined && { day: said.day }) };
    return [requested(context, unitId, asked, labelled(context, 'request', said))];
  },
  async change_quota(context, slots) {
    const unitIds = unitsToWrite(context, slots, 'changeTarget');
    const [categoryId] = categoryIds(slots);
    const number = slots.to;
    if (categoryId === undefined || typeof number !== 'number') return misuse('campaign.target-lacks');
    const basis = text(slots, 'reason') ?? misuse('campaign.target-basis');
    const category = categoryOf(context, categoryId).short;
    return unitIds.map((unitId) => {
      const label = labelled(context, 'changeTarget', { basis });
      const line = printed(unitOf(context, unitId).short, category, String(number), ...label);
      const input = { unitId, categoryId, number, basis };
      return { deed: 'change-target', input, command: 'changeTarget', printed: line, unitId, categoryId };
    });
  },
  async schedule_reminder(context, slots) {
    requireDayRead(slots);
    const instant = text(slots, 'at');
    const day = instant?.slice(0, 10) ?? text(slots, 'date') ?? misuse('date.unreadable', { written: '' });
    const time = instant?.slice(11, 16) ?? context.campaign.reminders.at;
    const add = context.vocabulary.remindActions.add?.[0] ?? '';
    const does = context.say('language.does-remind');
    const when = `${dayInWords(context, day)} ${time}`;
    const line = printed(add, day, time);
    return [{ deed: 'plan-reminder', input: { day, time }, command: 'remind', printed: line, does, when }];
  },
};

function takenBack(context: Context, unitId: string, categoryId: string | undefined): Proposal {
  const of = categoryId === undefined ? {} : { categoryId };
  const category = categoryId === undefined ? undefined : categoryOf(context, categoryId).short;
  const line = printed(unitOf(context, unitId).short, category);
  return {
    deed: 'take-back-extension',
    input: { unitId, ...of },
    command: 'cancelExtension',
    printed: line,
    unitId,
    ...of,
  };
}

/** The one unit that somebody asks for. */
function unitAsking(context: Context, slots: Slots): string {
  const [unitId = '', other] = unitsToWrite(context, 'unit' in slots ? slots : { unit: '@self' }, 'request');
  if (other !== undefined) misuse('permit.several-units', { units: '' });
  if (!allowed(context, 'report', unitId)) refuse('permit.other-unit', { unit: unitOf(context, unitId).short });
  return unitId;
}

function requested(
  context: Context,
  unitId: string,
  asked: { kind: string } & Record<string, unknown>,
  line: (string | undefined)[],
): Proposal {
  const [kind = ''] = context.vocabulary.requestKinds[asked.kind as 'mute'];
  // A coordinator of one unit need not be told which.
  const unit = context.actor.units.length === 1 ? undefined : unitOf(context, unitId).short;
  const does = context.say('language.does-request');
  return {
    deed: 'request',
    input: { unitId, asked },
    command: 'request',
    printed: printed(kind, unit, ...line),
    unitId,
    does,
  };
}

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
