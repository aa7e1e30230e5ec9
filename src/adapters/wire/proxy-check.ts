import { connect } from 'node:net';
import { type Check, type Finding, failed, ok } from './checkup.ts';

export const reasonOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? (error as Error).message.slice(0, 80);

/** Whether the proxy of the house can be reached at all; a channel words `proxy`, `proxy-ok` and `proxy-unreachable`. */
export const proxyCheck = ({ hostname, port, protocol }: URL, withinMs: number): Check => ({
  name: 'proxy',
  run: () =>
    new Promise((resolve) => {
      const address = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
      const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(address.split(':').at(-1)) });
      const finish = (finding: Finding) => {
        socket.destroy();
        resolve(finding);
      };
      socket.setTimeout(withinMs, () => finish(failed('proxy-unreachable', { address, reason: 'ETIMEDOUT' })));
      socket.once('error', ({ code }: NodeJS.ErrnoException) =>
        finish(failed('proxy-unreachable', { address, reason: code })),
      );
      socket.once('connect', () => finish(ok('proxy-ok', { address })));
    }),
});
