import { z } from 'zod';
import { audit } from '../keeping/audit.ts';
import type { Destination } from '../message.ts';
import type { Turn } from '../turn.ts';
import { deed, personOf } from './deed.ts';

const group = z.object({
  channel: z.string(),
  chatId: z.string(),
  /** Of whichever campaign: the group gets the posts of all, and the one that was named last is spoken of. */
  ofAll: z.boolean().default(false),
});

/** Reminders go to this group from now on. */
export const bindGroup = deed(
  { id: 'bind-group', action: 'bind-group', input: group },
  async (turn, { ofAll, ...key }) => {
    const campaign = ofAll ? '' : turn.campaign.id;
    const bound = { campaign, boundBy: personOf(turn), boundAt: turn.now };
    await turn.tx.group.upsert({ where: { channel_chatId: key }, create: { ...key, ...bound }, update: bound });
    await audit(turn, { action: 'group.bind', subject: `group:${key.channel}` });
    return { ...key, ofAll };
  },
);

const ofCampaign = ({ campaign }: Pick<Turn, 'campaign'>) => ({ campaign: { in: ['', campaign.id] } });

/** Whether reminders have a group to go to. */
export const hasGroup = async (turn: Pick<Turn, 'tx' | 'campaign'>): Promise<boolean> =>
  (await turn.tx.group.count({ where: ofCampaign(turn) })) > 0;

/** The groups that posts go to, the one bound first before the others. */
export async function boundGroups(turn: Pick<Turn, 'tx' | 'campaign'>): Promise<Destination[]> {
  const groups = await turn.tx.group.findMany({ where: ofCampaign(turn), orderBy: { boundAt: 'asc' } });
  return groups.map(({ channel, chatId }) => ({ channel, chat: { kind: 'group', id: chatId } }));
}
