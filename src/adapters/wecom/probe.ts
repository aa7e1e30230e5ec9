import type { Agent } from 'node:http';
import { WebSocket } from 'ws';
import type { Outcome } from '../wire/outcome.ts';
import { outcomeOf } from './errors.ts';
import { frameOf } from './frames.ts';

/**
 * Subscribes once and hangs up (docs/protocol-wecom.md, section 4.7). Whoever is connected with this bot is thrown off
 * by it, so ask first, and never in a loop: the platform counts. `silent`: the line opened, and nothing came back.
 */
export function trySubscribe(line: {
  url: string;
  botId: string;
  secret: string;
  withinMs: number;
  agent?: Agent | undefined;
}): Promise<Outcome> {
  const { url, botId, secret, withinMs, agent } = line;
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { handshakeTimeout: withinMs, ...(agent && { agent }) });
    const finish = (outcome: Outcome) => {
      clearTimeout(late);
      resolve(outcome);
      socket.terminate();
    };
    const late = setTimeout(() => finish({ state: 'silent' }), withinMs * 2);
    socket.on('error', (error: NodeJS.ErrnoException) =>
      finish({ state: 'offline', reason: error.code ?? error.message.slice(0, 80) }),
    );
    socket.on('close', () => finish({ state: 'silent' }));
    socket.on('open', () => {
      const frame = { cmd: 'aibot_subscribe', headers: { req_id: 'doctor' }, body: { bot_id: botId, secret } };
      socket.send(JSON.stringify(frame));
    });
    socket.on('message', (data) => {
      const answer = frameOf(data);
      if (answer?.headers.req_id === 'doctor' && answer.errcode !== undefined)
        finish(outcomeOf(answer.errcode, answer.body ?? {}));
    });
  });
}
