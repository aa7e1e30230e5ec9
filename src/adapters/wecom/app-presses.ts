import type { Logger } from 'pino';
import { press } from '../../application/conversation/pressed.ts';
import type { Message } from '../../application/message.ts';
import type { Office } from '../../application/office.ts';
import type { AppWay } from './app.ts';
import { cardAfter } from './card.ts';
import { CHANNEL } from './decode.ts';
import type { AppPress } from './decode-app.ts';

interface Parts extends Pick<Office, 'prisma' | 'say'> {
  log: Pick<Logger, 'error'>;
  app: AppWay | undefined;
  /** Resolves when the message is stored. */
  accept(message: Message): Promise<unknown>;
}

/**
 * A press on a card of the app. Resolves when it is stored, as the platform waits five seconds and comes again; what the card shows
 * then follows by the code that the press brought (docs/protocol-wecom.md, section 2.4).
 */
export const appPresses =
  ({ prisma, say, log, app, accept }: Parts) =>
  ({ task, responseCode, ...pressed }: AppPress): Promise<void> =>
    new Promise((stored, failed) => {
      const storing = async (message: Message) => {
        await accept(message);
        stored();
      };
      press({ prisma, say, accept: storing }, { channel: CHANNEL, messageId: task, ...pressed })
        .then(async (outcome) => {
          stored();
          if (outcome) await app?.change(pressed.senderId, responseCode, cardAfter(task, outcome), outcome.label);
        })
        .catch((error) => {
          log.error({ error }, 'wecom: press not handled');
          failed(error);
        });
    });
