import { roleName } from '../../application/conversation/role-name.ts';
import { rolesInWords } from '../../application/conversation/tell.ts';
import type { Tx } from '../../application/office.ts';
import { speakerOf } from '../../application/people/people.ts';
import { beginSession } from '../../application/people/sessions.ts';
import { askDigits, digitsState, isLinkOf, lookAtLink, useLink } from '../../application/people/sign-in.ts';
import type { Speaker } from '../../application/turn.ts';
import type { Role } from '../../domain/permission.ts';
import type { Asking, Handlers } from './answering.ts';
import type { Attempts } from './attempts.ts';
import type { Desk } from './desk.ts';
import { TurnedAway } from './problem.ts';

const PRACTICE = 'practice';

/** The ways in. Looking at a link changes nothing, so that a preview of it cannot use it up. */
export const signInHandlers = (attempts: Attempts): Handlers => ({
  async welcome({ desk }) {
    const { campaign, vocabulary } = desk.office;
    return {
      campaign: campaign.name,
      practice: desk.practice,
      people: desk.practice ? await practicePeople(desk) : [],
      command: `/${vocabulary.commands.signIn?.name ?? ''}`,
    };
  },

  async practiceSignIn({ desk, body, ...asking }) {
    const { prisma, campaign } = desk.office;
    if (!desk.practice) throw new TurnedAway(403, 'not-from-here');
    const actor = await speakerOf(prisma, campaign, PRACTICE, body.person);
    return enter(desk, asking, async () => actor);
  },

  async link({ desk, params: { code }, address }) {
    const { office } = desk;
    await attempts.allow(address);
    const found = await lookAtLink({ tx: office.prisma, campaign: office.campaign, now: office.clock.now() }, code);
    if (!found) throw await over(desk, attempts, address, code);
    const { actor, expiresAt } = found;
    return { name: actor.name, role: rolesInWords(office, [...actor.roles]), expiresAt: expiresAt.toISOString() };
  },

  async enter({ desk, params: { code }, ...asking }) {
    const { address } = asking;
    await attempts.allow(address);
    const { campaign, clock } = desk.office;
    return enter(
      desk,
      asking,
      (tx) => useLink({ tx, campaign, now: clock.now() }, code),
      () => over(desk, attempts, address, code),
    );
  },

  async digits({ desk, address, browser }) {
    attempts.allowDigits(address);
    const { prisma: tx, clock, vocabulary } = desk.office;
    const asked = await askDigits({ tx, now: clock.now() }, browser);
    if (!asked) throw new TurnedAway(429, 'too-often');
    const command = `/${vocabulary.commands.signIn?.name ?? ''} ${asked.digits}`;
    return { ...asked, command, expiresAt: asked.expiresAt.toISOString() };
  },

  async digitsState({ desk, body: { ticket }, ...asking }) {
    const { campaign, clock } = desk.office;
    let state: 'waiting' | 'lapsed' | 'entered' = 'entered';
    await enter(desk, asking, async (tx) => {
      const found = await digitsState({ tx, campaign, now: clock.now() }, ticket);
      if (found.state === 'confirmed') return found.actor;
      state = found.state;
      return undefined;
    }).catch((error) => {
      if (!(error instanceof TurnedAway)) throw error;
    });
    return { state };
  },
});

/** Begins a session for whoever is found, in the same transaction in which their way in is used up. */
async function enter(
  { office }: Desk,
  { browser, setToken }: Pick<Asking, 'browser' | 'setToken'>,
  find: (tx: Tx) => Promise<Speaker | undefined>,
  nobody: () => Promise<TurnedAway> = async () => new TurnedAway(404, 'link-over'),
) {
  const { prisma, clock, ...rest } = office;
  const begun = await prisma.$transaction(async (tx) => {
    const actor = await find(tx);
    if (actor?.personId === undefined || actor.roles.length === 0) return undefined;
    const turn = { ...rest, clock, tx, now: clock.now(), actor, origin: { entrance: 'session' as const } };
    return { actor, ...(await beginSession(turn, browser)) };
  });
  if (!begun) throw await nobody();
  setToken(begun.token);
  return { person: { id: begun.actor.personId as number, name: begun.actor.name } };
}

/** A link that once was one is no guess: people click twice. */
async function over({ office }: Desk, attempts: Attempts, address: string, code: string): Promise<TurnedAway> {
  if (!(await isLinkOf(office.prisma, code))) await attempts.wrong(address);
  return new TurnedAway(404, 'link-over');
}

async function practicePeople({ office }: Desk) {
  const { campaign } = office;
  const accounts = await office.prisma.account.findMany({
    where: { channel: PRACTICE, person: { memberships: { some: { until: null } } } },
    include: { person: { include: { memberships: { where: { until: null }, orderBy: { id: 'asc' } } } } },
  });
  const place = (unitId: string) => campaign.units.findIndex(({ id }) => id === unitId);
  return accounts
    .map(({ senderId, person }) => ({ senderId, name: person.name, first: person.memberships[0] }))
    .sort((one, other) => place(one.first?.unitId ?? '') - place(other.first?.unitId ?? ''))
    .map(({ senderId, name, first }) => ({
      id: senderId,
      name,
      role: roleName(office, (first?.role ?? 'coordinator') as Role),
      unit: campaign.units.find(({ id }) => id === first?.unitId)?.short ?? null,
    }));
}
