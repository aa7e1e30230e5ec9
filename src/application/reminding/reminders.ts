import { type Audience, afterQuiet } from '../../domain/reminder.ts';
import { beijingDayAndTime } from '../../domain/time.ts';
import type { Answer } from '../delivery/answer.ts';
import { inNameOf, joined } from '../delivery/in-name-of.ts';
import { enqueue } from '../delivery/outbox.ts';
import type { House, Office, Tx } from '../office.ts';
import { boundGroups } from '../people/groups.ts';
import { staffMembers } from '../people/people.ts';
import { campaignClosed } from '../works/closing.ts';
import { directPosts } from './direct-reminder.ts';
import { groupPicture, groupPost } from './group-reminder.ts';
import { remindersPaused } from './manage.ts';
import { platformPosts } from './platform-reminder.ts';
import { reasonsInWords } from './reminder-words.ts';
import { coming, dueNow, keyOf, markInstalled, type Planned, type Reminding } from './schedule.ts';
import { screeningPosts } from './screening-reminder.ts';
import { staffDigest } from './staff-digest.ts';

const BETWEEN = '；';
/** The time for one transaction in which thousands of coordinators are reminded and recorded. */
const PATIENCE = { timeout: 60_000, maxWait: 30_000 };

/** Makes what is needed to remind for one campaign, within a transaction. */
type InTransaction = <Result>(work: (context: Reminding) => Promise<Result>) => Promise<Result>;

/**
 * Posts every reminder that is due, each once: the row that marks the day of an audience as done and the posts are one
 * transaction. What is of no more use today is recorded as missed, and staff are told (docs/product.md, section 8). What several
 * campaigns say to one chat on a day is one post: when the first of them is due, the others go with it.
 */
export async function postDue(house: House): Promise<void> {
  const now = house.clock.now();
  const due: Planned[] = [];
  for (const office of house.campaigns.values()) {
    const inTransaction: InTransaction = (work) =>
      house.prisma.$transaction((tx) => work(reminding(office, tx, now)), PATIENCE);
    const all = await inTransaction(async (context) => {
      await markInstalled(context);
      return dueNow(context);
    });
    const missed = all.filter((planned) => planned.missed);
    if (missed.length > 0) await inTransaction((context) => recordMissed(context, missed));
    due.push(...all.filter((planned) => !planned.missed));
  }
  for (const { audience, day } of new Map(due.map((one) => [keyOf(one), one])).values())
    await inAll(house, async (context) => {
      const planned = await goesOutNow(context, audience, day);
      return planned ? post(context, planned) : [];
    });
  // After the others: whoever was reminded of something else has read of it there.
  await inAll(house, async (context) => ((await silencedBy(context, 'direct')) ? [] : screeningPosts(context)));
}

function reminding({ prisma: _, ...office }: Office, tx: Tx, now: Date): Reminding & Office {
  return { ...office, tx, now } as Reminding & Office;
}

/** Says what each campaign has to say, in one transaction, joined by chats; where one of them fails, each by itself. */
async function inAll(house: House, say: (context: Reminding) => Promise<Answer[]>): Promise<void> {
  const now = house.clock.now();
  const together = (offices: Office[]) =>
    house.prisma.$transaction(async (tx) => {
      const all: Answer[] = [];
      for (const office of offices) all.push(...inNameOf(office, await say(reminding(office, tx, now))));
      await enqueue(tx, joined(all), now);
    }, PATIENCE);
  const offices = [...house.campaigns.values()];
  try {
    await together(offices);
  } catch (error) {
    if (offices.length > 1) await Promise.allSettled(offices.map((office) => together([office])));
    throw error;
  }
}

/** What is due of a campaign, or will be later on this day: it goes with what another one says now, in no quiet hour of its own. */
async function goesOutNow(context: Reminding, audience: Audience, day: string): Promise<Planned | undefined> {
  const { campaign, now } = context;
  const is = (one: Planned) => one.audience === audience && one.day === day;
  const due = (await dueNow(context)).find((one) => !one.missed && is(one));
  if (due || afterQuiet(campaign.reminders, now).getTime() !== now.getTime()) return due;
  return (await coming(context)).find(is);
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

async function post(context: Reminding, planned: Planned): Promise<Answer[]> {
  const { tx, campaign } = context;
  const silence = await silencedBy(context, planned.audience);
  const mine = await decide(context, [planned], silence ?? 'posted');
  if (mine.length === 0 || silence) return [];
  const answers = await postsFor(context, planned);
  const where = { campaign_key: { campaign: campaign.id, key: keyOf(planned) } };
  if (answers.length === 0) await tx.reminder.update({ where, data: { state: 'empty' } });
  return answers;
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
