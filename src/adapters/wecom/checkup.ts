import type { Agent } from 'node:http';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { type Check, type CheckResult, type Checkup, type CheckupGiven, resultsIn } from '../wire/checkup.ts';
import { exchange, wholeBody } from '../wire/exchange.ts';
import { readJson } from '../wire/json.ts';
import type { Faulted } from '../wire/outcome.ts';
import { proxyCheck, reasonOf } from '../wire/proxy-check.ts';
import { type Resolve, resolved, standInOf } from '../wire/stand-in-address.ts';
import type { CallbackSettings } from './callbacks.ts';
import { callbackChecks, vectorsCheck } from './checkup-callbacks.ts';
import { tableCheck } from './checkup-tables.ts';
import { CHANNEL } from './decode.ts';
import { doctorPhrases } from './phrases.ts';
import { trySubscribe } from './probe.ts';
import { type Rest, rest as restOf } from './rest.ts';
import { OFFICIAL_API, type WecomSettings } from './settings.ts';
import { appToken } from './token.ts';

const { ok, failed, skipped } = resultsIn(doctorPhrases);

/** Where the files of the bot are (docs/protocol-wecom.md, section 4.3); a platform in the house has its own. */
const FILE_HOST = 'https://ww-aibot-img-1258476243.cos.ap-guangzhou.myqcloud.com/';

export interface WecomDoctor {
  settings: WecomSettings;
  given: CheckupGiven;
  withinMs?: number;
  /** Undefined: known only for the platform's own cloud. */
  fileHost?: string;
  resolve?: Resolve;
}

/** What can be looked at of 企业微信 without a word in any chat, in the order in which it has to work. */
export function wecomCheckup({
  settings,
  given,
  withinMs = 8_000,
  fileHost,
  resolve = resolved,
}: WecomDoctor): Checkup {
  const { longConnection, botCallback, selfBuiltApp, webhooks, tables, apiBase, proxy, botNames } = settings;
  const agent = proxy === undefined ? undefined : new HttpsProxyAgent(proxy);
  const rest = restOf({ base: apiBase, withinMs, agent });
  const hasBot = longConnection ?? botCallback;
  const files = fileHost ?? (apiBase === OFFICIAL_API ? FILE_HOST : undefined);
  const checks: Check[] = [
    ...(hasBot ? [namesCheck(botNames)] : []),
    ...(proxy === undefined ? [] : [proxyCheck(new URL(proxy), withinMs)]),
    apiCheck(apiBase, withinMs, agent),
    ...(longConnection ? [connectionCheck({ ...longConnection, withinMs, agent }, given)] : []),
    ...(hasBot ? [fileHostCheck(files, withinMs, agent, resolve)] : []),
    ...(botCallback || selfBuiltApp?.callback ? [vectorsCheck] : []),
    ...callbacks(settings).flatMap(([which, keys]) => callbackChecks(which, keys, given)),
    ...(selfBuiltApp ? appChecks(rest, selfBuiltApp, () => given.now().getTime()) : []),
    ...[...webhooks].map(([chat, key]) => webhookCheck(rest, chat, key)),
    ...tables.map((table) => tableCheck(rest, table)),
  ];
  const address = (given.publicUrl ?? '').replace(/\/+$/, '');
  const console = [
    ...(longConnection ? [{ says: 'console-connection' }] : []),
    ...(botCallback ? [{ says: 'console-callback', facts: { url: `${address}/wecom/bot` } }] : []),
    ...(selfBuiltApp
      ? [{ says: 'console-app', facts: { url: `${address}/wecom/app`, hears: selfBuiltApp.callback !== undefined } }]
      : []),
    ...(webhooks.size > 0 ? [] : [{ says: 'console-webhook' }]),
    { says: 'console-groups' },
  ];
  return { channel: CHANNEL, checks, console };
}

function callbacks({ botCallback, selfBuiltApp }: WecomSettings): ['bot' | 'app', CallbackSettings][] {
  const app = selfBuiltApp?.callback;
  return [
    ...(botCallback ? [['bot', { ...botCallback, receiver: '' }] as ['bot', CallbackSettings]] : []),
    ...(app ? [['app', { ...app, receiver: selfBuiltApp.corpId }] as ['app', CallbackSettings]] : []),
  ];
}

const namesCheck = (names: string[]): Check => ({
  name: 'names',
  run: async () => (names.length > 0 ? ok('names-ok', { names: names.join('、') }) : failed('names-missing')),
});

/** Any answer in JSON will do: a page is one of a gate in between. */
const apiCheck = (base: string, withinMs: number, agent: Agent | undefined): Check => ({
  name: 'api',
  async run() {
    const { host } = new URL(base);
    try {
      const answer = await exchange(new URL('/cgi-bin/gettoken', base), { withinMs, agent });
      const read = readJson(String(await wholeBody(answer, 100_000)));
      return typeof read === 'object' && read !== null
        ? ok('api-ok', { host })
        : failed('api-gate', { host, status: answer.statusCode });
    } catch (error) {
      return failed('api-unreachable', { host, reason: reasonOf(error) });
    }
  },
});

