import { refuse } from '../../words/refuse.ts';
import type { Command } from '../context.ts';

export const privacy: Command = {
  id: 'privacy',
  action: 'help',
  async handle({ say, campaign }) {
    const { kept, purpose, eraseAfter } = campaign.privacy;
    return say('privacy.statement', { kept: kept.join('、'), purpose, eraseAfter });
  },
};

export const myInfo: Command = {
  id: 'myInfo',
  action: 'identify',
  async handle(context) {
    const { say, actor, tx, inGroup, campaign } = context;
    if (inGroup) refuse('privacy.direct');
    if (actor.personId === undefined) return say('privacy.nothing');
    const person = await tx.person.findUniqueOrThrow({ where: { id: actor.personId } });
    const entries = await tx.submission.count({ where: { byPerson: person.id, campaign: campaign.id } });
    return say('privacy.mine', {
      name: person.name,
      phone: person.phone ?? '',
      entries,
      eraseAfter: campaign.privacy.eraseAfter,
    });
  },
};
