import type { Agent } from 'node:http';
import { exchange, wholeBody } from '../wire/exchange.ts';
import { readJson } from '../wire/json.ts';
import { type HandshakeFault, handshakeFault } from './errors.ts';
import { placeOf } from './rest.ts';

/**
 * What the connection is for: never events, which the platform would take for handled
 * (docs/protocol-dingtalk.md, section 2, D9).
 */
export const TOPICS = {
  robot: '/v1.0/im/bot/messages/get',
  card: '/v1.0/card/instances/callback',
} as const;
export const UA = 'dingtalk-sdk-nodejs/2.1.5';

export interface GatewayParts {
  apiBase: string;
  clientId: string;
  clientSecret: string;
  withinMs: number;
  agent?: Agent | undefined;
}

/** The gateway said no: to the credentials, or to how the app is set up, or for now. */
export class OpenRefused extends Error {
  readonly refusal: HandshakeFault;
  constructor(refusal: HandshakeFault) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

const LONGEST_ANSWER = 64 * 1024;

/**
 * An address for one connection with its ticket, which lives 90 seconds (docs/protocol-dingtalk.md, section 1.1).
 * Throws `OpenRefused`.
 */
export async function openGateway(parts: GatewayParts): Promise<{ endpoint: string; ticket: string }> {
  const { apiBase, clientId, clientSecret, withinMs, agent } = parts;
  const response = await exchange(placeOf(apiBase, '/v1.0/gateway/connections/open'), {
    method: 'POST',
    withinMs,
    agent,
    // Without `accept` the answer is XML.
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      clientId,
      clientSecret,
      subscriptions: Object.values(TOPICS).map((topic) => ({ type: 'CALLBACK', topic })),
      ua: UA,
    }),
  });
  const read = readJson(String(await wholeBody(response, LONGEST_ANSWER)));
  const { endpoint, ticket, code } = (read ?? {}) as Record<string, unknown>;
  const status = response.statusCode ?? 0;
  const whole = typeof endpoint === 'string' && typeof ticket === 'string' && ticket !== '' && URL.canParse(endpoint);
  if (status !== 200 || !whole) throw new OpenRefused(handshakeFault(status, typeof code === 'string' ? code : ''));
  // The credentials went over TLS; an endpoint without it would carry the messages in the open.
  const safe = new URL(endpoint).protocol === 'wss:' || !/^https:/i.test(apiBase);
  if (!safe) throw new OpenRefused(handshakeFault(status, 'endpoint without TLS'));
  return { endpoint, ticket };
}
