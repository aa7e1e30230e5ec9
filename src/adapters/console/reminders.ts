import { createHash } from 'node:crypto';
import { coordinatorsOf, staffMembers } from '../../application/people/people.ts';
import { perform } from '../../application/perform.ts';
import { byPerson, countyText, lacksDirectly, notReached } from '../../application/reminding/direct-reminder.ts';
import { groupPost } from '../../application/reminding/group-reminder.ts';
import { pause, plan, remindersPaused, unplan } from '../../application/reminding/manage.ts';
import { isReached, type Nudge, nudge, nudgeable } from '../../application/reminding/nudge.ts';
import { reasonsInWords } from '../../application/reminding/reminder-words.ts';
import { coming, type Planned, plannedOn } from '../../application/reminding/schedule.ts';
import { staffDigest } from '../../application/reminding/staff-digest.ts';
import type { Turn } from '../../application/turn.ts';
import { campaignClosed } from '../../application/works/closing.ts';
import type { Audience } from '../../domain/reminder.ts';
import type { Handlers } from './answering.ts';
import type { Visitor } from './desk.ts';
import { NothingThere } from './problem.ts';
import { by, requireSeen } from './standing.ts';

const LISTED = 20;
const PAST = 60;

/** What will be said, to whom, as it would read now; and what staff change about it. */
export const reminderHandlers: Handlers = {
  async reminders({ turn }) {
    const { tx, campaign, say } = turn;
    const past = await tx.reminder.findMany({
      where: { campaign: campaign.id },
      orderBy: { dueAt: 'desc' },
      take: PAST,
    });
    return {
      seen: await seenOfCalendar(turn),
      paused: await remindersPaused(turn),
      closed: await campaignClosed(turn),
      coming: (await coming(turn)).map(({ day, audience, dueAt, reasons, plannedId }) => ({
        day,
        audience,
        dueAt: dueAt.toISOString(),
        why: reasons.length > 0 ? reasonsInWords(turn, reasons) : say('remind.why-planned'),
        plannedId: plannedId ?? null,
      })),
      past: past.map(({ key, state, dueAt }) => {
        const [day = '', audience = 'group'] = key.split('/');
        return { day, audience: audience as Audience, dueAt: dueAt.toISOString(), state: state as 'posted' };
      }),
    };
  },

  async reminder({ params: { audience, day }, turn }) {
    const planned = await plannedOn(turn, audience, day);
    if (!planned) throw new NothingThere();
    if (audience === 'direct') return directly(turn, planned);
    if (audience === 'staff') {
      const staff = (await staffMembers(turn)).filter(({ to }) => to);
      return {
        posts: [{ to: staff.map(({ name }) => name).join('、'), text: await staffDigest(turn) }],
        more: 0,
        unreached: [],
      };
    }
    const group = await turn.tx.group.findFirst({ orderBy: { boundAt: 'asc' } });
    const to = group && { channel: group.channel, chat: { kind: 'group' as const, id: group.chatId } };
    const post = await groupPost(turn, planned, to ?? undefined);
    return { posts: post ? [{ to: turn.say('console.to-group'), text: post.text }] : [], more: 0, unreached: [] };
  },

  async pauseReminders({ desk, body: { paused, seen }, ...visitor }) {
    await perform(desk.office, by(visitor), pause, { paused }, (turn) => calendarAsSeen(turn, seen));
    return { ok: true };
  },

  async addReminder({ desk, body: { day, time, seen }, ...visitor }) {
    const input = { day, ...(time !== undefined && { time }) };
    const added = await perform(desk.office, by(visitor), plan, input, (turn) => calendarAsSeen(turn, seen));
    return { id: added.id, at: added.at.toISOString() };
  },

  async dropReminder({ desk, body: { id, seen }, ...visitor }) {
    await perform(desk.office, by(visitor), unplan, { id }, (turn) => calendarAsSeen(turn, seen));
    return { ok: true };
  },

  async nudgePreview({ query: { units = [], categories = [], group }, turn }) {
    const found = await nudgeable(turn, { unitIds: units, categoryIds: categories, inGroup: group === '1' });
    return {
      seen: seenOfNudge(found),
      people: byPerson(found.lacks, found.coordinators).map(({ person, lacks }) => ({
        name: person.name,
        unitIds: lacks.map(({ unitId }) => unitId),
        text: countyText(turn, lacks, 'nudge'),
      })),
      named: found.named.map(({ unitId }) => unitId),
      unreached: found.lacks
        .filter((lack) => !isReached(found, lack) && !found.named.includes(lack))
        .map(({ unitId }) => unitId),
    };
  },

  async nudge({ desk, body: { units = [], categories = [], inGroup = false, seen }, ...visitor }) {
    const input = { unitIds: units, categoryIds: categories, inGroup };
    const done = await perform(desk.office, by(visitor), nudge, input, async (turn) =>
      requireSeen(seen, seenOfNudge(await nudgeable(turn, input))),
    );
    return {
      people: done.posts.filter((post) => !post.inGroup).length,
      named: done.named,
      unreached: done.unreached,
    };
  },
};

async function directly(turn: Visitor['turn'], planned: Planned) {
  const lacks = await lacksDirectly(turn, planned);
  const unitIds = lacks.map(({ unitId }) => unitId);
  const coordinators = lacks.length > 0 ? await coordinatorsOf(turn, unitIds) : [];
  const people = byPerson(lacks, coordinators);
  return {
    posts: people.slice(0, LISTED).map(({ person, lacks: own }) => ({ to: person.name, text: countyText(turn, own) })),
    more: Math.max(0, people.length - LISTED),
    unreached: notReached(turn, lacks, coordinators),
  };
}

const CHANGES = ['reminders.pause', 'reminders.resume', 'reminders.add', 'reminders.drop'];

/** By the latest change that anybody made of the calendar. */
async function seenOfCalendar({ tx }: Pick<Turn, 'tx'>): Promise<string> {
  const latest = await tx.audit.findFirst({
    where: { action: { in: CHANGES } },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  return `r${latest?.id ?? 0}`;
}

async function calendarAsSeen(turn: Turn, seen: string): Promise<void> {
  requireSeen(seen, await seenOfCalendar(turn));
}

const seenOfNudge = ({ lacks, coordinators }: Nudge): string =>
  createHash('sha256')
    .update(
      JSON.stringify([lacks, coordinators.map(({ personId, unitId, to }) => [personId, unitId, to !== undefined])]),
    )
    .digest('base64url')
    .slice(0, 22);
