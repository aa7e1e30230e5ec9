import { deadlinesOf } from '../../domain/deadline.ts';
import type { Lack, Reason } from '../../domain/reminder.ts';
import type { Office } from '../office.ts';
import { categoryOf, unitOf } from '../words/lexicons.ts';

type Speaking = Pick<Office, 'say' | 'campaign'>;

/** Longer lists are read by nobody; the rest is only counted. */
const LISTED = 60;

/** `摄影 4、歌曲 1`, or the word for nothing at all. */
export const itemsInWords = (context: Speaking, lack: Lack): string =>
  lack.nothing
    ? context.say('remind.nothing')
    : lack.items.map(({ categoryId, short }) => `${categoryOf(context, categoryId).short} ${short}`).join('、');

/** `大宁县：摄影 4、歌曲 1`, a line each in the table's order; those that reported nothing share the last line. */
export function listInWords(context: Speaking, units: Lack[]): string {
  const { say } = context;
  const worded = (lack: Lack) =>
    say('remind.unit', { unit: unitOf(context, lack.unitId).short, items: itemsInWords(context, lack) });
  const some = units.filter(({ nothing }) => !nothing);
  const nothing = units.filter((lack) => lack.nothing);
  const unlisted = Math.max(0, some.length - LISTED) + Math.max(0, nothing.length - LISTED);
  const lines = some.slice(0, LISTED).map(worded);
  if (nothing.length > 0) lines.push(nothing.slice(0, LISTED).map(worded).join(say('remind.between')));
  if (unlisted > 0) lines.push(say('remind.unlisted', { count: unlisted }));
  return lines.join('\n');
}

export const reasonsInWords = (context: Speaking, reasons: Reason[]): string =>
  reasons.map((reason) => reasonInWords(context, reason)).join(context.say('remind.between'));

function reasonInWords({ say, campaign }: Speaking, reason: Reason): string {
  const extended = 'deadline' in reason && !deadlinesOf(campaign, []).own.includes(reason.deadline);
  switch (reason.kind) {
    case 'before':
      return say('remind.why-before', { left: reason.left, day: reason.deadline, extended });
    case 'on-day':
      return say('remind.why-on-day', { day: reason.deadline, extended });
    case 'after':
      return say('remind.why-after', { days: reason.workingDays, day: reason.deadline, extended });
    case 'phase-opening': {
      const phase = campaign.phases.find(({ id }) => id === reason.phase);
      return say('remind.why-phase', { phase: phase?.name ?? '' });
    }
    case 'platform':
      return say('remind.why-platform', {
        left: reason.left,
        day: reason.day,
        category: categoryOf({ campaign }, reason.categoryId).short,
      });
    case 'digest':
      return say('remind.why-digest');
  }
}
