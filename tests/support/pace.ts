import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { keyOf, open, seal } from '../../src/adapters/wecom/envelope.ts';

const KEY = keyOf('jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C');
/** Of the machine on which the figures of the README were measured, with nothing else going on. */
const QUIET_MS = 150;

/**
 * How many times slower than a quiet machine this one is right now, at least 1: two hundred sealed requests at once to a
 * server that opens them and does nothing. A limit in seconds, times this, means the same on a busy machine.
 */
export async function pace(): Promise<number> {
  const app = express();
  app.post('/', express.raw({ type: () => true }), (asked, answer) => {
    open(KEY, String(asked.body), '');
    answer.send('');
  });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const began = performance.now();
  await Promise.all(Array.from({ length: 200 }, (_, index) => post(port, seal(KEY, `message ${index}`, ''))));
  const took = performance.now() - began;
  server.close();
  server.closeAllConnections();
  return Math.max(1, took / QUIET_MS);
}

function post(port: number, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = request({ port, host: '127.0.0.1', method: 'POST', agent: false }, (answer) => {
      answer.resume().once('end', resolve);
    });
    call.once('error', reject);
    call.end(body);
  });
}
