import { randomUUID } from 'node:crypto';
import type { Delivery } from '../../application/ports.ts';
import type { Bucket } from '../wire/bucket.ts';
import { deliveryOf } from '../wire/outcome.ts';
import { queued, refused } from '../wire/parts.ts';
import type { Rendered } from './render.ts';
import { placeOf, type Rest } from './rest.ts';
import { markdownOf } from './session.ts';
import type { GroupRobot } from './settings.ts';
import { signOf } from './sign.ts';

export interface WebhookParts {
  rest: Rest;
  oapiBase: string;
  /** Conversation id → robot. */
  robots: Map<string, GroupRobot>;
  bucket: Bucket;
  now(): number;
  /** How long to wait before each repeat of what was not answered; milliseconds. */
  repeatAfterMs?: readonly number[];
}

const REPEAT_AFTER_MS = [1_000, 3_000, 9_000];

/**
 * The robot of one group (docs/protocol-dingtalk.md, section 4.8): the only way that rings without having been asked.
 * It sends text alone.
 */
export class WebhookWay {
  readonly #parts: WebhookParts;

  constructor(parts: WebhookParts) {
    this.#parts = parts;
  }

  has(chatId: string): boolean {
    return this.#parts.robots.has(chatId);
  }

  /**
   * Waits for its turn: what is over 20 a minute is blocked for ten. What is not answered is said again under the same
   * `msgUuid`, so that it is shown once.
   */
  async say(chatId: string, message: Rendered, mentions: string[]): Promise<Delivery> {
    const { robots, bucket, repeatAfterMs = REPEAT_AFTER_MS } = this.#parts;
    const robot = robots.get(chatId);
    if (!robot) return refused('no robot');
    const wait = await bucket.take(chatId);
    if (wait > 0) return queued(wait, 'rate');
    const said = { ...markdownOf(message, mentions), msgUuid: randomUUID() };
    const first = await this.#send(robot, said);
    if (first.state !== 'unknown') return first;
    for (const pause of repeatAfterMs) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      if ((await bucket.take(chatId)) > 0) return first;
      // A no to the repeat says nothing of the first one.
      const again = await this.#send(robot, said);
      if (again.state === 'sent') return again;
    }
    return first;
  }

  async #send(robot: GroupRobot, said: object): Promise<Delivery> {
    const { rest, oapiBase, now } = this.#parts;
    const url = placeOf(oapiBase, '/robot/send');
    url.searchParams.set('access_token', robot.token);
    if (robot.secret !== undefined) {
      const timestamp = String(now());
      url.searchParams.set('timestamp', timestamp);
      url.searchParams.set('sign', signOf(robot.secret, timestamp));
    }
    return deliveryOf(await rest.postTo(url, said));
  }
}
