import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { openRemote } from '../../src/adapters/wire/remote-file.ts';

test('a server that drips without end is given up, though it is never silent', async () => {
  const server = createServer((_, answer) => {
    const drip = setInterval(() => answer.write('x'), 5);
    answer.on('close', () => clearInterval(drip));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const parts = { trusted: new Set(['127.0.0.1']), silenceMs: 10_000, wholeMs: 60 };
  const { response } = await openRemote(url, parts);
  await expect(buffer(response)).rejects.toThrow('too slow');
  server.closeAllConnections();
  server.close();
});
