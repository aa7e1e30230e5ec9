import { deadlinesOf, isReporting } from '../../domain/deadline.ts';
import type { Lack } from '../../domain/lack.ts';
import type { Reason } from '../../domain/reminder.ts';
import type { Day } from '../../domain/time.ts';
import type { Office } from '../office.ts';
import { demandName } from '../words/demands.ts';
import { categoryOf, unitOf } from '../words/lexicons.ts';

type Speaking = Pick<Office, 'say' | 'campaign'>;

/** A post is no longer than a phone shows: so many units have a line each at most, the others are named in one. */
export const LINES = 6;
/** In one line, of three thousand units. */
const NAMED = 20;
const BETWEEN = '、';

/**
 * `摄影 4、歌曲 1`, or the word for nothing at all. With the day that is meant anyway, an item that is due on another one
 * has its own behind it.
 */
export const itemsInWords = (context: Speaking, lack: Lack, meant?: Day): string =>
  lack.nothing
    ? context.say('remind.nothing')
    : lack.items
        .map(({ categoryId, short, day, demand }) =>
          context.say('remind.item', {
            category: demand ? demandName(context, demand) : categoryOf(context, categoryId).short,
            short,
            day: meant === undefined || day === meant ? '' : day,
          }),
        )
        .join(BETWEEN);

/** Its name; where all that it lacks is due on one day that is not meant anyway, with that day. */
function unitInWords(context: Speaking, { unitId, items }: Lack, meant: Day | undefined): { unit: string; own?: Day } {
  const [own, ...more] = new Set(items.map(({ day }) => day));
  const unit = unitOf(context, unitId).short;
  if (meant === undefined || own === undefined || own === meant || more.length > 0) return { unit };
  return { unit: context.say('remind.unit-due', { unit, day: own }), own };
}

/**
 * `大宁县：摄影 4、歌曲 1`, a line each in the table's order; those that reported nothing share one line, and so do those
 * for which there is no room.
 */
export function listInWords(context: Speaking, units: Lack[], meant?: Day, lines = LINES): string {
  const { say } = context;
  const some = units.filter(({ nothing }) => !nothing);
  const said = some.slice(0, lines).map((lack) => {
    const { unit, own } = unitInWords(context, lack, meant);
    return say('remind.unit', { unit, items: itemsInWords(context, lack, own ?? meant) });
  });
  const rest = some.slice(lines);
  if (rest.length > 0) said.push(say('remind.others', namedIn(context, rest, meant)));
  const nothing = units.filter((lack) => lack.nothing);
  if (nothing.length > 0) said.push(say('remind.silent', namedIn(context, nothing, meant)));
  return said.join('\n');
}

function namedIn(context: Speaking, lacks: Lack[], meant: Day | undefined): { names: string; more: number | '' } {
  const names = lacks.slice(0, NAMED).map((lack) => unitInWords(context, lack, meant).unit);
  return { names: names.join(BETWEEN), more: lacks.length - names.length || '' };
}

export const reasonsInWords = (context: Speaking, reasons: Reason[]): string =>
  reasons.map((reason) => reasonInWords(context, reason)).join(context.say('remind.between'));

/** The hour that the notice names for works due on a day; the end of the day where it names none, or several. */
function hourOn({ milestones }: Speaking['campaign'], day: Day): string {
  const hours = new Set(
    milestones.filter((one) => isReporting(one) && one.day === day).map(({ time }) => time ?? '24:00'),
  );
  return hours.size === 1 ? ([...hours][0] ?? '24:00') : '24:00';
}

function reasonInWords({ say, campaign }: Speaking, reason: Reason): string {
  const extended = 'deadline' in reason && !deadlinesOf(campaign, []).own.includes(reason.deadline);
  switch (reason.kind) {
    case 'before':
      return say('remind.why-before', { left: reason.left, day: reason.deadline, extended });
    case 'on-day':
      return say('remind.why-on-day', { day: reason.deadline, extended, until: hourOn(campaign, reason.deadline) });
    case 'after':
      return say('remind.why-after', { days: reason.workingDays, day: reason.deadline, extended });
    case 'part':
      return say('remind.why-part', { left: reason.left || '', day: reason.deadline, text: reason.text });
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
