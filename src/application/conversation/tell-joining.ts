import type { Joined } from '../people/joining.ts';
import { members, staffMembers } from '../people/people.ts';
import type { Guessing } from '../people/wrong-codes.ts';
import { unitOf } from '../words/lexicons.ts';
import { roleName } from './role-name.ts';
import { NOBODY_TOLD, type Telling, type Told } from './telling.ts';

/** Of codes that are being guessed the admins hear, or, where none can be reached, all of the city's side. */
export async function tellOfGuessing(telling: Telling, guessing: Guessing): Promise<Told> {
  const text = telling.say('people.guessing', { ...guessing });
  const office = await staffMembers(telling);
  const ids = new Set((await members(telling)).filter(({ role }) => role === 'admin').map((one) => one.personId));
  const admins = office.filter(({ personId, to }) => to && ids.has(personId));
  const told = admins.length > 0 ? admins : office;
  return { ...NOBODY_TOLD, answers: told.flatMap(({ to }) => (to ? [{ text, to }] : [])) };
}

/** Whoever invited hears who came; where they cannot, staff do. */
export async function tellOfJoining(telling: Telling, joined: Joined): Promise<Told> {
  if (joined.outcome === 'wrong-code' && joined.guessing) return tellOfGuessing(telling, joined.guessing);
  if (joined.outcome !== 'joined' || joined.invitedBy === null) return NOBODY_TOLD;
  const { name, role, unitId, personId, invitedBy } = joined;
  const facts = { name, role: roleName(telling, role), unit: unitId === '' ? '' : unitOf(telling, unitId).short };
  const inviter = (await members(telling, { personId: invitedBy })).find(({ to }) => to !== undefined);
  if (inviter?.to)
    return {
      ...NOBODY_TOLD,
      answers: [{ text: telling.say('people.joined-by-you', { ...facts, yours: true }), to: inviter.to }],
    };
  const text = telling.say('people.joined-by-you', { ...facts, yours: false });
  const others = (await staffMembers(telling)).filter((one) => one.personId !== personId);
  return { ...NOBODY_TOLD, answers: others.flatMap(({ to }) => (to ? [{ text, to }] : [])) };
}
