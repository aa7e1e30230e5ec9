import { rolesInWords } from '../../application/conversation/tell.ts';
import { peopleById } from '../../application/people/people.ts';
import { allowed } from '../../application/people/permit.ts';
import { endSessions, openSessions } from '../../application/people/sessions.ts';
import { speakerById } from '../../application/people/sign-in.ts';
import { perform } from '../../application/perform.ts';
import { campaignClosed } from '../../application/works/closing.ts';
import { shortOf } from '../../domain/campaigns.ts';
import { ACTIONS } from '../../domain/permission.ts';
import type { Handlers } from './answering.ts';
import type { Desk } from './desk.ts';
import { by } from './standing.ts';

/** Who is signed in, and where. */
export const sessionHandlers: Handlers = {
  async me({ desk, turn, units, session }) {
    const { office, practice } = desk;
    const { campaign, say, vocabulary } = office;
    const { actor } = turn;
    return {
      person: { id: actor.personId as number, name: actor.name },
      roles: actor.roles.map((one) => ({ ...one, words: rolesInWords(office, [one]) })),
      campaign: { id: campaign.id, name: campaign.name, closed: await campaignClosed(turn) },
      campaigns: await campaignsOf(desk, session.actor.personId as number),
      now: turn.now.toISOString(),
      practice,
      units: campaign.units
        .filter(({ id }) => units === undefined || units.includes(id))
        .map(({ id, name, short }) => ({ id, name, short })),
      own: actor.units,
      categories: campaign.categories.map(({ id, name, short, kind, measure }) => ({ id, name, short, kind, measure })),
      may: ACTIONS.filter((action) => allowed(turn, action)),
      words: {
        states: vocabulary.states,
        fields: vocabulary.labels,
        reasons: say('console.return-reasons').split('\n'),
      },
      fileLimit: office.fileLimit,
    };
  },

  async sessions({ turn, session }) {
    const all = allowed(turn, 'release');
    const open = await openSessions(turn, all ? undefined : (turn.actor.personId as number));
    const people = await peopleById(turn, [...new Set(open.map(({ personId }) => personId))]);
    const items = open.map(({ id, personId, browser, begunAt, lastAt }) => ({
      id,
      person: { id: personId, name: people.find((one) => one.id === personId)?.name ?? '' },
      browser,
      begunAt: begunAt.toISOString(),
      lastAt: lastAt.toISOString(),
      current: id === session.id,
    }));
    return { items };
  },

  async endSession({ desk, body: { id }, ...visitor }) {
    await perform(desk.office, by(visitor), endSessions, { which: 'one', id });
    if (id === visitor.session.id) visitor.setToken(null);
    return { ok: true };
  },

  async signOut({ desk, setToken, ...visitor }) {
    await perform(desk.office, by(visitor), endSessions, { which: 'one', id: visitor.session.id });
    setToken(null);
    return { ok: true };
  },
};

/** The campaigns in which somebody may do anything, to choose from; of one there is nothing to choose. */
async function campaignsOf({ office }: Desk, personId: number) {
  if (office.campaigns.size === 1) return [];
  const own: { id: string; name: string; short: string }[] = [];
  for (const { campaign } of office.campaigns.values()) {
    const actor = await speakerById({ tx: office.prisma, campaign }, personId);
    if (actor && actor.roles.length > 0) own.push({ id: campaign.id, name: campaign.name, short: shortOf(campaign) });
  }
  return own;
}