/** Any answer at all will do. */
const fileHostCheck = (
  address: string | undefined,
  withinMs: number,
  agent: Agent | undefined,
  resolve: Resolve,
): Check => ({
  name: 'files',
  async run() {
    if (address === undefined) return skipped('files-unknown');
    const { host, hostname } = new URL(address);
    // A proxy looks the name up itself.
    const standIn = agent ? undefined : await standInOf(hostname, resolve);
    try {
      const answer = await exchange(new URL(address), { withinMs, agent });
      answer.resume();
      return standIn === undefined ? ok('files-ok', { host }) : ok('files-stand-in', { host, address: standIn });
    } catch (error) {
      const reason = reasonOf(error);
      return standIn === undefined
        ? failed('files-unreachable', { host, reason })
        : failed('files-stand-in-unreachable', { host, address: standIn, reason });
    }
  },
});

/** Of a bot that runs, its own word; else one attempt, if nobody who may be connected is thrown off against somebody's will. */
const connectionCheck = (line: Parameters<typeof trySubscribe>[0], given: CheckupGiven): Check => ({
  name: 'connection',
  async run() {
    const status = given.running?.channels?.[CHANNEL];
    if (status) return RUNNING[String(status.connection)] ?? failed('connection-waiting');
    if (given.running) return skipped('connection-not-asked');
    if (!(await given.mayDisturb('connection-disturbs'))) return skipped('connection-left-alone');
    const { host } = new URL(line.url);
    const answer = await trySubscribe(line);
    if (answer.state === 'done') return ok('connection-ok');
    if (answer.state === 'offline') return failed('connection-unreachable', { host, reason: answer.reason });
    if (answer.state === 'silent') return failed('connection-silent', { host });
    return failed(SUBSCRIBE_REFUSED[answer.code] ?? 'connection-refused', { errcode: answer.code });
  },
});

const RUNNING: Record<string, CheckResult> = {
  subscribed: ok('connection-subscribed'),
  standby: ok('connection-standby'),
  kicked: failed('connection-kicked'),
  stopped: failed('connection-secret', { errcode: 40001 }),
};
const SUBSCRIBE_REFUSED: Record<string, `connection-${'secret' | 'id' | 'often'}`> = {
  40001: 'connection-secret',
  40013: 'connection-id',
  93019: 'connection-id',
  45009: 'connection-often',
};

const IP_NOT_ALLOWED = '60020';
const NOBODY_THERE = '81013';
/** Longer than any member's, so that nobody gets it. */
const NOBODY = `baosong-doctor-${'0'.repeat(40)}`;

/** The token proves corporation and secret; a message to nobody proves the address, the app's number and its right to write. */
function appChecks(rest: Rest, app: { corpId: string; secret: string; agentId: number }, now: () => number): Check[] {
  const token = appToken(rest, app, now);
  const refusedAs = (codes: Record<string, AppRefused>, { code, body = {} }: Faulted): CheckResult =>
    code === IP_NOT_ALLOWED
      ? failed('app-address', { ip: /from ip: ?([\da-fA-F.:]+)/.exec(String(body.errmsg))?.[1] ?? '' })
      : failed(codes[code] ?? 'app-refused', { errcode: code });
  return [
    {
      name: 'app-secret',
      async run() {
        const answer = await rest.get('/cgi-bin/gettoken', { corpid: app.corpId, corpsecret: app.secret });
        if (answer.state === 'done') return ok('app-secret-ok');
        if (answer.state !== 'fault') return failed('app-silent');
        return refusedAs({ 40001: 'app-secret-wrong', 40013: 'app-corp-wrong' }, answer);
      },
    },
    {
      name: 'app-send',
      async run() {
        const body = { touser: NOBODY, agentid: app.agentId, msgtype: 'text', text: { content: 'doctor' }, safe: 0 };
        const answer = await token.with((access_token) => rest.post('/cgi-bin/message/send', { access_token }, body));
        if (answer.state === 'done') return ok('app-send-ok');
        if (answer.state !== 'fault') return failed('app-silent');
        return answer.code === NOBODY_THERE ? ok('app-send-ok') : refusedAs(APP_REFUSED, answer);
      },
    },
  ];
}

type AppRefused = `app-${'secret-wrong' | 'corp-wrong' | 'agent-wrong' | 'no-right' | 'disabled'}`;
const APP_REFUSED: Record<string, AppRefused> = {
  40001: 'app-secret-wrong',
  40013: 'app-corp-wrong',
  40056: 'app-agent-wrong',
  301002: 'app-agent-wrong',
  48002: 'app-no-right',
  50003: 'app-disabled',
};

/** A small upload needs a key that works and shows nothing to anybody. */
const webhookCheck = (rest: Rest, chat: string, key: string): Check => ({
  name: 'webhook',
  facts: { chat },
  async run() {
    const file = { name: 'doctor.txt', bytes: Buffer.from('baosong-bot doctor\n') };
    const answer = await rest.upload('/cgi-bin/webhook/upload_media', { key, type: 'file' }, file);
    if (answer.state === 'done') return ok('webhook-ok');
    if (answer.state !== 'fault') return failed('webhook-silent');
    return failed(WEBHOOK_REFUSED[answer.code] ?? 'webhook-refused', { errcode: answer.code });
  },
});

const WEBHOOK_REFUSED: Record<string, `webhook-${'key' | 'disabled' | 'often'}`> = {
  93000: 'webhook-key',
  93004: 'webhook-disabled',
  93008: 'webhook-key',
  45009: 'webhook-often',
};
