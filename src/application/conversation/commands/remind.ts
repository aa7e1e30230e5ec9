import { readDay } from '../../../domain/date-words.ts';
import { deadlinesOf } from '../../../domain/deadline.ts';
import { fold } from '../../../domain/fold.ts';
import { afterQuiet, occasionOn } from '../../../domain/reminder.ts';
import { beijingDay, beijingDayAndTime, beijingTime, endOfDay, instantAt } from '../../../domain/time.ts';
import { audit } from '../../keeping/audit.ts';
import { groupPost } from '../../reminding/group-reminder.ts';
import { reasonsInWords } from '../../reminding/reminder-words.ts';
import { pausedReminders, pauseReminders } from '../../reminding/reminders-paused.ts';
import { coming, nextReminder } from '../../reminding/schedule.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { extensionsOf } from '../../works/ledger.ts';
import type { Command, Context } from '../context.ts';
import { personOf } from '../speaking.ts';

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
  const { say, tx } = context;
  const all = await coming(context);
  const byRule = all.filter(({ reasons }) => reasons.length > 0);
  const byHand = all.flatMap(({ plannedId, dueAt }) => (plannedId === undefined ? [] : [{ id: plannedId, dueAt }]));
  return say('remind.list', {
    paused: await pausedReminders(context),
    groups: (await tx.group.count()) > 0,
    coming: byRule.slice(0, LISTED).map(({ dueAt, reasons, audience }) => ({
      at: beijingDayAndTime(dueAt),
      why: reasonsInWords(context, reasons),
      direct: audience === 'direct',
      staff: audience === 'staff',
    })),
    more: byRule.length > LISTED ? byRule.length - LISTED : '',
    planned: byHand.map(({ id, dueAt }) => ({ id, at: beijingDayAndTime(dueAt) })),
  });
}

async function preview(context: Context): Promise<string> {
  const next = await nextReminder(context);
  if (!next) return context.say('remind.none');
  const post = await groupPost(context, next);
  return context.say('remind.preview', { at: beijingDayAndTime(next.dueAt), text: post?.text ?? '' });
}

async function pause(context: Context, paused: boolean): Promise<string> {
  await pauseReminders(context, paused);
  await audit(context.tx, {
    at: context.now,
    personId: context.actor.personId,
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

/** A day has one group post at most (docs/product.md, section 8). */
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
  await audit(tx, { at: now, personId: context.actor.personId, action: 'reminders.drop', subject: `reminder:${id}` });
  return context.say('remind.dropped', { id });
}
