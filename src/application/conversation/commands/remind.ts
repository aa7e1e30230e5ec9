import { beijingDayAndTime } from '../../../domain/time.ts';
import { hasGroup } from '../../people/groups.ts';
import { groupPost } from '../../reminding/group-reminder.ts';
import { pause as pauseDeed, plan as planDeed, remindersPaused, unplan as unplanDeed } from '../../reminding/manage.ts';
import { reasonsInWords } from '../../reminding/reminder-words.ts';
import { coming, nextReminder } from '../../reminding/schedule.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { type Context, command, spoken } from '../context.ts';

const LISTED = 12;

export const remind = command({
  id: 'remind',
  action: 'schedule',
  args: {
    action: { kind: 'choice', of: 'remindActions' },
    day: { kind: 'day', bare: true, direction: 'future' },
    time: { kind: 'time' },
    number: { kind: 'number' },
    rest: { kind: 'text' },
  },
  async handle(context, { action, day, time, number, rest }) {
    switch (action ?? (rest === '' && day === undefined ? 'list' : undefined)) {
      case 'list':
        return list(context);
      case 'preview':
        return preview(context);
      case 'pause':
        return pausing.carryOut(context, { paused: true });
      case 'resume':
        return pausing.carryOut(context, { paused: false });
      case 'add':
        if (day === undefined) return misuse('date.unreadable', { written: rest });
        return planning.carryOut(context, { day, ...timeOf(time, rest) });
      case 'drop':
        if (number === undefined) return refuse('remind.no-such', { written: rest });
        return unplanning.carryOut(context, { id: number });
      default:
        return misuse('remind.unknown', { word: rest.split(/\s+/)[0] ?? '' });
    }
  },
});

/** `09:00`, `9点30分`; what follows the day and is none is named. */
function timeOf(written: string | undefined, rest: string): { time?: string } {
  const said = written ?? rest;
  if (said === '') return {};
  const time = /^(\d{1,2})[:：点](\d{2})?分?$/.exec(said.normalize('NFKC'));
  const [hour, minute] = [Number(time?.[1] ?? Number.NaN), Number(time?.[2] ?? 0)];
  if (!(hour < 24 && minute < 60)) misuse('remind.time', { written: said });
  return { time: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` };
}

async function list(context: Context): Promise<string> {
  const { say } = context;
  const all = await coming(context);
  const byRule = all.filter(({ reasons }) => reasons.length > 0);
  const byHand = all.flatMap(({ plannedId, dueAt }) => (plannedId === undefined ? [] : [{ id: plannedId, dueAt }]));
  return say('remind.list', {
    paused: await remindersPaused(context),
    groups: await hasGroup(context),
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

export const pausing = spoken(pauseDeed, async (context, { paused }) => {
  const next = await nextReminder(context);
  const facts = { next: next ? beijingDayAndTime(next.dueAt) : '' };
  return [{ text: context.say(paused ? 'remind.paused' : 'remind.resumed', facts) }];
});

export const planning = spoken(planDeed, async ({ say }, { id, at }) => [
  { text: say('remind.added', { id, at: beijingDayAndTime(at) }) },
]);

export const unplanning = spoken(unplanDeed, async ({ say }, { id }) => [{ text: say('remind.dropped', { id }) }]);
