import { z } from 'zod';
import type { Message } from '../message.ts';
import type { Turn } from '../turn.ts';
import { deed } from './deed.ts';

const account = z.object({ channel: z.string(), senderId: z.string() });

/** From now on this account means the campaign of the turn wherever nothing else says of which it speaks. */
export const chooseCampaign = deed(
  { id: 'choose-campaign', action: 'help', input: account },
  async ({ tx, campaign, now }, key) => {
    const chosen = { campaign: campaign.id, at: now };
    await tx.chosenCampaign.upsert({
      where: { channel_senderId: key },
      create: { ...key, ...chosen },
      update: chosen,
    });
    return { campaign: campaign.id };
  },
);

/** The campaign that a group is bound to; undefined: none, or it is no group. */
export async function campaignOfGroup(
  { tx }: Pick<Turn, 'tx'>,
  { channel, chat }: Message,
): Promise<string | undefined> {
  if (chat.kind !== 'group') return undefined;
  const group = await tx.group.findUnique({ where: { channel_chatId: { channel, chatId: chat.id } } });
  return group?.campaign || undefined;
}

/** The campaign that the sender of a message named last. */
export async function campaignChosen(
  { tx }: Pick<Turn, 'tx'>,
  { channel, sender }: Message,
): Promise<string | undefined> {
  const row = await tx.chosenCampaign.findUnique({ where: { channel_senderId: { channel, senderId: sender.id } } });
  return row?.campaign;
}
