import { MINUTE, Rate } from '../platform/rate.ts';
import { type Answer, oapiError, okOapi } from './answers.ts';
import { bytesOf } from './bodies.ts';
import { type Call, type Endpoints, jsonOf } from './rest.ts';
import { spoken } from './spoken.ts';
import type { ChatId, World } from './world.ts';

const MOST_BYTES = 20_000;

interface Session {
  chat: ChatId;
  msgid: string;
  until: number;
}

/**
 * `sendBySession`: replies where a message came from, for ninety minutes, without a token
 * (docs/protocol-dingtalk.md, section 4.2).
 */
export class Sessions {
  private readonly opened = new Map<string, Session>();
  private readonly rate: Rate;
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
    this.rate = new Rate(
      () => world.now(),
      () => [{ ms: MINUTE, most: world.limits.sessionPerMinute }],
    );
  }

  endpoints(): Endpoints {
    return { 'POST /robot/sendBySession': (call) => this.send(call) };
  }

  open(chat: ChatId, msgid: string): string {
    const session = `d3dfae3cbd32dd6e7776${this.world.next().toString(16).padStart(8, '0')}`;
    this.opened.set(session, { chat, msgid, until: this.world.now() + this.world.limits.sessionMs });
    return session;
  }

  /** As after a restart of the platform: every session ends before its time. */
  end(): void {
    this.opened.clear();
  }

  private send(call: Call): Answer {
    const where = 'sendBySession';
    const session = this.opened.get(call.query.get('session') ?? '');
    if (!session || this.world.now() >= session.until)
      return oapiError(this.world, where, { errcode: 300001, errmsg: 'session 不存在' });
    if (bytesOf(call.body.toString()) > MOST_BYTES)
      return oapiError(this.world, where, { errcode: 460101, rule: 'too-long', detail: `${call.body.length} bytes` });
    const bubble = spoken(jsonOf(call));
    if (typeof bubble === 'string')
      return oapiError(this.world, where, { errcode: 400002, rule: 'malformed', detail: bubble });
    if (!this.rate.take(this.world.conversationId(session.chat)))
      return oapiError(this.world, where, { errcode: 130101, errmsg: 'send too fast, exceed 20 times per minute' });
    this.world.show({ ...bubble, via: 'session', chat: session.chat, inReplyTo: session.msgid });
    return okOapi();
  }
}
