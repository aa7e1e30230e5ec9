import { peopleById } from '../../people/people.ts';
import { refuse } from '../../words/refuse.ts';
import { countReportedBy } from '../../works/entries.ts';
import { command } from '../context.ts';

export const privacy = command({
  id: 'privacy',
  action: 'help',
  args: {},
  async handle({ say, campaign }) {
    const { kept, purpose, eraseAfter } = campaign.privacy;
    return say('privacy.statement', { kept: kept.join('、'), purpose, eraseAfter });
  },
});

export const myInfo = command({
  id: 'myInfo',
  action: 'identify',
  args: {},
  async handle(context) {
    const { say, actor, inGroup, campaign } = context;
    if (inGroup) refuse('privacy.direct');
    if (actor.personId === undefined) return say('privacy.nothing');
    const [person] = await peopleById(context, [actor.personId]);
    return say('privacy.mine', {
      name: person?.name ?? '',
      phone: person?.phone ?? '',
      entries: await countReportedBy(context, actor.personId),
      eraseAfter: campaign.privacy.eraseAfter,
    });
  },
});
