import type { Message } from '../message.ts';
import { type House, type Office, officeNamed, type Tx } from '../office.ts';

/** The house at work for the campaign that a message belongs to: its group's, or the one that its sender named last. */
export async function officeFor(house: House, tx: Tx, { channel, chat, sender }: Message): Promise<Office> {
  if (house.campaigns.size === 1) return officeNamed(house, undefined);
  const group =
    chat.kind === 'group' && (await tx.group.findUnique({ where: { channel_chatId: { channel, chatId: chat.id } } }));
  if (group && house.campaigns.has(group.campaign)) return officeNamed(house, group.campaign);
  const chosen = await tx.chosenCampaign.findUnique({ where: { channel_senderId: { channel, senderId: sender.id } } });
  return officeNamed(house, chosen?.campaign);
}
