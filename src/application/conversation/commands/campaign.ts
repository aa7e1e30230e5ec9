import { shortOf } from '../../../domain/campaigns.ts';
import { bindGroup as bindDeed } from '../../people/groups.ts';
import { coordinatorsOf } from '../../people/people.ts';
import { refuse } from '../../words/refuse.ts';
import { close as closeDeed, reopen as reopenDeed } from '../../works/closing.ts';
import { changeTarget as targetDeed } from '../../works/targets.ts';
import { command, spoken } from '../context.ts';
import { ask } from '../proposals/open-question.ts';
import { speakerIn } from '../speaking.ts';
import { targetFacts, tell } from '../tell.ts';
import { officeMeant } from './campaigns.ts';

export const bindGroup = command({
  id: 'bindGroup',
  action: 'bind-group',
  everywhere: true,
  args: { name: { kind: 'text' } },
  async handle(context, { name }) {
    const { say, message, inGroup } = context;
    speakerIn(context);
    if (!inGroup) refuse('campaign.bind-in-group');
    const several = context.campaigns.size > 1;
    const ofAll = name === '' || context.vocabulary.everyone.includes(name);
    const { campaign } = ofAll ? context : officeMeant(context, name, 'campaigns.bind-which');
    await bindDeed({ ...context, campaign }, { channel: message.channel, chatId: message.chat.id, ofAll });
    const reach = context.channels.get(message.channel)?.reach?.(message.chat) ?? { posts: true, mentions: true };
    const units = campaign.units.map(({ id }) => id);
    const coordinators = await coordinatorsOf({ ...context, campaign }, units);
    const silent = coordinators.filter(({ spoke }) => !spoke).map(({ name }) => name);
    return say('campaign.bound', {
      only: several && !ofAll ? shortOf(campaign) : '',
      ofAll: several && ofAll,
      chat: reach.posts && reach.mentions ? '' : message.chat.id,
      cannotPost: !reach.posts,
      cannotMention: reach.posts && !reach.mentions,
      silent: [...new Set(silent)].join('、'),
      cannotTell: coordinators.some(({ spoke, to }) => spoke && to === undefined),
      unbound: units.filter((id) => !coordinators.some(({ unitId }) => unitId === id)).length || '',
    });
  },
});

export const changingTarget = spoken(targetDeed, async (context, facts) => {
  const told = await tell(context, 'change-target', facts);
  const said = { ...targetFacts(context, facts), ...told.facts };
  return [{ text: context.say('campaign.target-changed', said) }, ...told.answers];
});

export const changeTarget = command({
  id: 'changeTarget',
  action: 'change-target',
  args: {
    number: { kind: 'number', required: 'campaign.target-lacks' },
    unit: { kind: 'unit', for: 'write', required: 'campaign.target-lacks' },
    category: { kind: 'category', required: 'campaign.target-lacks' },
    basis: { kind: 'text', labelled: true, required: 'campaign.target-basis' },
  },
  handle: (context, { number, unit: unitId, category: categoryId, basis }) =>
    changingTarget.carryOut(context, { unitId, categoryId, number, basis }),
});

export const closing = spoken(closeDeed, async ({ say, campaign }) => [
  { text: say('campaign.closed', { campaign: campaign.name }) },
]);

export const close = command({
  id: 'close',
  action: 'close-campaign',
  args: {},
  handle: (context) => {
    const steps = [{ deed: 'close', input: {}, command: 'close', printed: '' }];
    return ask(context, { kind: 'confirm', steps }, 'campaign.close-preview', { campaign: context.campaign.name });
  },
});

export const reopening = spoken(reopenDeed, async ({ say, campaign }) => [
  { text: say('campaign.reopened', { campaign: campaign.name }) },
]);

export const reopen = command({
  id: 'reopen',
  action: 'close-campaign',
  args: {},
  handle: (context) => reopening.carryOut(context, {}),
});
