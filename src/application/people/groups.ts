import { z } from 'zod';
import { audit } from '../keeping/audit.ts';
import type { Destination } from '../message.ts';
import type { Turn } from '../turn.ts';
import { deed, personOf } from './deed.ts';

const group = z.object({ channel: z.string(), chatId: z.string() });

/** Reminders go to this group from now on. */
export const bindGroup = deed({ id: 'bind-group', action: 'bind-group', input: group }, async (turn, key) => {
  const bound = { boundBy: personOf(turn), boundAt: turn.now };
  await turn.tx.group.upsert({ where: { channel_chatId: key }, create: { ...key, ...bound }, update: bound });
  await audit(turn, { action: 'group.bind', subject: `group:${key.channel}` });
  return key;
});

/** Whether reminders have a group to go to. */
export const hasGroup = async ({ tx }: Pick<Turn, 'tx'>): Promise<boolean> => (await tx.group.count()) > 0;

/** The groups that posts go to, the one bound first before the others. */
export async function boundGroups({ tx }: Pick<Turn, 'tx'>): Promise<Destination[]> {
  const groups = await tx.group.findMany({ orderBy: { boundAt: 'asc' } });
  return groups.map(({ channel, chatId }) => ({ channel, chat: { kind: 'group', id: chatId } }));
}
