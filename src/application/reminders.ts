import { deadlinesOf } from '../domain/deadline.ts';
import { type Lack, lacking, lackOn, type Reason } from '../domain/reminder.ts';
import { beijingDay, beijingDayAndTime } from '../domain/time.ts';
import { campaignClosed } from './closing.ts';
import type { Answer, Context, Office } from './context.ts';
import { extensionsOf, progressNow } from './ledger.ts';
import { categoryOf, unitOf } from './lexicons.ts';
import { enqueue } from './outbox.ts';
import { coordinatorsOf } from './people.ts';
import { dueNow, markInstalled, type Planned, type Reminding } from './schedule.ts';

const pauseKey = (campaign: string) => `reminders-paused/${campaign}`;

export async function pausedReminders({ tx, campaign }: Pick<Reminding, 'tx' | 'campaign'>): Promise<boolean> {
  return (await tx.setting.findUnique({ where: { key: pauseKey(campaign.id) } }))?.value === true;
}

export async function pauseReminders(
  { tx, campaign }: Pick<Reminding, 'tx' | 'campaign'>,
  paused: boolean,
): Promise<void> {
  const key = pauseKey(campaign.id);
  await tx.setting.upsert({ where: { key }, create: { key, value: paused }, update: { value: paused } });
}

/** `摄影 4、歌曲 1`, or the word for nothing at all. */
export const itemsInWords = (context: Pick<Context, 'say' | 'campaign'>, lack: Lack): string =>
  lack.nothing
    ? context.say('remind.nothing')
    : lack.items.map(({ categoryId, short }) => `${categoryOf(context, categoryId).short} ${short}`).join('、');

export const reasonsInWords = (context: Pick<Context, 'say' | 'campaign'>, reasons: Reason[]): string =>
  reasons.map((reason) => reasonInWords(context, reason)).join(context.say('remind.between'));

function reasonInWords({ say, campaign }: Pick<Context, 'say' | 'campaign'>, reason: Reason): string {
  const extended = 'deadline' in reason && reason.deadline !== deadlinesOf(campaign, []).base.day;
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
    case 'digest':
      return say('remind.why-digest');
  }
}

/** What a group is told, with the list of this very moment; undefined when there is nothing to say. */
export async function reminderText(context: Reminding, planned: Planned): Promise<string | undefined> {
  const { campaign, say, now } = context;
  const deadlines = deadlinesOf(campaign, await extensionsOf(context));
  const found = await progressNow(context);
  const lists =
    planned.plannedId === undefined
      ? lackOn(planned, found, deadlines)
      : deadlines.days
          .map((deadline) => ({ deadline, units: lacking(found, deadlines, deadline) }))
          .filter(({ units }) => units.length > 0);
  const openings = planned.reasons.flatMap((reason) => {
    const phase = reason.kind === 'phase-opening' && campaign.phases.find(({ id }) => id === reason.phase);
    return phase ? [{ phase: phase.name, text: phase.text, clause: phase.clause }] : [];
  });
  const digest = planned.reasons.some(({ kind }) => kind === 'digest');
  if (lists.length === 0 && openings.length === 0 && !digest) return undefined;
  const today = beijingDay(now);
  const why = planned.reasons.filter(({ kind }) => kind !== 'phase-opening');
  return say('remind.post', {
    why: why.length > 0 ? reasonsInWords(context, why) : '',
    openings,
    digest: digest
      ? [
          {
            percent: Math.floor((found.ratio ?? 0) * 100),
            met: found.met,
            target: found.target,
            complete: found.states.complete,
            partial: found.states.partial,
            nothing: found.states.nothing,
            onlyZero: found.states.partial + found.states.nothing - lacking(found, deadlines).length || '',
          },
        ]
      : [],
    lists: lists.map(({ deadline, units }) => ({
      deadline,
      extended: deadline !== deadlines.base.day,
      overdue: deadline < today,
      count: units.length,
      named: listInWords(context, units),
    })),
    counted: digest || lists.length > 0,
    time: beijingDayAndTime(now),
  });
}

/** `大宁县：摄影 4、歌曲 1；永和县：未报`, in the table's order; units that reported nothing stand together. */
function listInWords(context: Reminding, units: Lack[]): string {
  const { say } = context;
  return units
    .map((lack) => say('remind.unit', { unit: unitOf(context, lack.unitId).short, items: itemsInWords(context, lack) }))
    .join(say('remind.between'));
}

/**
 * Posts what has come due up to now to every bound group, once: the row that claims the day and the post are one
 * transaction. What is no longer of use that day is recorded as missed (product.md, section 8).
 */
export async function postDue(office: Office): Promise<void> {
  const { prisma, campaign, calendar, say, clock } = office;
  const now = clock.now();
  const due = await prisma.$transaction(async (tx) => {
    const context: Reminding = { tx, campaign, calendar, say, now };
    await markInstalled(context);
    return dueNow(context);
  });
  for (const planned of due) {
    await prisma.$transaction(async (tx) => {
      const context: Reminding = { tx, campaign, calendar, say, now };
      const groups = await tx.group.findMany({ orderBy: { boundAt: 'asc' } });
      const silence = planned.missed ? 'missed' : await silencedBy(context);
      const text = silence || groups.length === 0 ? undefined : await reminderText(context, planned);
      const state = silence ?? (text === undefined ? 'empty' : 'posted');
      const claimed = await tx.reminder.createMany({
        data: [{ campaign: campaign.id, key: planned.day, state, dueAt: planned.dueAt, decidedAt: now }],
        skipDuplicates: true,
      });
      if (claimed.count === 0 || text === undefined) return;
      const answers: Answer[] = [];
      for (const { channel, chatId } of groups)
        answers.push({
          to: { channel, chat: { kind: 'group', id: chatId } },
          text,
          mentions: await mentionsIn(context, planned, channel),
        });
      await enqueue(tx, answers, now);
    });
  }
}

async function silencedBy(context: Reminding): Promise<'paused' | 'closed' | undefined> {
  if (await pausedReminders(context)) return 'paused';
  return (await campaignClosed(context)) ? 'closed' : undefined;
}

/** The platform ids of the coordinators whose units are named. */
async function mentionsIn(context: Reminding, planned: Planned, channel: string): Promise<string[]> {
  const deadlines = deadlinesOf(context.campaign, await extensionsOf(context));
  const found = await progressNow(context);
  const lists =
    planned.plannedId === undefined ? lackOn(planned, found, deadlines) : [{ units: lacking(found, deadlines) }];
  const unitIds = lists.flatMap(({ units }) => units.map(({ unitId }) => unitId));
  const people = await coordinatorsOf(context.tx, unitIds);
  return [
    ...new Set(
      people.flatMap(({ accounts }) =>
        accounts.filter((one) => one.channel === channel).map(({ senderId }) => senderId),
      ),
    ),
  ];
}
