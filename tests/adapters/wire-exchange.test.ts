import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { exchange, NotSent } from '../../src/adapters/wire/exchange.ts';

/** A server that takes connections and says what it is told to. */
async function serverThat(heed: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    heed(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const post = { method: 'POST' as const, body: 'hello', withinMs: 200 };

test('whoever never finishes the handshake has got nothing', async () => {
  const mute = await serverThat(() => {});
  await expect(exchange(new URL(`https://${mute.host}/`), post)).rejects.toBeInstanceOf(NotSent);
  mute.close();
});

test('whoever breaks the handshake off has got nothing', async () => {
  const cutting = await serverThat((socket) => socket.once('data', () => socket.destroy()));
  await expect(exchange(new URL(`https://${cutting.host}/`), post)).rejects.toBeInstanceOf(NotSent);
  cutting.close();
});

test('nobody knows of one that took the request and said nothing, or broke off', async () => {
  for (const heed of [() => {}, (socket: Socket) => socket.once('data', () => socket.destroy())]) {
    const server = await serverThat(heed);
    const failed = await exchange(new URL(`http://${server.host}/`), post).catch((error: Error) => error);
    expect([failed instanceof Error, failed instanceof NotSent]).toEqual([true, false]);
    server.close();
  }
});

test('a port that nobody listens on has got nothing', async () => {
  const gone = await serverThat(() => {});
  gone.close();
  await expect(exchange(new URL(`http://${gone.host}/`), post)).rejects.toBeInstanceOf(NotSent);
});
