import { roleName } from '../../application/conversation/role-name.ts';
import { rolesInWords } from '../../application/conversation/tell.ts';
import { handOver } from '../../application/people/hand-over.ts';
import { cancelInvitations, invite, openInvitations } from '../../application/people/invitations.ts';
import { release } from '../../application/people/leaving.ts';
import { type Member, members, peopleById } from '../../application/people/people.ts';
import { allowed } from '../../application/people/permit.ts';
import { openSessions } from '../../application/people/sessions.ts';
import { perform } from '../../application/perform.ts';
import type { Turn } from '../../application/turn.ts';
import { unitOf } from '../../application/words/lexicons.ts';
import type { Role } from '../../domain/permission.ts';
import { beijingDayAndTime } from '../../domain/time.ts';
import type { Handlers } from './answering.ts';
import type { Desk } from './desk.ts';
import { NothingThere } from './problem.ts';
import { by, requireSeen, standingOf } from './standing.ts';

/** Who is bound, how they are reached, who goes and who comes. */
export const peopleHandlers: Handlers = {
  async people({ desk, query: { unit }, turn }) {
    const { office } = desk;
    const all = await members(turn);
    const shown = unit === undefined ? all : all.filter(({ unitId }) => unitId === unit);
    const ids = [...new Set(shown.map(({ personId }) => personId))];
    const phones = new Map((await peopleById(turn, ids)).map(({ id, phone }) => [id, phone]));
    const open = await openSessions(turn);
    const bound = new Set(all.filter(({ role }) => role === 'coordinator').map(({ unitId }) => unitId));
    const invitations = (await openInvitations(turn)).filter((one) => unit === undefined || one.unitId === unit);
    const issuers = await peopleById(
      turn,
      invitations.flatMap(({ issuedBy }) => issuedBy ?? []),
    );
    return {
      people: ids.map((id) => {
        const held = all.filter(({ personId }) => personId === id);
        const [first] = held as [Member];
        return {
          id,
          seen: seenOfPerson(held),
          name: first.name,
          phone: phones.get(id) ?? null,
          roles: held.map(({ role, unitId, since }) => ({
            role,
            unitId,
            words: rolesInWords(office, [{ role, unitId }]),
            since: since.toISOString(),
          })),
          channels: [...new Set(first.accounts.map(({ channel }) => channel))].map((channel) => ({
            channel,
            words: office.vocabulary.channels[channel] ?? channel,
            reachable: first.to?.channel === channel,
          })),
          reachable: first.to !== undefined,
          sessions: open.filter(({ personId }) => personId === id).length,
          mayRelease: held.every(({ role }) => role === 'coordinator') || allowed(turn, 'release-role'),
        };
      }),
      without: office.campaign.units.map(({ id }) => id).filter((id) => !bound.has(id) && (unit ?? id) === id),
      invitations: invitations.map(({ number, role, unitId, expiresAt, issuedBy }) => ({
        number,
        role,
        unitId,
        words: rolesInWords(office, [{ role, unitId }]),
        expiresAt: expiresAt?.toISOString() ?? null,
        by: issuers.find(({ id }) => id === issuedBy)?.name ?? '',
      })),
    };
  },

  async openItems({ params: { id }, query: { unit }, turn }) {
    const { tx, campaign } = turn;
    const held = await members(turn, { personId: id });
    if (held.length === 0) throw new NothingThere();
    const units = unit === undefined ? held.map(({ unitId }) => unitId) : [unit];
    const select = { number: true, title: true, unitId: true, categoryId: true };
    const orderBy = { number: 'asc' } as const;
    const of = { campaign: campaign.id };
    const drafts = { ...of, byPerson: id, state: 'draft', unitId: { in: [...units, ''] } };
    const returned = { ...of, state: 'returned', unitId: { in: units.filter((one) => one !== '') } };
    return {
      drafts: await tx.submission.findMany({ where: drafts, select, orderBy, take: 200 }),
      returned: await tx.submission.findMany({ where: returned, select, orderBy, take: 200 }),
      invitations: (await openInvitations(turn)).filter(({ issuedBy }) => issuedBy === id).length,
    };
  },

  async invite({ desk, body: { role, unitId }, ...visitor }) {
    requireUnits(desk, unitId === undefined ? [] : [unitId]);
    const input = { role, ...(unitId !== undefined && { unitId }) };
    return invitedInWords(desk, await perform(desk.office, by(visitor), invite, input));
  },

  async cancelInvitation({ desk, body: { number }, ...visitor }) {
    await perform(desk.office, by(visitor), cancelInvitations, { number });
    return { ok: true };
  },

  async release({ desk, body: { id, unitId, seen }, ...visitor }) {
    const input = { personId: id, ...(unitId !== undefined && { unitId }) };
    const done = await perform(desk.office, by(visitor), release, input, (turn) => personAsSeen(turn, id, seen));
    const drafts = done.drafts.map(({ number }) => number);
    return { name: done.name, words: rolesInWords(desk.office, done.ended), left: done.left, drafts };
  },

  async handOver({ desk, body: { unitId, from, to, seen }, ...visitor }) {
    requireUnits(desk, [unitId]);
    const input = { unitId, from, ...(to !== undefined && { to }) };
    const done = await perform(desk.office, by(visitor), handOver, input, async (turn) => {
      await personAsSeen(turn, from, seen);
      if (to !== undefined && (await members(turn, { personId: to })).length === 0) throw new NothingThere();
    });
    const { invited } = done;
    return {
      from: done.from.name,
      to: done.to?.name ?? null,
      invited: invited ? invitedInWords(desk, { ...invited, role: 'coordinator', unitId }) : null,
      drafts: done.drafts,
      returned: done.returned,
    };
  },
};

function invitedInWords(
  { office }: Desk,
  { code, expiresAt, role, unitId }: { code: string; expiresAt: Date; role: Role; unitId: string },
) {
  const text = office.say('people.invited', {
    code,
    unit: unitId === '' ? '' : unitOf(office, unitId).name,
    role: roleName(office, role),
    until: beijingDayAndTime(expiresAt),
  });
  return { code, expiresAt: expiresAt.toISOString(), text };
}

const seenOfPerson = (held: Member[]): string =>
  standingOf(held.map(({ role, unitId, since }) => [role, unitId, since.getTime()]));

/** Throws where there is nobody, or where what they may do is no longer what was seen. */
async function personAsSeen(turn: Turn, personId: number, seen: string): Promise<void> {
  const held = await members(turn, { personId });
  if (held.length === 0 && (await peopleById(turn, [personId])).length === 0) throw new NothingThere();
  requireSeen(seen, seenOfPerson(held));
}

/** Throws `NothingThere` for what is no unit. */
export function requireUnits({ office: { campaign } }: Desk, unitIds: string[]): void {
  const known = new Set(campaign.units.map(({ id }) => id));
  if (unitIds.some((id) => !known.has(id))) throw new NothingThere();
}
