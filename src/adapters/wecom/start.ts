import type { Agent } from 'node:http';
import type { Router } from 'express';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { Bot } from '../../application/bot.ts';
import { press } from '../../application/conversation/pressed.ts';
import type { Message } from '../../application/message.ts';
import { type House, officeNamed } from '../../application/office.ts';
import { phonesOf } from '../../application/people/people.ts';
import type { Lease } from '../../application/ports.ts';
import { throttle } from '../prisma/throttle.ts';
import { Arrivals } from '../wire/arrivals.ts';
import { mentionStripper } from '../wire/mentions.ts';
import { ALLOWANCES } from './allowances.ts';
import { AppWay } from './app.ts';
import { appPresses } from './app-presses.ts';
import { BotWay } from './bot.ts';
import { callbackRoutes } from './callbacks.ts';
import { cardAfter } from './card.ts';
import { WecomChannel } from './channel.ts';
import { Connection } from './connection.ts';
import { CHANNEL, decodeBot, type Press } from './decode.ts';
import { keyOf } from './envelope.ts';
import type { ConnectionTimes, Frame } from './frames.ts';
import { lastWord } from './last-word.ts';
import { OpenPosts } from './open-posts.ts';
import { rest as restOf } from './rest.ts';
import type { WecomSettings } from './settings.ts';
import { tablesOf } from './tables.ts';
import { appToken } from './token.ts';
import { WebhookWay } from './webhook.ts';

/** Milliseconds; tests make them shorter. */
export interface WecomTimes {
  connection?: Partial<ConnectionTimes>;
  /** How long a call to the platform may take. */
  restMs?: number;
  /** How long a media server may be silent. */
  silenceMs?: number;
  fetchAgainAfterMs?: readonly number[];
  /** How long a file may take before its sender hears that it is on its way. */
  tellAfterMs?: number;
  /** The pauses before a message of the long connection is stored after all. */
  storeAgainMs?: readonly number[];
}

export interface WecomStart {
  settings: WecomSettings;
  office: House;
  bot: Bot;
  /** Where the platform posts to. */
  callbacks: Router;
  /** One process alone may hold the long connection; asked for only where there is one. */
  lease(): Lease;
  /** The platform refuses the bot's credentials; nothing is tried any more. */
  onStopped(errcode: string): void;
  /** Another process took the bot over: nothing is heard until the next attempt. */
  onKicked(retryMs: number): void;
  times?: WecomTimes;
}

export interface Wecom {
  channel: WecomChannel;
  /** Opens the long connection, once what an earlier process left has been taken up. */
  open(): void;
  stop(): Promise<void>;
}

const CALLBACK_TELL_MS = 2_000;
/** docs/protocol-wecom.md, section 4.3. */
const STORES = /\.myqcloud\.com$/;
const STORE_AGAIN_MS = [1_000, 5_000, 20_000, 60_000];

