import type { Agent } from 'node:http';
import { WebSocket } from 'ws';
import { frameOf } from './frames.ts';

export type Subscribed =
  | { state: 'answered'; errcode: number }
  /** The line opened, and nothing came back. */
  | { state: 'silent' }
  | { state: 'unreachable'; reason: string };

/**
 * Subscribes once and hangs up (docs/protocol-wecom.md, section 4.7). Whoever is connected with this bot is thrown off
 * by it, so ask first, and never in a loop: the platform counts.
 */
export function trySubscribe(line: {
  url: string;
  botId: string;
  secret: string;
  withinMs: number;
  agent?: Agent | undefined;
}): Promise<Subscribed> {
  const { url, botId, secret, withinMs, agent } = line;
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { handshakeTimeout: withinMs, ...(agent && { agent }) });
    const settle = (outcome: Subscribed) => {
      clearTimeout(late);
      resolve(outcome);
      socket.terminate();
    };
    const late = setTimeout(() => settle({ state: 'silent' }), withinMs * 2);
    socket.on('error', (error: NodeJS.ErrnoException) =>
      settle({ state: 'unreachable', reason: error.code ?? error.message.slice(0, 80) }),
    );
    socket.on('close', () => settle({ state: 'silent' }));
    socket.on('open', () => {
      const frame = { cmd: 'aibot_subscribe', headers: { req_id: 'doctor' }, body: { bot_id: botId, secret } };
      socket.send(JSON.stringify(frame));
    });
    socket.on('message', (data) => {
      const answer = frameOf(data);
      if (answer?.headers.req_id === 'doctor' && answer.errcode !== undefined)
        settle({ state: 'answered', errcode: answer.errcode });
    });
  });
}
