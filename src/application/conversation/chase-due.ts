import type { Calendar } from '../../domain/calendar.ts';
import type { Campaign } from '../../domain/campaign.ts';
import { afterQuiet } from '../../domain/reminder.ts';
import { chaseDays } from '../../domain/review/chase-days.ts';
import { beijingDay, instantAt } from '../../domain/time.ts';
import { inNameOf } from '../delivery/in-name-of.ts';
import { enqueue } from '../delivery/outbox.ts';
import { moveSetting } from '../keeping/settings.ts';
import type { Office } from '../office.ts';
import { silencedBy } from '../reminding/reminders.ts';
import { chaseByClock } from '../reviewing/chase.ts';
import { NOBODY } from '../turn.ts';
import { tellStaff } from './tell.ts';
import { tellOwing } from './tell-judges.ts';

/** When judges are asked for papers by the clock; none where the campaign file names no day. */
const instants = ({ review, reminders }: Campaign, calendar: Calendar): Date[] =>
  review?.papers ? chaseDays(review.papers, calendar).map((day) => instantAt(day, reminders.at)) : [];

export const nextChase = (
  { campaign, calendar }: Pick<Office, 'campaign' | 'calendar'>,
  after: Date,
): Date | undefined => instants(campaign, calendar).find((at) => at > after);

/** Once on each of those days; staff hear of judges who cannot be written to. */
export async function chaseDue(office: Office): Promise<void> {
  const { prisma, campaign, calendar, clock, ...rest } = office;
  const now = clock.now();
  const day = beijingDay(now);
  const due = instants(campaign, calendar).some((at) => beijingDay(at) === day && at <= now);
  if (!due || afterQuiet(campaign.reminders, now).getTime() !== now.getTime()) return;
  await prisma.$transaction(async (tx) => {
    const turn = { ...rest, campaign, calendar, tx, now, actor: NOBODY, origin: { entrance: 'clock' as const } };
    if ((await silencedBy(turn, 'direct')) !== undefined || !(await moveSetting(turn, 'judges-chased', day))) return;
    const chased = await chaseByClock(turn);
    if (!chased) return;
    const { answers, facts } = await tellOwing(turn, chased);
    const known =
      facts.unreached === ''
        ? []
        : await tellStaff(
            turn,
            office.say('judging.chased', { reached: chased.posts.length || '', again: '', unreached: facts.unreached }),
          );
    await enqueue(tx, inNameOf(office, [...answers, ...known]), now);
  });
}
