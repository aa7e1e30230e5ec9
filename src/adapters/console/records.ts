import type { Post } from '../../application/message.ts';
import { namesOf, peopleById } from '../../application/people/people.ts';
import type { Entrance } from '../../domain/entrance.ts';
import { endOfDay, instantAt, isDay } from '../../domain/time.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { Handlers } from './answering.ts';
import type { Visitor } from './desk.ts';
import { changeInWords } from './standing.ts';

const WAITING = ['waiting', 'working'];

/** Without the pictures beside posts, which nobody misses. */
const SAID: Prisma.OutboundWhereInput = { post: { path: ['text'], not: '' } };

const KINDS: Record<'lost' | 'unknown' | 'waiting' | 'all', Prisma.OutboundWhereInput> = {
  lost: { OR: [{ state: { in: ['refused', 'dropped'] } }, { state: 'sent', trouble: { not: null } }] },
  unknown: { state: 'unknown' },
  waiting: { state: { in: WAITING } },
  all: {
    OR: [{ state: { in: ['refused', 'dropped', 'unknown', ...WAITING] } }, { state: 'sent', trouble: { not: null } }],
  },
};

const idIn = (cursor: string | undefined): bigint | undefined =>
  cursor !== undefined && /^\d{1,18}$/.test(cursor) ? BigInt(cursor) : undefined;

/** What did not arrive, and what was done by whom. */
export const recordHandlers: Handlers = {
  async messages({ query: { kind, after, limit }, turn }) {
    const before = idIn(after);
    const rows = await turn.tx.outbound.findMany({
      where: { AND: [KINDS[kind], SAID, before === undefined ? {} : { id: { lt: before } }] },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    const shown = rows.slice(0, limit);
    const items = [];
    for (const row of shown) {
      const { id, createdAt, channel, state, reason } = row;
      const post = row.post as unknown as Post;
      items.push({
        id: String(id),
        at: createdAt.toISOString(),
        channel: turn.vocabulary.channels[channel] ?? channel,
        chat: row.chatKind as 'group' | 'direct',
        to: await receivers(turn, row),
        first: post.text?.split('\n')[0] ?? '',
        state: state as 'sent',
        reason: reason ?? '',
        unreached: await namesOf(turn.tx, channel, row.unreached),
      });
    }
    return { items, next: rows.length > limit ? String(shown.at(-1)?.id) : null };
  },

  async audit({ query: { person, entry, unit, day, action, after, limit }, turn }) {
    const before = idIn(after);
    // What was done before there were several is nobody else's.
    const where: Prisma.AuditWhereInput[] = [{ campaign: { in: ['', turn.campaign.id] } }];
    if (before !== undefined) where.push({ id: { lt: before } });
    if (person !== undefined) where.push({ personId: person });
    if (entry !== undefined) where.push({ subject: `submission:${entry}` });
    if (unit !== undefined)
      where.push({ OR: [{ subject: `unit:${unit}` }, { after: { path: ['unit'], equals: unit } }] });
    if (day !== undefined && isDay(day)) where.push({ at: { gte: instantAt(day, '00:00'), lt: endOfDay(day) } });
    if (action !== undefined) where.push({ action: { startsWith: action } });
    const rows = await turn.tx.audit.findMany({ where: { AND: where }, orderBy: { id: 'desc' }, take: limit + 1 });
    const shown = rows.slice(0, limit);
    const people = await peopleById(turn, [...new Set(shown.flatMap(({ personId }) => personId ?? []))]);
    const items = shown.map((row) => ({
      id: String(row.id),
      at: row.at.toISOString(),
      by:
        row.personId === null
          ? null
          : { id: row.personId, name: people.find(({ id }) => id === row.personId)?.name ?? '' },
      action: row.action,
      words: changeInWords(turn.say, row.action),
      subject: row.subject,
      before: row.before as null,
      after: row.after as null,
      entrance: row.entrance as Entrance,
      entranceId: row.entranceId,
    }));
    return { items, next: rows.length > limit ? String(shown.at(-1)?.id) : null };
  },
};

/** Whose direct chat it is; a group has no name of its own. */
async function receivers(
  { tx, say }: Visitor['turn'],
  { chatKind, channel, chatId }: { chatKind: string; channel: string; chatId: string },
): Promise<string[]> {
  if (chatKind === 'group') return [say('console.to-group')];
  const accounts = await tx.account.findMany({
    where: { channel, directChatId: chatId },
    select: { person: { select: { name: true } } },
  });
  return accounts.map(({ person }) => person.name);
}
