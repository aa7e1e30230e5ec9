import type { Agent } from 'node:http';
import type { Router } from 'express';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { Bot } from '../../application/bot.ts';
import type { Message } from '../../application/message.ts';
import { type House, officeNamed } from '../../application/office.ts';
import { throttle } from '../prisma/throttle.ts';
import { Arrivals } from '../wire/arrivals.ts';
import { Failures } from '../wire/failures.ts';
import { readJson } from '../wire/json.ts';
import { ALLOWANCES } from './allowances.ts';
import { Budget } from './budget.ts';
import { callbackRoutes } from './callbacks.ts';
import { CardWay, press } from './card.ts';
import { DingtalkChannel } from './channel.ts';
import { CHANNEL, decode, type QuotaNotice, type ReplyContext } from './decode.ts';
import { TOPICS } from './gateway.ts';
import { rendered } from './render.ts';
import { rest as restOf } from './rest.ts';
import { RobotWay } from './robot.ts';
import { SessionWay } from './session.ts';
import type { DingtalkSettings } from './settings.ts';
import { Stream, type StreamTimes } from './stream.ts';
import { tablesOf } from './tables.ts';
import { appToken } from './token.ts';
import { WebhookWay } from './webhook.ts';

/** Milliseconds; tests make them shorter. */
export interface DingtalkTimes {
  stream?: Partial<StreamTimes>;
  /** How long a call to the platform may take; it answers 504 by itself after three seconds. */
  restMs?: number;
  /** How long a media server may be silent. */
  silenceMs?: number;
  fetchAgainAfterMs?: readonly number[];
  /** How long a file may take before its sender hears that it is on its way. */
  tellAfterMs?: number;
  /** The pauses before a message is stored after all. */
  storeAgainMs?: readonly number[];
  /** The pauses before what a group's robot said without an answer is said again. */
  repeatAfterMs?: readonly number[];
}

export interface DingtalkStart {
  settings: DingtalkSettings;
  office: House;
  bot: Bot;
  /** Where the platform posts to. */
  callbacks: Router;
  /** The gateway says no, and a person has to put it right. */
  onRefused(fault: 'credentials' | 'setup', code: string): void;
  times?: DingtalkTimes;
}

export interface Dingtalk {
  channel: DingtalkChannel;
  monthlyCalls: number;
  /** Opens the connection, once what an earlier process left has been taken up. */
  open(): void;
  stop(): Promise<void>;
}

/** docs/protocol-dingtalk.md, section 3.6. */
const STORES = /\.aliyuncs\.com$/;
const STORE_AGAIN_MS = [1_000, 5_000, 20_000, 60_000];
/** Whoever posts waits for the answer, nobody says how long (docs/protocol-dingtalk.md, section 5.1). */
const STORE_AGAIN_POSTED_MS = [1_000];

/** Puts the ways in and out together that the settings name. */
export function startDingtalk({ settings, office, bot, callbacks, onRefused, times = {} }: DingtalkStart): Dingtalk {
  const { prisma, log, store, clock, say } = office;
  const { clientId, clientSecret, robotCode, apiBase, oapiBase, webhooks: robots, proxy } = settings;
  const agent: Agent | undefined = proxy === undefined ? undefined : new HttpsProxyAgent(proxy);
  const now = () => clock.now().getTime();
  const trusted = new Set([apiBase, oapiBase].map((base) => new URL(base).hostname));
  const allowed = (what: keyof typeof ALLOWANCES) => throttle(prisma, `${CHANNEL}/${what}`, ALLOWANCES[what], log);
  const arrivals = new Arrivals(bot, log);
  const budget = new Budget({
    office,
    monthlyCalls: settings.monthlyCalls,
    onTold: () => void bot.work().catch((error) => log.error({ error }, 'work failed')),
  });
  const rest = restOf({
    apiBase,
    oapiBase,
    withinMs: times.restMs ?? 10_000,
    agent,
    spend: () => budget.spend(),
    onQuota: (code) => budget.spent(code),
  });
  const token = appToken(rest, settings, now);
  const webhook = new WebhookWay({
    rest,
    oapiBase,
    robots,
    bucket: allowed('webhook'),
    now,
    ...(times.repeatAfterMs && { repeatAfterMs: times.repeatAfterMs }),
  });
  const session = new SessionWay({ rest, bucket: allowed('chat'), trusted, now });
  /** What somebody said did not come along with it: an answer by its address is no call that is counted. */
  const onQuota = async ({ code, replyContext }: QuotaNotice): Promise<void> => {
    log.error({ code }, 'dingtalk: the pushes of this month are used up');
    const [words] = rendered(say('bot.pushes-spent'));
    if (words) await session.lastWord(replyContext, words);
  };
  const failures = new Failures();
  const storeAgainMs = times.storeAgainMs ?? (settings.http ? STORE_AGAIN_POSTED_MS : STORE_AGAIN_MS);
  /** What cannot be stored is not acknowledged; whether the platform sends it again nobody knows, so its sender is told. */
  const accept = async (message: Message): Promise<void> => {
    if (await arrivals.acceptFirmly(message, storeAgainMs)) return;
    const [words] = rendered(say('bot.not-stored'));
    if (words && failures.count(message.id) === 1)
      await session.lastWord(message.replyContext as ReplyContext | undefined, words);
    throw new Error('not stored');
  };

  const onCallback = async (topic: string, data: string): Promise<object | null> => {
    if (topic === TOPICS.card)
      return press(data, {
        prisma,
        robotCode,
        say,
        accept: (message) => arrivals.accept(message),
      });
    const decoded = decode(readJson(data), robotCode);
    if (!decoded) log.warn('dingtalk: a push that is no message');
    else if (decoded.what === 'quota') await onQuota(decoded);
    else await accept(decoded.message);
    return null;
  };
  const stream = settings.http
    ? undefined
    : new Stream({
        apiBase,
        clientId,
        clientSecret,
        log,
        agent,
        onCallback,
        onRefused,
        ...(times.stream && { times: times.stream }),
      });
  const bucket = allowed('app');
  const template = settings.http ? undefined : settings.cardTemplate;
  const channel = new DingtalkChannel({
    card: template === undefined ? undefined : new CardWay({ rest, token, robotCode, template, bucket }),
    session,
    robot: new RobotWay({ rest, token, robotCode, store, bucket, now }),
    webhook,
    files: { rest, token, robotCode, remote: { trusted, stores: STORES, silenceMs: times.silenceMs ?? 20_000, agent } },
    fetchAgainAfterMs: times.fetchAgainAfterMs ?? [1_000, 5_000, 15_000],
    tellAfterMs: times.tellAfterMs,
    status: () => stream?.status() ?? { ready: true, callbacks: ['/dingtalk/robot'] },
  });
  office.channels.set(CHANNEL, channel);
  // The tables outside show the campaign that was named first.
  const first = officeNamed(office, undefined);
  const tables = tablesOf(settings.tables, first, { rest, token, bucket: allowed('table') });
  first.tables = [...(first.tables ?? []), ...tables];
  if (settings.http)
    callbacks.use('/dingtalk', callbackRoutes({ clientSecret, robotCode, clock, log, onQuota, accept }));
  return {
    channel,
    monthlyCalls: settings.monthlyCalls,
    open: () => stream?.start(),
    async stop() {
      await stream?.stop();
      await arrivals.idle();
    },
  };
}
