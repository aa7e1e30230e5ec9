import { deadlinesOf } from '../../domain/deadline.ts';
import { lacking } from '../../domain/lack.ts';
import { addDays, beijingDay, beijingDayAndTime } from '../../domain/time.ts';
import { countMails } from '../mailing/mails.ts';
import { coordinatorsOf } from '../people/people.ts';
import { unitOf } from '../words/lexicons.ts';
import { countAlike } from '../works/alike-pairs.ts';
import { forecastNow } from '../works/forecast.ts';
import { extensionsOf, progressNow } from '../works/ledger.ts';
import { countMended } from '../works/mended.ts';
import { notReached } from './direct-reminder.ts';
import { remindersPaused } from './manage.ts';
import { reasonsInWords } from './reminder-words.ts';
import { coming, type Planned, type Reminding } from './schedule.ts';

const DAYS = 7;
const LISTED = 30;
const BETWEEN = '、';

/** How the campaign stands, what waits for staff, whom the bot cannot reach, and what did not get through, in the week past. */
export async function staffDigest(context: Reminding): Promise<string> {
  const { tx, campaign, say, now } = context;
  const since = new Date(now.getTime() - DAYS * 24 * 3_600_000);
  const found = await progressNow(context);
  const lacks = lacking(found, deadlinesOf(campaign, await extensionsOf(context)));
  const coordinators = await coordinatorsOf(
    context,
    lacks.map(({ unitId }) => unitId),
  );
  const count = (where: object) => tx.submission.count({ where: { campaign: campaign.id, ...where } });
  const lost = await tx.outbound.groupBy({
    by: ['state'],
    where: { trouble: { not: null }, createdAt: { gte: since } },
    _count: true,
  });
  const lostAs = (state: string) => lost.find((one) => one.state === state)?._count ?? 0;
  const silent = found.units
    .filter(({ state }) => state === 'nothing')
    .map(({ unitId }) => unitOf(context, unitId).short);
  const unreached = notReached(context, lacks, coordinators);
  return say('remind.staff-digest', {
    percent: Math.floor((found.ratio ?? 0) * 100),
    met: found.met,
    target: found.target,
    complete: found.states.complete,
    partial: found.states.partial,
    nothing: found.states.nothing,
    silent: shortened(context, silent),
    outlook: await outlookOf(context),
    fresh: await count({ state: { in: ['received', 'accepted', 'returned'] }, receivedAt: { gte: since } }),
    toReview: await count({ state: 'received' }),
    mails: (await countMails(context, 'waiting')) || '',
    mended: (await countMended(context)) || '',
    returned: await count({ state: 'returned' }),
    alike: (await countAlike(context)) || '',
    unreached: shortened(context, unreached),
    lost: lost.length > 0,
    unknown: lostAs('unknown'),
    refused: lostAs('refused') + lostAs('dropped'),
    partly: lostAs('sent'),
    paused: await remindersPaused(context),
    coming: (await thisWeek(context)).map(({ dueAt, reasons, audience }) => ({
      at: beijingDayAndTime(dueAt),
      why: reasons.length > 0 ? reasonsInWords(context, reasons) : say('remind.why-planned'),
      direct: audience === 'direct',
    })),
    time: beijingDayAndTime(now),
  });
}

/** How it will end, in figures; nothing while there is too little to go by, and once all is there. */
async function outlookOf(context: Reminding) {
  const { city, units } = await forecastNow(context);
  const { expected, low, high, basis, until, target } = city;
  if (expected === undefined || basis === undefined) return [];
  const behind = units.filter(({ state }) => state === 'unlikely').length;
  return [{ expected, low, high, target, until, workdays: basis.workdays, filled: basis.filled, behind: behind || '' }];
}

async function thisWeek(context: Reminding): Promise<Planned[]> {
  const today = beijingDay(context.now);
  const last = addDays(today, DAYS - 1);
  return (await coming(context)).filter(({ day, audience }) => day > today && day <= last && audience !== 'staff');
}

function shortened({ say }: Reminding, names: string[]): string {
  const more = names.length - LISTED;
  return names.slice(0, LISTED).join(BETWEEN) + (more > 0 ? say('remind.and-more', { count: more }) : '');
}
