import type { Campaign } from '../../../domain/campaign.ts';
import { endOf, firstDay } from '../../../domain/campaign-days.ts';
import { beginsAfter, campaignsMeant, shortOf } from '../../../domain/campaigns.ts';
import { deadlinesOf } from '../../../domain/deadline.ts';
import { beijingDay } from '../../../domain/time.ts';
import type { Office } from '../../office.ts';
import { campaignChosen, campaignOfGroup, chooseCampaign } from '../../people/chosen.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { campaignClosed } from '../../works/closing.ts';
import { type Context, command } from '../context.ts';

const BETWEEN = '、';

/** All campaigns at hand, numbered as they may be named. */
export const campaigns = command({
  id: 'campaigns',
  action: 'help',
  everywhere: true,
  ofSeveral: true,
  args: {},
  phrases: {
    'campaigns.list': [
      'rows',
      'rows.index',
      'rows.name',
      'rows.short',
      'rows.standing',
      'rows.here',
      'several',
      'bound',
    ],
  },
  async handle(context, _, say) {
    const { message } = context;
    const group = await campaignOfGroup(context, message);
    const here = group ?? (await campaignChosen(context, message));
    const rows = [];
    for (const [at, { campaign }] of [...context.campaigns.values()].entries())
      rows.push({
        index: at + 1,
        name: campaign.name,
        short: campaign.short ?? '',
        standing: await standingOf(context, campaign),
        here: context.campaigns.size > 1 && campaign.id === here,
      });
    return say('campaigns.list', { rows, several: rows.length > 1, bound: group !== undefined });
  },
});

async function standingOf(context: Context, campaign: Campaign): Promise<string> {
  const { say, now } = context;
  const closed = await campaignClosed({ ...context, campaign });
  const later = beginsAfter(campaign, beijingDay(now));
  return say('campaign.standing', {
    closed,
    begins: !closed && later ? (firstDay(campaign) ?? '') : '',
    until: closed || later ? '' : (deadlinesOf(campaign, []).base.day ?? endOf(campaign) ?? ''),
  });
}

/** From now on another campaign is meant. */
export const switchCampaign = command({
  id: 'switchCampaign',
  action: 'help',
  everywhere: true,
  ofSeveral: true,
  args: { name: { kind: 'text' } },
  async handle(context, { name }) {
    const { message, say, inGroup } = context;
    const { campaign } = officeMeant(context, name, 'campaigns.which');
    const group = await campaignOfGroup(context, message);
    const bound = group === undefined ? undefined : context.campaigns.get(group)?.campaign;
    if (bound) refuse('campaigns.group-bound', { campaign: shortOf(bound) });
    const { channel, sender } = message;
    await chooseCampaign({ ...context, campaign }, { channel, senderId: sender.id });
    return say('campaign.chosen', { campaign: shortOf(campaign), inGroup });
  },
});

/** The one campaign of a number in the list, or of a name. Refuses where it is none, or several. */
export function officeMeant(
  context: Context,
  written: string,
  missing: 'campaigns.which' | 'campaigns.bind-which',
): Office {
  const offices = [...context.campaigns.values()];
  const list = offices.map(({ campaign }, at) => `${at + 1} ${shortOf(campaign)}`).join(BETWEEN);
  if (written === '') return misuse(missing, { list });
  const place = /^\s*(\d{1,2})\s*$/.exec(written.normalize('NFKC'))?.[1];
  const found =
    place === undefined
      ? campaignsMeant(
          offices.map(({ campaign }) => campaign),
          written,
        )
      : offices.slice(Number(place) - 1, Number(place)).map(({ campaign }) => campaign);
  const [only, ...more] = found;
  const office = only && more.length === 0 ? context.campaigns.get(only.id) : undefined;
  return office ?? misuse('campaigns.unknown', { word: written, list });
}
