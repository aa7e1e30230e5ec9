import type { Agent } from 'node:http';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { type Check, type CheckResult, type Checkup, type CheckupGiven, resultsIn } from '../wire/checkup.ts';
import { exchange } from '../wire/exchange.ts';
import type { Outcome } from '../wire/outcome.ts';
import { proxyCheck, reasonOf } from '../wire/proxy-check.ts';
import { type Resolve, resolved, standInOf } from '../wire/stand-in-address.ts';
import { tableCheck } from './checkup-tables.ts';
import { CHANNEL } from './decode.ts';
import { type GatewayParts, OpenRefused, openGateway } from './gateway.ts';
import { doctorPhrases } from './phrases.ts';
import { type Rest, rest as restOf } from './rest.ts';
import type { DingtalkSettings } from './settings.ts';
import { signOf } from './sign.ts';
import { appToken } from './token.ts';

const { ok, failed, skipped } = resultsIn(doctorPhrases);

export interface DingtalkDoctor {
  settings: DingtalkSettings;
  given: CheckupGiven;
  withinMs?: number;
  resolve?: Resolve;
}

/** What can be looked at of 钉钉 without a word in any chat, in the order in which it has to work. */
export function dingtalkCheckup({ settings, given, withinMs = 8_000, resolve = resolved }: DingtalkDoctor): Checkup {
  const { apiBase, oapiBase, clientId, clientSecret, robotCode, proxy, http, webhooks } = settings;
  const agent = proxy === undefined ? undefined : new HttpsProxyAgent(proxy);
  const rest = restOf({ apiBase, oapiBase, withinMs, agent, spend: async () => true, onQuota: async () => {} });
  const address = (given.publicUrl ?? '').replace(/\/+$/, '');
  const checks: Check[] = [
    ...(proxy === undefined ? [] : [proxyCheck(new URL(proxy), withinMs)]),
    hostCheck('api', apiBase, withinMs, agent, resolve),
    hostCheck('oapi', oapiBase, withinMs, agent, resolve),
    secretCheck(rest, clientId, clientSecret),
    ...(http
      ? callbackChecks(clientSecret, given, withinMs)
      : [gatewayCheck({ apiBase, clientId, clientSecret, withinMs, agent }), connectionCheck(given)]),
    sendCheck(rest, settings, robotCode, () => given.now().getTime()),
    ...settings.tables.map((table) =>
      tableCheck(
        rest,
        appToken(rest, settings, () => given.now().getTime()),
        table,
      ),
    ),
    ...(webhooks.size > 0
      ? [{ name: 'webhooks', run: async () => skipped('webhooks-untried', { count: webhooks.size }) }]
      : []),
  ];
  const console = [
    { says: http ? 'console-http' : 'console-stream', facts: { url: `${address}/dingtalk/robot` } },
    { says: 'console-permission' },
    { says: 'console-publish' },
    { says: 'console-group' },
    { says: 'console-quota', facts: { calls: settings.monthlyCalls } },
    ...(webhooks.size > 0 ? [] : [{ says: 'console-webhook' }]),
  ];
  return { channel: CHANNEL, checks, console };
}

/** Any answer at all will do. */
const hostCheck = (
  name: 'api' | 'oapi',
  base: string,
  withinMs: number,
  agent: Agent | undefined,
  resolve: Resolve,
): Check => ({
  name,
  async run() {
    const { host, hostname } = new URL(base);
    // A proxy looks the name up itself.
    const standIn = agent ? undefined : await standInOf(hostname, resolve);
    try {
      (await exchange(new URL(base), { withinMs, agent })).resume();
      return standIn === undefined ? ok('host-ok', { host }) : ok('host-stand-in', { host, address: standIn });
    } catch (error) {
      return failed('host-unreachable', { host, reason: reasonOf(error) });
    }
  },
});

const secretCheck = (rest: Rest, appKey: string, appSecret: string): Check => ({
  name: 'secret',
  async run() {
    const answer = await rest.post('/v1.0/oauth2/accessToken', undefined, { appKey, appSecret });
    if (answer.state === 'done') return ok('secret-ok');
    if (answer.state !== 'fault') return failed('silent');
    if (answer.fault === 'quota') return failed('quota', { code: answer.code });
    return failed('secret-wrong', { code: answer.code });
  },
});

