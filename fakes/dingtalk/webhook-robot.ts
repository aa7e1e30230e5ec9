import { HOUR, MINUTE, Rate } from '../platform/rate.ts';
import { type Answer, type OapiError, oapiError, okOapi } from './answers.ts';
import { bytesOf } from './bodies.ts';
import { signatureOf } from './identity.ts';
import { type Call, type Endpoints, jsonOf } from './rest.ts';
import type { WebhookRobot } from './settings.ts';
import { spoken } from './spoken.ts';
import type { World } from './world.ts';

const MOST_BYTES = 20_000;

/** `robot/send`: the 自定义机器人 of a group, which only speaks (docs/protocol-dingtalk.md, section 4.8). */
export class WebhookRobots {
  private readonly rate: Rate;
  /** Token → until when it is blocked. */
  private readonly shown = new Set<string>();
  private readonly blocked = new Map<string, number>();
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
    this.rate = new Rate(
      () => world.now(),
      () => [{ ms: MINUTE, most: world.limits.webhookPerMinute }],
    );
  }

  endpoints(): Endpoints {
    return { 'POST /robot/send': (call) => this.send(call) };
  }

  private send(call: Call): Answer {
    const no = (error: OapiError) => oapiError(this.world, 'robot/send', error);
    const key = call.query.get('access_token') ?? '';
    const robot = this.world.webhooks.get(key);
    if (!robot) return no({ errcode: 300001, errmsg: 'token is not exist' });
    const unsigned = this.unsigned(robot, call.query);
    if (unsigned) return no({ errcode: 310000, errmsg: unsigned });
    const length = bytesOf(call.body.toString());
    if (length > MOST_BYTES) return no({ errcode: 460101, rule: 'too-long', detail: `${length} bytes` });
    const { msgUuid, ...message } = jsonOf(call) ?? {};
    const bubble = spoken(message);
    if (typeof bubble === 'string') return no({ errcode: 400002, rule: 'malformed', detail: bubble });
    const said = `${bubble.title} ${bubble.text}`;
    if (robot.keywords && !robot.keywords.some((word) => said.includes(word)))
      return no({ errcode: 310000, errmsg: 'keywords not in content' });
    if (this.tooFast(key)) return no({ errcode: 130101, errmsg: 'send too fast, exceed 20 times per minute' });
    if (this.repeated(key, msgUuid)) return okOapi();
    this.world.show({ ...bubble, via: 'webhook', chat: { kind: 'group', id: robot.chatid }, key });
    return okOapi();
  }

  /** Why the signature does not hold: an hour to either side at most. */
  private unsigned({ secret }: WebhookRobot, query: URLSearchParams): string | undefined {
    if (secret === undefined) return undefined;
    const timestamp = query.get('timestamp') ?? '';
    const apart = Math.abs(this.world.now() - Number(timestamp));
    if (!/^\d{13}$/.test(timestamp) || apart > HOUR) return 'invalid timestamp';
    return query.get('sign') === signatureOf(secret, timestamp) ? undefined : 'sign not match';
  }

  /** A repeat under the same `msgUuid` is shown once, and counts all the same. */
  private repeated(key: string, msgUuid: unknown): boolean {
    if (typeof msgUuid !== 'string') return false;
    const seen = this.shown.has(`${key} ${msgUuid}`);
    this.shown.add(`${key} ${msgUuid}`);
    return seen;
  }

  /** One too many blocks it for ten minutes. */
  private tooFast(key: string): boolean {
    if (this.world.now() < (this.blocked.get(key) ?? 0)) return true;
    if (this.rate.take(key)) return false;
    this.blocked.set(key, this.world.now() + this.world.limits.webhookBlockedMs);
    return true;
  }
}
