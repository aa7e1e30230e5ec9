import { z } from 'zod';
import { audit } from '../keeping/audit.ts';
import type { Office, Tx } from '../office.ts';
import type { Speaker, Turn } from '../turn.ts';
import { refuse } from '../words/refuse.ts';
import { deed, personOf } from './deed.ts';
import { holdingIn, speakerFrom } from './people.ts';
import { allowed } from './permit.ts';
import { newSecret, secretHash } from './secrets.ts';

/** Without a request for so long it is over. */
const IDLE_MS = 12 * 3_600_000;
/** How exactly the last request is remembered: each would be a write otherwise. */
const NOTED_EVERY_MS = 5 * 60_000;

/** Somebody who is signed in. */
export interface Session {
  id: number;
  actor: Speaker;
  begunAt: Date;
}

type Held = Speaker['roles'][number] & { campaign: string };

/** Any change of what somebody may do in whatever campaign ends their sessions, by whatever way it came about. */
const standingOf = (roles: readonly Held[]): string =>
  roles
    .map(({ role, unitId, campaign }) => `${role}/${unitId}${campaign && `/${campaign}`}`)
    .sort()
    .join(' ');

/** Begins a session for whoever acts; the token is in the answer alone, and kept nowhere. */
export async function beginSession(turn: Turn, browser: string): Promise<{ id: number; token: string }> {
  const { tx, now, actor } = turn;
  const personId = personOf(turn);
  if (actor.roles.length === 0) refuse('bot.not-allowed', { command: '' });
  const held = await tx.membership.findMany({
    where: { personId, until: null },
    select: { role: true, unitId: true, campaign: true },
  });
  const token = newSecret();
  const { id } = await tx.consoleSession.create({
    data: {
      tokenHash: secretHash(token),
      personId,
      standing: standingOf(held as Held[]),
      browser,
      begunAt: now,
      lastAt: now,
    },
    select: { id: true },
  });
  await audit(turn, { action: 'session.begin', subject: `person:${personId}`, after: { session: id, browser } });
  return { id, token };
}

interface Row {
  session: number;
  standing: string;
  begun_at: Date;
  last_at: Date;
  id: number;
  name: string;
  roles: Held[];
}

type Reads = Pick<Office, 'campaign'> & { tx: Tx; now: Date };

/** Whose token it is; undefined when it never was one, or when its session is over. */
export async function sessionOf({ tx, campaign, now }: Reads, token: string): Promise<Session | undefined> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT s.id AS session, s.standing, s.begun_at, s.last_at, p.id, p.name,
      coalesce(json_agg(json_build_object('role', m.role, 'unitId', m.unit_id, 'campaign', m.campaign) ORDER BY m.id)
        FILTER (WHERE m.id IS NOT NULL), '[]') AS roles
    FROM console_session s JOIN person p ON p.id = s.person_id LEFT JOIN membership m ON m.person_id = p.id AND m.until IS NULL
    WHERE s.token_hash = ${secretHash(token)} AND s.ended_at IS NULL GROUP BY s.id, p.id`;
  if (!row) return undefined;
  const idle = now.getTime() - row.last_at.getTime();
  if (idle > IDLE_MS || standingOf(row.roles) !== row.standing) {
    await tx.consoleSession.updateMany({ where: { id: row.session }, data: { endedAt: now } });
    return undefined;
  }
  if (idle > NOTED_EVERY_MS) await tx.consoleSession.updateMany({ where: { id: row.session }, data: { lastAt: now } });
  return {
    id: row.session,
    actor: speakerFrom(campaign, { ...row, roles: row.roles.filter(holdingIn(campaign)) }),
    begunAt: row.begun_at,
  };
}

const WHICH = {
  /** Of whoever acts. */
  own: z.object({ which: z.literal('own') }),
  one: z.object({ which: z.literal('one'), id: z.int() }),
};

/** Ends a session, or all of whoever acts. Those of others end for whoever may release people. */
export const endSessions = deed(
  { id: 'end-sessions', action: 'sign-in', input: z.discriminatedUnion('which', [WHICH.own, WHICH.one]) },
  async (turn, wanted) => {
    const { tx, now } = turn;
    const personId = personOf(turn);
    const own = wanted.which === 'own' || !allowed(turn, 'release') ? { personId } : {};
    const where = { ...own, endedAt: null, ...(wanted.which === 'one' && { id: wanted.id }) };
    const ended = await tx.consoleSession.findMany({ where, select: { id: true, personId: true } });
    if (wanted.which === 'one' && ended.length === 0) refuse('console.no-such-session');
    await tx.consoleSession.updateMany({ where: { id: { in: ended.map(({ id }) => id) } }, data: { endedAt: now } });
    for (const { id, personId: whose } of ended)
      await audit(turn, { action: 'session.end', subject: `person:${whose}`, before: { session: id } });
    return { count: ended.length };
  },
);

/** Sessions that are not over, the latest first: of one person, or of everybody. */
export async function openSessions({ tx, now }: Pick<Turn, 'tx' | 'now'>, personId?: number) {
  return tx.consoleSession.findMany({
    where: {
      endedAt: null,
      lastAt: { gt: new Date(now.getTime() - IDLE_MS) },
      ...(personId !== undefined && { personId }),
    },
    orderBy: [{ lastAt: 'desc' }, { id: 'desc' }],
    take: 500,
  });
}
