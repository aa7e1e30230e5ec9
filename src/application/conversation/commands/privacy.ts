import { eraseDayOf } from '../../../domain/campaign-days.ts';
import { peopleById } from '../../people/people.ts';
import { refuse } from '../../words/refuse.ts';
import { countReportedBy } from '../../works/entries.ts';
import { command } from '../context.ts';

export const privacy = command({
  id: 'privacy',
  action: 'help',
  everywhere: true,
  args: {},
  phrases: { 'privacy.statement': ['kept', 'purpose', 'eraseAfter'] },
  async handle({ campaign }, _, say) {
    const { kept, purpose } = campaign.privacy;
    const eraseAfter = eraseDayOf(campaign) ?? '';
    return say('privacy.statement', { kept: kept.join('、'), purpose, eraseAfter });
  },
});

export const myInfo = command({
  id: 'myInfo',
  action: 'identify',
  args: {},
  phrases: { 'privacy.nothing': [], 'privacy.mine': ['name', 'phone', 'entries', 'eraseAfter'] },
  async handle(context, _, say) {
    const { actor, inGroup, campaign } = context;
    if (inGroup) refuse('privacy.direct');
    if (actor.personId === undefined) return say('privacy.nothing');
    const [person] = await peopleById(context, [actor.personId]);
    return say('privacy.mine', {
      name: person?.name ?? '',
      phone: person?.phone ?? '',
      entries: await countReportedBy(context, actor.personId),
      eraseAfter: eraseDayOf(campaign) ?? '',
    });
  },
});
