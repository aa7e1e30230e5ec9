import type { Taken } from '../delivery/inbox.ts';
import { speakerOf } from '../people/people.ts';
import type { Enter } from './campaign-meant.ts';
import { commands } from './commands/index.ts';
import type { Context } from './context.ts';
import { deeds } from './deeds.ts';

/** Makes the context of a message for one campaign or another, within one transaction. */
export const contextOf =
  ({ id, message }: Pick<Taken, 'id' | 'message'>, { tx, now }: Pick<Context, 'tx' | 'now'>): Enter =>
  async ({ prisma: _, ...office }) => {
    const { channel, chat, sender } = message;
    const actor = await speakerOf(tx, office.campaign, channel, sender.id);
    const origin = { entrance: 'message' as const, id: String(id), chat: { channel, chat } };
    const nothing = { files: [], sheets: new Map(), documents: new Map(), made: new Map() };
    const inGroup = chat.kind === 'group';
    return { ...office, tx, now, actor, origin, ...nothing, commands, deeds, message, inGroup };
  };