/** Puts the ways in and out together that the settings name. */
export function startWecom(start: WecomStart): Wecom {
  const { settings, office, bot, callbacks, lease, onStopped, onKicked, times = {} } = start;
  const { prisma, log, store, clock, say } = office;
  const { longConnection, botCallback, selfBuiltApp, webhooks, tables, apiBase, proxy } = settings;
  const agent: Agent | undefined = proxy === undefined ? undefined : new HttpsProxyAgent(proxy);
  const rest = restOf({ base: apiBase, withinMs: times.restMs ?? 20_000, agent });
  const now = () => clock.now().getTime();
  const allowed = (what: keyof typeof ALLOWANCES) => throttle(prisma, `wecom/${what}`, ALLOWANCES[what], log);
  const trusted = new Set(
    [new URL(apiBase), ...(longConnection ? [new URL(longConnection.url)] : [])].map(({ hostname }) => hostname),
  );
  const strip = mentionStripper(settings.botNames);
  const arrivals = new Arrivals(bot, log);
  const openPosts = new OpenPosts();
  const silenceMs = times.silenceMs ?? 20_000;
  const welcome = () => say('bot.welcome');

  const onFrame = ({ headers, body }: Frame) => {
    const decoded = decodeBot(body, { strip, reqId: headers.req_id, now: clock.now() });
    if (!decoded) log.warn('wecom: a callback that is none');
    else if (decoded.what === 'welcome')
      void connection?.request(
        'aibot_respond_welcome_msg',
        { msgtype: 'text', text: { content: welcome() } },
        headers.req_id,
      );
    else if (decoded.what === 'press') void pressButton(decoded.press, headers.req_id);
    else if (decoded.what === 'message')
      void arrivals.acceptFirmly(decoded.message, times.storeAgainMs ?? STORE_AGAIN_MS).then((stored) => {
        // Sent without the outbox, which is in the database that is away.
        if (!stored) void connection?.request('aibot_respond_msg', lastWord(say('bot.not-stored')), headers.req_id);
      });
  };
  const pressButton = async ({ task, ...pressed }: Press, reqId: string | undefined) => {
    const accept = (message: Message) => arrivals.acceptFirmly(message, times.storeAgainMs ?? STORE_AGAIN_MS);
    const outcome = await press({ prisma, say, accept }, { channel: CHANNEL, messageId: task, ...pressed }).catch(
      (error) => void log.error({ error }, 'wecom: press not handled'),
    );
    if (!outcome || reqId === undefined) return;
    const card = { response_type: 'update_template_card', template_card: cardAfter(task, outcome) };
    const alone = outcome.done ? {} : { userids: [pressed.senderId] };
    await connection?.request('aibot_respond_update_msg', { ...card, ...alone }, reqId);
  };
  const connection =
    longConnection &&
    new Connection({
      ...longConnection,
      lease: lease(),
      log,
      agent,
      onFrame,
      onStopped,
      onKicked,
      ...(times.connection && { times: times.connection }),
    });
  const botWay =
    connection &&
    new BotWay({
      connection,
      store,
      chats: allowed('chat'),
      uploads: allowed('uploads'),
    });
  const appWay =
    selfBuiltApp &&
    new AppWay({
      rest,
      token: appToken(rest, selfBuiltApp, now),
      agentId: selfBuiltApp.agentId,
      base: apiBase,
      store,
      bucket: allowed('member'),
      silenceMs,
      agent,
      hears: selfBuiltApp.callback !== undefined,
    });
  const webhook = new WebhookWay({
    rest,
    store,
    keys: webhooks,
    bucket: allowed('webhook'),
    phonesOf: (ids) => phonesOf(prisma, CHANNEL, ids),
  });
  const appCallback = selfBuiltApp?.callback && { ...selfBuiltApp.callback, receiver: selfBuiltApp.corpId };
  const channel = new WecomChannel({
    rest,
    connection,
    bot: botWay,
    app: appWay,
    webhook,
    callbackKey: botCallback && keyOf(botCallback.aesKey),
    callbacks: [...(botCallback ? ['/wecom/bot'] : []), ...(appCallback ? ['/wecom/app'] : [])],
    openPosts,
    download: { trusted, stores: STORES, silenceMs, agent },
    fetchAgainAfterMs: times.fetchAgainAfterMs ?? [1_000, 5_000, 15_000],
    // While the POST may still be answered.
    tellAfterMs: times.tellAfterMs ?? (botCallback && CALLBACK_TELL_MS),
    now,
  });
  office.channels.set(CHANNEL, channel);
  const first = officeNamed(office, undefined);
  first.tables = [...(first.tables ?? []), ...tablesOf(tables, { office: first, rest })];
  callbacks.use(
    '/wecom',
    callbackRoutes({
      bot: botCallback && { ...botCallback, receiver: '' },
      app: appCallback,
      strip,
      clock,
      log,
      welcome,
      notStored: () => say('bot.not-stored'),
      accept: (message) => arrivals.accept(message),
      pressed: appPresses({ prisma, say, log, app: appWay, accept: (message) => arrivals.accept(message) }),
      openPosts,
    }),
  );
  return {
    channel,
    open: () => connection?.start(),
    async stop() {
      connection?.stop();
      await arrivals.idle();
    },
  };
}
