import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Passes bytes on to a port of this computer, and can break the line in the middle. */
export async function relayTo(port: number) {
  let passed = 0;
  let heard = () => {};
  let most = Number.POSITIVE_INFINITY;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    let here = 0;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (chunk) => far.write(chunk));
    far.on('data', (chunk) => {
      here += chunk.length;
      passed += chunk.length;
      heard();
      if (here > most) near.destroy();
      else near.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    /** So many bytes of each connection get through. */
    cutAfter(bytes: number): void {
      most = bytes;
    },
    passed: () => passed,
    /** Calls whenever bytes have come. */
    heed(hear: () => unknown): void {
      heard = () => void hear();
    },
    async close(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
export type Relay = Awaited<ReturnType<typeof relayTo>>;
