import { once } from 'node:events';
import type { Server } from 'node:http';
import { Handle } from '../platform/handle.ts';
import { Cards } from './cards.ts';
import type { FakeDingtalk, Mode } from './fake-dingtalk.ts';
import type { Malformed } from './faults.ts';
import { Files } from './files.ts';
import { Gateway } from './gateway.ts';
import { HttpCallbacks } from './http-callbacks.ts';
import { Media } from './media.ts';
import { Meter } from './meter.ts';
import { Rest } from './rest.ts';
import { RobotApi } from './robot-api.ts';
import { RobotMessages } from './robot-message.ts';
import { Say } from './say.ts';
import { Sessions } from './sessions.ts';
import { Stream } from './stream.ts';
import { Tables } from './tables.ts';
import { Token } from './token.ts';
import type { Happening, Outcome, Press, Pressed, Refusal, Said, Saying, Sent, SignedRequest } from './types.ts';
import { Users } from './users.ts';
import { WebhookRobots } from './webhook-robot.ts';
import type { World } from './world.ts';

export interface Parts {
  servers: Record<'api' | 'oapi', Server>;
  token: Token;
  stream: Stream;
  sessions: Sessions;
  callbacks: HttpCallbacks;
  cards: Cards;
  speech: Say;
}

/** Both hosts around one world. */
export function assemble(world: World): Parts {
  const token = new Token(world);
  const meter = new Meter(world, token);
  const files = new Files(world, meter);
  const media = new Media(world, meter);
  const sessions = new Sessions(world);
  const gateway = new Gateway(world);
  const cards = new Cards(world, meter, () => stream);
  const api = new Rest(world, 'api', {
    ...gateway.endpoints(),
    ...cards.endpoints(),
    ...files.endpoints(),
    ...new RobotApi(world, meter, media).endpoints(),
    ...new Tables(world, meter).endpoints(),
    'POST /v1.0/oauth2/accessToken': meter.bare('api', (call) => token.give(call)),
  });
  const oapi = new Rest(
    world,
    'oapi',
    {
      ...sessions.endpoints(),
      ...media.endpoints(),
      ...new Users(world, meter).endpoints(),
      ...new WebhookRobots(world).endpoints(),
      'GET /gettoken': meter.bare('oapi', (call) => token.giveLegacy(call)),
    },
    (path, response) => files.serve(path, response),
  );
  const stream = new Stream(world, api.server, gateway);
  const callbacks = new HttpCallbacks(world);
  const speech = new Say(world, new RobotMessages(world, files, sessions), { stream, callbacks });
  return { servers: { api: api.server, oapi: oapi.server }, token, stream, sessions, callbacks, cards, speech };
}

/** What a test holds in its hands. */
export class Controls extends Handle<Sent, Refusal, World> implements FakeDingtalk {
  private readonly parts: Parts;

  constructor(world: World, parts: Parts) {
    super(world, parts.stream);
    this.parts = parts;
  }

  get app() {
    return this.world.app;
  }
  get timings() {
    return this.world.timings;
  }
  get limits() {
    return this.world.limits;
  }
  get members() {
    return this.world.members;
  }
  get groups() {
    return this.world.groups;
  }
  get webhooks() {
    return this.world.webhooks;
  }
  get tables() {
    return this.world.tables;
  }
  get counters() {
    return this.world.counters;
  }
  get faults() {
    return this.world.faults;
  }
  get apiBase() {
    return this.world.origins.api;
  }
  get oapiBase() {
    return this.world.origins.oapi;
  }
  get robotUrl() {
    return this.world.robotUrl;
  }
  set robotUrl(url: string | undefined) {
    this.world.robotUrl = url;
  }

  /** The names of docs/product.md, section 11. */
  env(modes: Mode[] = ['stream', 'webhook']): Record<string, string> {
    const { clientId, clientSecret, robotCode, templates } = this.world.app;
    const robots = [...this.webhooks].map(([token, { chatid, secret }]) => [
      chatid,
      { token, ...(secret && { secret }) },
    ]);
    return {
      DINGTALK_CLIENT_ID: clientId,
      DINGTALK_CLIENT_SECRET: clientSecret,
      DINGTALK_ROBOT_CODE: robotCode,
      DINGTALK_API_BASE: this.apiBase,
      DINGTALK_OAPI_BASE: this.oapiBase,
      ...(modes.includes('http') && { DINGTALK_HTTP: 'on' }),
      ...(modes.includes('card') && { DINGTALK_CARD_TEMPLATE: templates[0] ?? '' }),
      ...(modes.includes('webhook') && { DINGTALK_GROUP_WEBHOOKS: JSON.stringify(Object.fromEntries(robots)) }),
    };
  }

  say(saying: Saying): Promise<Said> {
    return this.parts.speech.say(saying);
  }

  press(press: Press): Promise<Pressed> {
    return this.parts.cards.press(press);
  }

  async happen({ eventType, data = {} }: Happening): Promise<Outcome> {
    const eventId = `event-${this.world.next()}`;
    const headers = {
      eventType,
      eventId,
      eventCorpId: this.app.corpId,
      eventBornTime: String(this.world.now()),
      eventUnifiedAppId: '1305d5f5-fake',
    };
    return (await this.parts.stream.push({ type: 'EVENT', topic: '*', data, headers }, eventId)).outcome;
  }

  openChat(kind: 'single' | 'group', id: string): void {
    this.world.know(kind, id);
  }

  conversationId(kind: 'single' | 'group', id: string): string {
    return this.world.conversationId({ kind, id });
  }

  sign(message: string | Record<string, unknown>, given: { at?: Date; secret?: string } = {}): SignedRequest {
    return this.parts.callbacks.sign(
      typeof message === 'string' ? message : JSON.stringify(message),
      given.at,
      given.secret,
    );
  }

  connections(): number {
    return this.parts.stream.connections;
  }

  deafen(): void {
    this.parts.stream.deafen();
  }

  disconnect(reason = 'connection is expired'): void {
    this.parts.stream.disconnect(reason);
  }

  disturb(what: Malformed | { raw: string | Buffer }): void {
    this.parts.stream.disturb(what);
  }

  ping(): Promise<boolean[]> {
    return this.parts.stream.ping();
  }

  endToken(how: 'expired' | 'invalid' = 'expired'): void {
    this.parts.token.end(how);
  }

  endSessions(): void {
    this.parts.sessions.end();
  }

  async stop(): Promise<void> {
    this.world.stopped = true;
    this.world.alarms.stop();
    this.parts.stream.stop();
    await Promise.all(
      Object.values(this.parts.servers).map(async (server) => {
        server.close();
        server.closeAllConnections();
        if (server.listening) await once(server, 'close');
      }),
    );
  }
}
