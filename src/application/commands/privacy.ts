import { eraseDayOf } from '../../domain/campaign-days.ts';
import type { Command } from '../command.ts';
import { refuse } from '../refuse.ts';

export const privacy: Command = {
  id: 'privacy',
  action: 'help',
  async handle({ say, campaign }) {
    const { kept, purpose } = campaign.privacy;
    const eraseAfter = eraseDayOf(campaign) ?? '';
    return say('privacy.statement', { kept: kept.join('、'), purpose, eraseAfter });
  },
};

export const myInfo: Command = {
  id: 'myInfo',
  action: 'identify',
  async handle(context) {
    const { say, speaker, tx, inGroup, campaign } = context;
    if (inGroup) refuse('privacy.direct');
    if (speaker.personId === undefined) return say('privacy.nothing');
    const person = await tx.person.findUniqueOrThrow({ where: { id: speaker.personId } });
    const entries = await tx.submission.count({ where: { byPerson: person.id, campaign: campaign.id } });
    return say('privacy.mine', {
      name: person.name,
      phone: person.phone ?? '',
      entries,
      eraseAfter: eraseDayOf(campaign) ?? '',
    });
  },
};
