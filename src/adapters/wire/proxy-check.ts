import { connect } from 'node:net';
import { type Check, type CheckResult, resultsIn } from './checkup.ts';

/** What every channel that may go through a proxy has words for. */
export const PROXY_PHRASES = {
  proxy: [],
  'proxy-ok': ['address'],
  'proxy-unreachable': ['address', 'reason'],
} as const;

const { ok, failed } = resultsIn(PROXY_PHRASES);

export const reasonOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? (error as Error).message.slice(0, 80);

/** Whether the proxy of the house can be reached at all. */
export const proxyCheck = ({ hostname, port, protocol }: URL, withinMs: number): Check => ({
  name: 'proxy',
  run: () =>
    new Promise((resolve) => {
      const address = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
      const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(address.split(':').at(-1)) });
      const finish = (result: CheckResult) => {
        socket.destroy();
        resolve(result);
      };
      socket.setTimeout(withinMs, () => finish(failed('proxy-unreachable', { address, reason: 'ETIMEDOUT' })));
      socket.once('error', ({ code }: NodeJS.ErrnoException) =>
        finish(failed('proxy-unreachable', { address, reason: code })),
      );
      socket.once('connect', () => finish(ok('proxy-ok', { address })));
    }),
});
