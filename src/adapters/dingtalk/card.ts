import { randomUUID } from 'node:crypto';
import { press as pressed } from '../../application/conversation/pressed.ts';
import type { Chat, Choice, Message } from '../../application/message.ts';
import type { Office } from '../../application/office.ts';
import type { Delivery } from '../../application/ports.ts';
import type { PrismaClient } from '../../generated/prisma/client.ts';
import type { Bucket } from '../wire/bucket.ts';
import { fieldsOf, listOf, readJson, wordIn } from '../wire/json.ts';
import { deliveryOf, type Outcome } from '../wire/outcome.ts';
import { queued, refused } from '../wire/parts.ts';
import type { AccessToken } from '../wire/token.ts';
import { CHANNEL } from './decode.ts';
import type { Rendered } from './render.ts';
import type { Rest } from './rest.ts';

/** As the template names its buttons: `choice1`, `choice2`, … */
const ACTION = /^choice([1-9])$/;
const MOST_CHOICES = 6;
/**
 * The id of a card: its post's key with something random, since another database of the same app could give out the
 * same key.
 */
const BESIDE_KEY = '.';

export interface CardParts {
  rest: Rest;
  token: AccessToken;
  robotCode: string;
  template: string;
  bucket: Bucket;
}

/**
 * A card with buttons (docs/protocol-dingtalk.md, section 4.7): the text as it would be said, and what may be answered.
 */
export class CardWay {
  readonly #parts: CardParts;

  constructor(parts: CardParts) {
    this.#parts = parts;
  }

  /** `key`: of the post. */
  async say(chat: Chat, { title, text }: Rendered, choices: Choice[], key: string): Promise<Delivery> {
    const { rest, token, robotCode, template, bucket } = this.#parts;
    if (choices.length > MOST_CHOICES) return refused('too many choices');
    const wait = await bucket.take('');
    if (wait > 0) return queued(wait, 'rate');
    const outTrackId = `${key}${BESIDE_KEY}${randomUUID()}`;
    const labels = choices.map(({ label }, index) => [`choice${index + 1}`, label]);
    const space =
      chat.kind === 'group'
        ? {
            openSpaceId: `dtv1.card//IM_GROUP.${chat.id}`,
            imGroupOpenSpaceModel: { supportForward: false },
            imGroupOpenDeliverModel: { robotCode },
          }
        : {
            openSpaceId: `dtv1.card//IM_ROBOT.${chat.id}`,
            imRobotOpenSpaceModel: { supportForward: false },
            imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode },
          };
    const card = {
      cardTemplateId: template,
      outTrackId,
      callbackType: 'STREAM',
      userIdType: 1,
      cardData: { cardParamMap: { title, text, status: '', ...Object.fromEntries(labels) } },
      ...space,
    };
    const answer = await token.with((one) => rest.post('/v1.0/card/instances/createAndDeliver', one, card));
    return delivered(answer, outTrackId);
  }
}

/** The call can succeed although the card was not delivered. */
function delivered(answer: Outcome, messageId: string): Delivery {
  if (answer.state !== 'done') return deliveryOf(answer);
  const results = listOf(fieldsOf(answer.body.result).deliverResults);
  const failed = results.find(({ success }) => success !== true);
  if (failed || results.length === 0) return refused(wordIn(failed ?? {}, 'errorMsg') || 'card not delivered');
  return { state: 'sent', messageId };
}

export interface PressParts {
  prisma: PrismaClient;
  robotCode: string;
  say: Office['say'];
  /** Resolves when the message is stored. */
  accept(message: Message): Promise<unknown>;
}

/**
 * Somebody pressed a button: that is the message it stands for, said by this person in that chat. Returns what the card
 * shows then; null when it stays as it is.
 */
export async function press(data: string, { prisma, robotCode, say, accept }: PressParts): Promise<object | null> {
  const read = fieldsOf(readJson(data));
  const [messageId, senderId] = [wordIn(read, 'outTrackId'), wordIn(read, 'userId')];
  const { actionIds } = fieldsOf(fieldsOf(read.content).cardPrivateData);
  const action = ACTION.exec(String(Array.isArray(actionIds) ? actionIds[0] : ''))?.[1];
  if (messageId === '' || senderId === '' || action === undefined) return null;
  // The id of a press: the same for one person and one button, however often the platform tells of it.
  const id = [robotCode, 'card', messageId, senderId, action].join(':');
  const [key = ''] = messageId.split(BESIDE_KEY);
  const outcome = await pressed(
    { prisma, say, accept },
    { channel: CHANNEL, id, key, messageId, index: Number(action) - 1, senderId },
  );
  if (!outcome) return null;
  const { told, done } = outcome;
  // Of what is not done only the person who pressed sees the change; for the others the card stays as it was.
  return done
    ? { cardUpdateOptions: { updateCardDataByKey: true }, cardData: { cardParamMap: { status: told } } }
    : { userPrivateData: { cardParamMap: { status: told } } };
}
