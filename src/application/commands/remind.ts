import { readDay } from '../../domain/date-words.ts';
import { deadlinesOf } from '../../domain/deadline.ts';
import { afterQuiet, occasionOn, occasionsOf } from '../../domain/reminder.ts';
import { beijingDay, beijingDayAndTime, beijingTime, endOfDay, instantAt } from '../../domain/time.ts';
import { audit } from '../audit.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { extensionsOf } from '../ledger.ts';
import { fold } from '../normalise.ts';
import { personOf } from '../permit.ts';
import { misuse, refuse } from '../refuse.ts';
import { pausedReminders, pauseReminders, reasonsInWords, reminderText } from '../reminders.ts';
import { nextReminder } from '../schedule.ts';

const LISTED = 12;

export const remind: Command = {
  id: 'remind',
  action: 'schedule',
  async handle(context, args) {
    const [first = '', ...rest] = args.head.split(/\s+/);
    const { remindActions } = context.vocabulary;
    const action = Object.keys(remindActions).find((id) =>
      remindActions[id]?.some((word) => fold(word) === fold(first)),
    );
    switch (first === '' ? 'list' : action) {
      case 'list':
        return list(context);
      case 'preview':
        return preview(context);
      case 'pause':
        return pause(context, true);
      case 'resume':
        return pause(context, false);
      case 'add':
        return add(context, rest.join(' '));
      case 'drop':
        return drop(context, rest.join(' '));
      default:
        return misuse('remind.unknown', { word: first });
    }
  },
};

async function list(context: Context): Promise<string> {
  const { campaign, calendar, say, now, tx } = context;
  const deadlines = deadlinesOf(campaign, await extensionsOf(context));
  const coming = occasionsOf(campaign, deadlines, calendar).filter(({ dueAt }) => dueAt > now);
  const planned = await tx.plannedReminder.findMany({
    where: { campaign: campaign.id, droppedAt: null, dueAt: { gt: now } },
    orderBy: { dueAt: 'asc' },
  });
  return say('remind.list', {
    paused: await pausedReminders(context),
    groups: (await tx.group.count()) > 0,
    coming: coming.slice(0, LISTED).map((occasion) => ({
      at: beijingDayAndTime(occasion.dueAt),
      why: reasonsInWords(context, occasion.reasons),
    })),
    more: coming.length > LISTED ? coming.length - LISTED : '',
    planned: planned.map(({ id, dueAt }) => ({ id, at: beijingDayAndTime(dueAt) })),
  });
}

async function preview(context: Context): Promise<string> {
  const next = await nextReminder(context);
  if (!next) return context.say('remind.none');
  const text = await reminderText(context, next);
  return context.say('remind.preview', { at: beijingDayAndTime(next.dueAt), text: text ?? '' });
}

async function pause(context: Context, paused: boolean): Promise<string> {
  await pauseReminders(context, paused);
  await audit(context.tx, {
    at: context.now,
    personId: context.speaker.personId,
    action: paused ? 'reminders.pause' : 'reminders.resume',
    subject: `campaign:${context.campaign.id}`,
  });
  const next = await nextReminder(context);
  return context.say(paused ? 'remind.paused' : 'remind.resumed', { next: next ? beijingDayAndTime(next.dueAt) : '' });
}

async function add(context: Context, written: string): Promise<string> {
  const { campaign, say, now, tx } = context;
  const personId = personOf(context);
  const [dayWord = '', timeWord = campaign.reminders.at] = written.split(/\s+/);
  const read = readDay(dayWord, beijingDay(now));
  if (!read.ok)
    return misuse(read.reason === 'impossible' ? 'date.impossible' : 'date.unreadable', { written: dayWord });
  const time = /^(\d{1,2})[:：点](\d{2})?分?$/.exec(timeWord.normalize('NFKC'));
  const [hour, minute] = [Number(time?.[1] ?? Number.NaN), Number(time?.[2] ?? 0)];
  if (!(hour < 24 && minute < 60)) misuse('remind.time', { written: timeWord });
  const at = instantAt(read.day, `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
  if (at <= now) misuse('remind.past', { at: beijingDayAndTime(at) });
  const moved = afterQuiet(campaign.reminders, at);
  if (moved.getTime() !== at.getTime()) misuse('remind.quiet', { at: beijingTime(at), next: beijingDayAndTime(moved) });
  const sameDay = await reminderOnDay(context, read.day);
  if (sameDay) refuse('remind.day-taken', { at: beijingDayAndTime(sameDay) });
  const { id } = await tx.plannedReminder.create({
    data: { campaign: campaign.id, dueAt: at, byPerson: personId, createdAt: now },
  });
  await audit(tx, {
    at: now,
    personId,
    action: 'reminders.add',
    subject: `reminder:${id}`,
    after: { at: at.toISOString() },
  });
  return say('remind.added', { id, at: beijingDayAndTime(at) });
}

/** A day has one group post at most (product.md, section 8). */
async function reminderOnDay(context: Context, day: string): Promise<Date | undefined> {
  const { campaign, calendar, tx } = context;
  const byRule = occasionOn(day, campaign, deadlinesOf(campaign, await extensionsOf(context)), calendar);
  const byHand = await tx.plannedReminder.findFirst({
    where: { campaign: campaign.id, droppedAt: null, dueAt: { gte: instantAt(day, '00:00'), lt: endOfDay(day) } },
  });
  return byRule?.dueAt ?? byHand?.dueAt;
}

async function drop(context: Context, written: string): Promise<string> {
  const { campaign, tx, now } = context;
  const id = Number(/\d+/.exec(written.normalize('NFKC'))?.[0] ?? Number.NaN);
  const dropped = Number.isSafeInteger(id)
    ? await tx.plannedReminder.updateMany({
        where: { id, campaign: campaign.id, droppedAt: null },
        data: { droppedAt: now },
      })
    : { count: 0 };
  if (dropped.count === 0) refuse('remind.no-such', { written });
  await audit(tx, { at: now, personId: context.speaker.personId, action: 'reminders.drop', subject: `reminder:${id}` });
  return context.say('remind.dropped', { id });
}
