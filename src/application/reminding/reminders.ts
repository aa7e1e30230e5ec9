import type { Audience } from '../../domain/reminder.ts';
import { beijingDayAndTime } from '../../domain/time.ts';
import type { Answer } from '../delivery/answer.ts';
import { enqueue } from '../delivery/outbox.ts';
import type { Office } from '../office.ts';
import { boundGroups } from '../people/groups.ts';
import { staffMembers } from '../people/people.ts';
import { campaignClosed } from '../works/closing.ts';
import { directPosts } from './direct-reminder.ts';
import { groupPicture, groupPost } from './group-reminder.ts';
import { remindersPaused } from './manage.ts';
import { platformPosts } from './platform-reminder.ts';
import { reasonsInWords } from './reminder-words.ts';
import { dueNow, keyOf, markInstalled, type Planned, type Reminding } from './schedule.ts';
import { screeningPosts } from './screening-reminder.ts';
import { staffDigest } from './staff-digest.ts';

const BETWEEN = '；';
/** The time for one transaction in which thousands of coordinators are reminded and recorded. */
const PATIENCE = { timeout: 60_000, maxWait: 30_000 };

/**
 * Posts every reminder that is due, each once: the row that marks the day of an audience as done and the posts are one
 * transaction. What is of no more use today is recorded as missed, and staff are told (docs/product.md, section 8).
 */
export async function postDue(office: Office): Promise<void> {
  const { prisma, clock, ...rest } = office;
  const now = clock.now();
  const due = await prisma.$transaction(async (tx) => {
    const context: Reminding = { ...rest, tx, now };
    await markInstalled(context);
    return dueNow(context);
  }, PATIENCE);
  const inTransaction = (work: (context: Reminding) => Promise<void>) =>
    prisma.$transaction((tx) => work({ ...rest, tx, now }), PATIENCE);
  const missed = due.filter((planned) => planned.missed);
  if (missed.length > 0) await inTransaction((context) => recordMissed(context, missed));
  for (const planned of due) if (!planned.missed) await inTransaction((context) => post(context, planned));
  // After the others: whoever was reminded of something else has read of it there.
  await inTransaction(tellOfNew);
}

async function tellOfNew(context: Reminding): Promise<void> {
  if (await silencedBy(context, 'direct')) return;
  await enqueue(context.tx, await screeningPosts(context), context.now);
}

async function recordMissed(context: Reminding, missed: Planned[]): Promise<void> {
  const mine = await decide(context, missed, 'missed');
  const rows = mine
    .filter(({ audience }) => audience !== 'staff')
    .map((planned) => ({
      at: beijingDayAndTime(planned.dueAt),
      why: planned.reasons.length > 0 ? reasonsInWords(context, planned.reasons) : context.say('remind.why-planned'),
      direct: planned.audience === 'direct',
    }));
  if (rows.length === 0) return;
  await enqueue(context.tx, await toStaff(context, context.say('remind.missed', { rows })), context.now);
}

async function post(context: Reminding, planned: Planned): Promise<void> {
  const { tx, campaign, now } = context;
  const silence = await silencedBy(context, planned.audience);
  const mine = await decide(context, [planned], silence ?? 'posted');
  if (mine.length === 0 || silence) return;
  const answers = await postsFor(context, planned);
  await enqueue(tx, answers, now);
  const where = { campaign_key: { campaign: campaign.id, key: keyOf(planned) } };
  if (answers.length === 0) await tx.reminder.update({ where, data: { state: 'empty' } });
}

/**
 * Inserts the rows of the day and returns those that were new. A second process waits for the first one's transaction
 * and then gets none.
 */
async function decide({ tx, campaign, now }: Reminding, all: Planned[], state: string): Promise<Planned[]> {
  const decided = await tx.reminder.createManyAndReturn({
    data: all.map((planned) => ({
      campaign: campaign.id,
      key: keyOf(planned),
      state,
      dueAt: planned.dueAt,
      decidedAt: now,
    })),
    skipDuplicates: true,
    select: { key: true },
  });
  const keys = new Set(decided.map(({ key }) => key));
  return all.filter((planned) => keys.has(keyOf(planned)));
}

/** A pause holds for groups and coordinators; staff still get their weekly report. */
export async function silencedBy(context: Reminding, audience: Audience): Promise<'paused' | 'closed' | undefined> {
  if (audience !== 'staff' && (await remindersPaused(context))) return 'paused';
  return (await campaignClosed(context)) ? 'closed' : undefined;
}

async function postsFor(context: Reminding, planned: Planned): Promise<Answer[]> {
  const { say } = context;
  const { audience, day } = planned;
  if (audience === 'group') return groupPosts(context, planned);
  if (audience === 'staff')
    return toStaff(context, await staffDigest(context), { campaign: context.campaign.id, what: 'staff', day });
  const { answers: lacking, unreached } = await directPosts(context, planned);
  const answers = [...lacking, ...(await platformPosts(context, day, planned.reasons))];
  if (unreached.length === 0) return answers;
  return [...answers, ...(await toStaff(context, say('remind.direct-unreached', { names: unreached.join(BETWEEN) })))];
}

async function groupPosts(context: Reminding, planned: Planned): Promise<Answer[]> {
  const answers: Answer[] = [];
  const picture = await groupPicture(context, planned);
  for (const to of await boundGroups(context)) {
    const post = await groupPost(context, planned, to);
    if (!post) continue;
    const recipe = { campaign: context.campaign.id, day: planned.day };
    answers.push({ to, ...post, recipe: { ...recipe, what: 'group' } });
    if (picture) answers.push({ to, text: '', picture, recipe: { ...recipe, what: 'group-picture' } });
  }
  return answers;
}

async function toStaff(context: Reminding, text: string, recipe?: Answer['recipe']): Promise<Answer[]> {
  return (await staffMembers(context)).flatMap(({ to }) => (to ? [{ to, text, ...(recipe && { recipe }) }] : []));
}
