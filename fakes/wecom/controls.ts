import { once } from 'node:events';
import { Handle } from '../platform/handle.ts';
import { AppApi } from './app-api.ts';
import { AppMedia } from './app-media.ts';
import { AppToken } from './app-token.ts';
import { Callbacks } from './callbacks.ts';
import type { FakeWecom } from './fake-wecom.ts';
import { FileServer } from './file-server.ts';
import { InboundJson } from './inbound.ts';
import { LongConnection } from './long-connection.ts';
import { MediaStore } from './media.ts';
import { Passive } from './passive.ts';
import { jsonOf, Rest } from './rest.ts';
import { Say } from './say.ts';
import { Tables } from './tables.ts';
import type { Refusal, Said, Saying, SealedRequest, Sent, Verification } from './types.ts';
import { Webhook } from './webhook.ts';
import type { World } from './world.ts';

export interface Parts {
  rest: Rest;
  token: AppToken;
  callbacks: Callbacks;
  connection: LongConnection;
  speech: Say;
}

/** The four modes over one server, around one world. */
export function assemble(world: World): Parts {
  const media = new MediaStore(world);
  const files = new FileServer(world);
  const token = new AppToken(world);
  const callbacks = new Callbacks(world);
  const passive = new Passive(world, callbacks);
  const rest = new Rest(world, files, {
    ...token.endpoints(),
    ...new AppApi(world, media, token).endpoints(),
    ...new AppMedia(world, media, token).endpoints(),
    ...new Webhook(world, media).endpoints(),
    ...new Tables(world).endpoints(),
    'POST /cgi-bin/aibot/response': (call) => passive.respond(call.query.get('response_code') ?? '', jsonOf(call)),
  });
  const connection = new LongConnection(world, rest.server, media);
  const inbound = new InboundJson(world, files);
  const speech = new Say(world, media, { connection, inbound, callbacks, passive });
  return { rest, token, callbacks, connection, speech };
}

/** What a test holds in its hands. */
export class Controls extends Handle<Sent, Refusal, World> implements FakeWecom {
  private readonly parts: Parts;

  constructor(world: World, parts: Parts) {
    super(world, parts.connection);
    this.parts = parts;
  }

  get bot() {
    return this.world.bot;
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
    return this.world.origin;
  }
  get wsUrl() {
    return `${this.world.origin.replace('http', 'ws')}/`;
  }
  get botUrl() {
    return this.world.botUrl;
  }
  set botUrl(url: string | undefined) {
    this.world.botUrl = url;
  }
  get appUrl() {
    return this.world.appUrl;
  }
  set appUrl(url: string | undefined) {
    this.world.appUrl = url;
  }

  /**
   * The names of docs/product.md, section 11. The two modes of the bot exclude each other
   * (docs/protocol-wecom.md, section 4.1): `ws` unless `url` is asked for.
   */
  env(modes: ('ws' | 'url' | 'app' | 'webhook')[] = ['ws', 'app', 'webhook']): Record<string, string> {
    const { bot, app } = this.world;
    const has = (mode: (typeof modes)[number]) => modes.includes(mode);
    return {
      WECOM_BOT_NAMES: bot.name,
      WECOM_API_BASE: this.apiBase,
      ...(has('ws') && { WECOM_BOT_ID: bot.id, WECOM_BOT_SECRET: bot.secret, WECOM_BOT_WS_URL: this.wsUrl }),
      ...(has('url') && { WECOM_BOT_TOKEN: bot.token, WECOM_BOT_AES_KEY: bot.aesKey }),
      ...(has('app') && {
        WECOM_CORP_ID: app.corpId,
        WECOM_APP_AGENT_ID: String(app.agentId),
        WECOM_APP_SECRET: app.secret,
        WECOM_APP_TOKEN: app.token,
        WECOM_APP_AES_KEY: app.aesKey,
      }),
      ...(has('webhook') && {
        WECOM_GROUP_WEBHOOKS: JSON.stringify(
          Object.fromEntries([...this.webhooks].map(([key, chatid]) => [chatid, key])),
        ),
      }),
    };
  }

  sampleOf(key: string) {
    const url = `${this.apiBase}/cgi-bin/wedoc/smartsheet/webhook?key=${key}`;
    return { url, schema: this.tables.get(key)?.columns ?? {} };
  }

  say(saying: Saying): Promise<Said> {
    return this.parts.speech.say(saying);
  }

  openChat(kind: 'single' | 'group', id: string): void {
    this.world.know(kind, id);
    this.world.spoken.add(`${kind} ${id}`);
  }

  verifyUrl(which: 'bot' | 'app'): Promise<Verification> {
    return this.parts.callbacks.verify(which);
  }

  seal(which: 'bot' | 'app', message: string, given = {}): SealedRequest {
    return this.parts.callbacks.seal(which, message, given);
  }

  ping(): void {
    this.parts.connection.ping();
  }

  forgetSubscription(): void {
    this.parts.connection.forgetSubscription();
  }

  kick(): Promise<void> {
    return this.parts.connection.kick();
  }

  endToken(how: 'expired' | 'invalid' = 'expired'): void {
    this.parts.token.end(how);
  }

  async stop(): Promise<void> {
    this.world.stopped = true;
    this.parts.connection.stop();
    const { server } = this.parts.rest;
    server.close();
    server.closeAllConnections();
    if (server.listening) await once(server, 'close');
  }
}
