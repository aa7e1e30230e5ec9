import { randomInt } from 'node:crypto';
import { type Check, type CheckResult, type CheckupGiven, resultsIn } from '../wire/checkup.ts';
import { exchange, wholeBody } from '../wire/exchange.ts';
import type { CallbackSettings } from './callbacks.ts';
import { keyOf, open, seal, signatureOf } from './envelope.ts';
import { doctorPhrases } from './phrases.ts';

const { ok, failed, skipped } = resultsIn(doctorPhrases);

/** A callback has to be answered within it (docs/protocol-wecom.md, section 1.5). */
const WITHIN_MS = 1_000;
const PATIENCE_MS = 8_000;

/** docs/protocol-wecom.md, section 1.8. */
const VECTOR = {
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  receiver: 'wx5823bf96d3bd56c7',
  timestamp: '1409659589',
  nonce: '263014780',
  echostr: 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==',
  signature: '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3',
  plain: '1616140317555161061',
};

/** Whether this program reads what the platform's own sample says. */
export const vectorsCheck: Check = {
  name: 'vectors',
  async run() {
    const { token, aesKey, receiver, timestamp, nonce, echostr, signature, plain } = VECTOR;
    const right =
      signatureOf(token, timestamp, nonce, echostr) === signature && open(keyOf(aesKey), echostr, receiver) === plain;
    return right ? ok('vectors-ok') : failed('vectors-wrong');
  },
};

type Echo = { status: number; right: boolean; ms: number; location: string } | { reason: string };

/** What the console does on 保存: a sealed text has to come back bare. */
async function echo(address: string, { token, aesKey, receiver }: CallbackSettings, now: Date): Promise<Echo> {
  const text = String(randomInt(1e12));
  const sealed = seal(keyOf(aesKey), text, receiver);
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const nonce = String(randomInt(1e9));
  const url = new URL(address);
  const msg_signature = signatureOf(token, timestamp, nonce, sealed);
  url.search = new URLSearchParams({ msg_signature, timestamp, nonce, echostr: sealed }).toString();
  const began = performance.now();
  try {
    const answer = await exchange(url, { withinMs: PATIENCE_MS });
    const body = String(await wholeBody(answer, 100_000));
    const ms = Math.round(performance.now() - began);
    return { status: answer.statusCode ?? 0, right: body === text, ms, location: answer.headers.location ?? '' };
  } catch (error) {
    return { reason: (error as NodeJS.ErrnoException).code ?? (error as Error).message.slice(0, 80) };
  }
}

/** The round trip to the bot of this computer, then the one from outside. */
export function callbackChecks(which: 'bot' | 'app', settings: CallbackSettings, given: CheckupGiven): Check[] {
  const path = `/wecom/${which}`;
  const local: Check = {
    name: `callback-${which}`,
    async run() {
      if (!given.running) return skipped('callback-not-running', { path });
      const answer = await echo(`${given.localUrl}${path}`, settings, given.now());
      if ('reason' in answer) return failed('callback-local-unreachable', { url: given.localUrl, ...answer });
      if (answer.status === 404) return failed('callback-local-off', { path });
      if (!answer.right) return failed('callback-local-keys', { path, status: answer.status });
      return ok('callback-local-ok', { path });
    },
  };
  const outside: Check = {
    name: `callback-${which}-public`,
    async run() {
      const { publicUrl } = given;
      if (publicUrl === undefined) return failed('public-missing', { path });
      if (!given.running) return skipped('callback-not-running', { path });
      const url = `${publicUrl.replace(/\/+$/, '')}${path}`;
      return publicResult(url, await echo(url, settings, given.now()));
    },
  };
  return [local, outside];
}

function publicResult(url: string, answer: Echo): CheckResult {
  if ('reason' in answer) return failed('public-unreachable', { url, ...answer });
  const { status, right, ms, location } = answer;
  if (status >= 300 && status < 400) return failed('public-redirect', { url, status, location });
  if (status !== 200) return failed('public-status', { url, status });
  if (!right) return failed('public-altered', { url });
  if (ms > WITHIN_MS) return failed('public-slow', { url, ms });
  return ok('public-ok', { url, ms });
}