/** Asks for a ticket and does not use it: without a connection no message is sent there, so nothing is lost. */
const gatewayCheck = (parts: GatewayParts): Check => ({
  name: 'gateway',
  async run() {
    let host = new URL(parts.apiBase).host;
    try {
      const { endpoint } = await openGateway(parts);
      const line = new URL(endpoint.replace(/^ws/, 'http'));
      host = line.host;
      (await exchange(line, { withinMs: parts.withinMs, agent: parts.agent })).resume();
      return ok('gateway-ok', { host });
    } catch (error) {
      if (!(error instanceof OpenRefused)) return failed('host-unreachable', { host, reason: reasonOf(error) });
      const { fault, code } = error.refusal;
      return failed(`gateway-${fault}`, { code });
    }
  },
});

/** Asks the running bot, as a second connection would take its messages. */
const connectionCheck = (given: CheckupGiven): Check => ({
  name: 'connection',
  async run() {
    const status = given.running?.channels?.[CHANNEL];
    if (!status) return skipped('connection-not-asked');
    return status.ready === true ? ok('connection-ok') : failed('connection-down');
  },
});

/** Longer than any member's id, so that nobody gets it. */
const NOBODY = `baosong-doctor-${'0'.repeat(40)}`;

/** A message to nobody proves the robot's code and its right to write. */
const sendCheck = (rest: Rest, app: DingtalkSettings, robotCode: string, now: () => number): Check => ({
  name: 'send',
  async run() {
    const token = appToken(rest, app, now);
    const message = {
      robotCode,
      userIds: [NOBODY],
      msgKey: 'sampleText',
      msgParam: JSON.stringify({ content: 'doctor' }),
    };
    return sendResult(
      await token.with((one) => rest.post('/v1.0/robot/oToMessages/batchSend', one, message)),
      robotCode,
    );
  },
});

function sendResult(answer: Outcome, robotCode: string): CheckResult {
  if (answer.state === 'done') return ok('send-ok');
  if (answer.state !== 'fault') return failed('silent');
  const { fault, code, scopes = [] } = answer;
  // The platform got as far as looking for the person: code and right are good.
  if (/userIds|staffId|60121/i.test(code)) return ok('send-ok');
  if (fault === 'permission') return failed('send-permission', { scopes: scopes.join('、') || 'qyapi_robot_sendmsg' });
  if (fault === 'quota') return failed('quota', { code });
  if (/robotCode/i.test(code)) return failed('send-robot-code', { robotCode, code });
  return failed('send-refused', { code });
}

/** A signed request that is no message: a bot with this secret answers 400, any other 403. */
function callbackChecks(secret: string, given: CheckupGiven, withinMs: number): Check[] {
  const ask = async (base: string, otherwise: 'callback-unreachable' | 'callback-outside'): Promise<CheckResult> => {
    const timestamp = String(given.now().getTime());
    const headers = { 'content-type': 'application/json', timestamp, sign: signOf(secret, timestamp) };
    const url = new URL('/dingtalk/robot', base);
    try {
      const answer = await exchange(url, { method: 'POST', withinMs, headers, body: '{}' });
      answer.resume();
      if (answer.statusCode === 400) return ok('callback-ok', { url: url.href });
      return answer.statusCode === 403
        ? failed('callback-secret')
        : failed('callback-other', { url: url.href, status: answer.statusCode });
    } catch (error) {
      return failed(otherwise, { url: url.href, reason: reasonOf(error) });
    }
  };
  return [
    {
      name: 'callback-local',
      run: async () => (given.running ? ask(given.localUrl, 'callback-unreachable') : skipped('callback-not-running')),
    },
    {
      name: 'callback-public',
      run: async () =>
        given.publicUrl === undefined ? failed('public-missing') : ask(given.publicUrl, 'callback-outside'),
    },
  ];
}
