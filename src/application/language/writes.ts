import { deadlineOf } from '../../domain/deadline.ts';
import { addDays } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import type { Entry } from '../entries.ts';
import { gatheredDraft } from '../intake/files.ts';
import { categoryOf, unitOf } from '../lexicons.ts';
import { isStaff } from '../people.ts';
import { allowed, personOf } from '../permit.ts';
import { misuse, refuse } from '../refuse.ts';
import type { Intent, Slots } from './intents.ts';
import { categoryIds, dayInWords, entryMeant, text, unitIds } from './meant.ts';

/** A write as a command that waits for 确认, with what it would do in absolute values. */
export interface Proposal {
  command: string;
  rest: string;
  unitId?: string;
  categoryId?: string;
  entry?: Entry;
  /** What it does, where the command's own line says more than that. */
  does?: string;
  /** A day or an instant, with the weekday. */
  when?: string;
}

type Write = (context: Context, slots: Slots) => Promise<Proposal>;

const words = (...parts: (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(' ');

/** The writes that can be said in plain words. None of them writes: each makes the command to be confirmed. */
export const writes: Partial<Record<Intent, Write>> = {
  async submit_work(context, slots) {
    const at = placeOf(context, slots, 'submit');
    const title = text(slots, 'title');
    const link = text(slots, 'link');
    if (title === undefined && link === undefined && !(await gatheredDraft(context, personOf(context))))
      misuse('submit.no-title', { category: at.category });
    const fields = labelled(
      context,
      'submit',
      { author: 'author', author_unit: 'authorUnit', link_code: 'code' },
      slots,
    );
    return {
      ...at.ids,
      command: 'submit',
      rest: words(at.unit, at.category, title && `《${title}》`, link, ...fields),
    };
  },
  async submit_event(context, slots) {
    const { unit, ids } = placeOf(context, slots, 'event', 'event');
    const said = { date: 'date', place: 'company', attendance: 'attendance' };
    const [date, place] = [text(slots, 'date'), text(slots, 'place')];
    const names = context.vocabulary.commands.event?.fields ?? {};
    const lacking = Object.entries(said).filter(([slot]) => text(slots, slot) === undefined);
    if (date === undefined || place === undefined || lacking.length > 0)
      return misuse('event.lacks', { fields: lacking.map(([, field]) => names[field]?.[0] ?? field).join('、') });
    const name = text(slots, 'title') ?? context.say('language.event-title', { place });
    const fields = labelled(context, 'event', said, slots);
    return { ...ids, command: 'event', rest: words(unit, name, ...fields), when: dayInWords(context, date) };
  },
  async register_ambassador(context, slots) {
    const { unit, ids } = placeOf(context, slots, 'ambassador', 'ambassador');
    const name = text(slots, 'name') ?? misuse('ambassador.no-name');
    if (text(slots, 'workplace') === undefined)
      misuse('ambassador.no-workplace', { name: context.inGroup ? '' : name });
    const kept = context.inGroup ? { workplace: 'workplace' } : { workplace: 'workplace', mobile: 'phone' };
    return { ...ids, command: 'ambassador', rest: words(unit, name, ...labelled(context, 'ambassador', kept, slots)) };
  },
  async submit_report(context, slots) {
    const { unit, ids } = placeOf(context, slots, 'report', 'report');
    const title = text(slots, 'title');
    return { ...ids, command: 'report', rest: words(unit, title && `《${title}》`) };
  },
  async zero_report(context, slots) {
    const at = placeOf(context, slots, 'zero');
    if (text(slots, 'reason') === undefined) misuse('zero.no-reason', { category: at.category });
    return {
      ...at.ids,
      command: 'zero',
      rest: words(at.unit, at.category, ...labelled(context, 'zero', { reason: 'reason' }, slots)),
    };
  },
  async withdraw_submission(context, slots) {
    return ofEntry(context, slots, 'withdraw');
  },
  async revise_submission(context, slots) {
    const proposal = await ofEntry(context, slots, 'correct');
    const field = CORRECTED[text(slots, 'field') ?? ''];
    const label = context.vocabulary.commands.correct?.fields[field ?? '']?.[0];
    const fresh = text(slots, 'new');
    if (label === undefined || fresh === undefined)
      return refuse('language.correct-how', { number: proposal.entry?.number ?? '' });
    return { ...proposal, rest: `${proposal.rest} ${label}:${fresh}` };
  },
  async approve_submission(context, slots) {
    return ofEntry(context, slots, 'accept');
  },
  async return_submission(context, slots) {
    const proposal = await ofEntry(context, slots, 'return');
    const reason = text(slots, 'reason') ?? misuse('review.no-reason', { number: proposal.entry?.number ?? 0 });
    return { ...proposal, rest: `${proposal.rest} ${reason}` };
  },
  async grant_extension(context, slots) {
    const unitId = oneUnit(context, slots, 'extend');
    const [categoryId] = categoryIds(slots);
    const base = deadlineOf(context.campaign, [], unitId, categoryId ?? '');
    const days = typeof slots.days === 'number' ? slots.days : undefined;
    const day = text(slots, 'until') ?? (days === undefined ? undefined : addDays(base.day, days));
    if (day === undefined) return misuse('extend.lacks');
    const reason = text(slots, 'reason') ?? misuse('extend.no-reason');
    const category = categoryId === undefined ? undefined : categoryOf(context, categoryId).short;
    const fields = context.vocabulary.commands.extend?.fields;
    const rest = words(
      unitOf(context, unitId).short,
      category,
      `${fields?.day?.[1] ?? ''}:${day}`,
      `${fields?.reason?.[0] ?? ''}:${reason}`,
    );
    return {
      command: 'extend',
      rest,
      unitId,
      ...(categoryId !== undefined && { categoryId }),
      when: dayInWords(context, day),
    };
  },
  async change_quota(context, slots) {
    const unitId = oneUnit(context, slots, 'changeTarget');
    const [categoryId] = categoryIds(slots);
    const number = slots.to;
    if (categoryId === undefined || typeof number !== 'number') return misuse('office.target-lacks');
    const basis = labelled(context, 'changeTarget', { reason: 'basis' }, slots);
    if (basis.length === 0) misuse('office.target-basis');
    const rest = words(unitOf(context, unitId).short, categoryOf(context, categoryId).short, String(number), ...basis);
    return { command: 'changeTarget', rest, unitId, categoryId };
  },
  async schedule_reminder(context, slots) {
    const instant = text(slots, 'at');
    const day = instant?.slice(0, 10) ?? text(slots, 'date') ?? misuse('date.unreadable', { written: '' });
    const time = instant?.slice(11, 16) ?? context.campaign.reminders.at;
    const add = context.vocabulary.remindActions.add?.[0] ?? '';
    const does = context.say('language.does-remind');
    return { command: 'remind', rest: words(add, day, time), does, when: `${dayInWords(context, day)} ${time}` };
  },
};

/** The field of 补正 for each field that can be said. */
const CORRECTED: Record<string, string> = {
  title: 'title',
  author: 'author',
  author_unit: 'authorUnit',
  mobile: 'phone',
  attendance: 'attendance',
  date: 'date',
  place: 'company',
  workplace: 'workplace',
  name: 'name',
  category: 'category',
  platform: 'platform',
  link: 'link',
};

async function ofEntry(context: Context, slots: Slots, command: string): Promise<Proposal> {
  const entry = await entryMeant(context, slots, command);
  const readable = entry.byPerson === context.speaker.personId || allowed(context, 'read-unit', entry.unitId);
  if (!readable) refuse('entry.not-yours', { number: entry.number });
  return { command, rest: String(entry.number), entry };
}

/** The one unit a write is for; several are asked back, each with its command. */
function oneUnit(context: Context, slots: Slots, command: string): string {
  const ids = unitIds(context, slots);
  const [only] = ids;
  const { example = '' } = context.vocabulary.commands[command] ?? {};
  if (ids.length > 1)
    refuse('language.which', {
      several: true,
      options: ids.map((id) => ({ name: unitOf(context, id).short })),
      example,
    });
  return only ?? misuse(isStaff(context.speaker) ? 'permit.name-unit' : 'bot.not-allowed', { command: '' });
}

/** Unit and category of a report. A coordinator of one unit need not be told which; somebody else's is refused at once. */
function placeOf(context: Context, slots: Slots, command: string, kind?: 'event' | 'ambassador' | 'report') {
  const unitId = oneUnit(
    context,
    'unit' in slots || 'units' in slots || 'unit_candidates' in slots ? slots : { unit: '@self' },
    command,
  );
  if (!allowed(context, 'report', unitId)) refuse('permit.other-unit', { unit: unitOf(context, unitId).short });
  const own = context.speaker.units.length === 1 && context.speaker.units[0] === unitId;
  const unit = own ? undefined : unitOf(context, unitId).short;
  const ofKind = kind && context.campaign.categories.find((one) => one.kind === kind);
  const [categoryId, ...others] = ofKind ? [ofKind.id] : categoryIds(slots);
  if (categoryId === undefined || others.length > 0) {
    const { example = '' } = context.vocabulary.commands[command] ?? {};
    const options = [categoryId, ...others].flatMap((id) =>
      id === undefined ? [] : [{ name: categoryOf(context, id).short }],
    );
    return refuse('language.which', { several: options.length > 0, options, example });
  }
  return { unit, category: categoryOf(context, categoryId).short, ids: { unitId, categoryId } };
}

/** `label:value` for each slot that was filled, with the command's own names for its fields. */
function labelled(context: Context, command: string, fields: Record<string, string>, slots: Slots): string[] {
  const names = context.vocabulary.commands[command]?.fields ?? {};
  return Object.entries(fields).flatMap(([slot, field]) => {
    const value = text(slots, slot);
    return value === undefined ? [] : [`${names[field]?.[0] ?? field}:${value}`];
  });
}
