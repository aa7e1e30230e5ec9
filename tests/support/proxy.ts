import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

/** The office's way out: an HTTP proxy that tunnels, and remembers where to. */
export interface Proxy {
  url: string;
  tunnels: string[];
  close(): Promise<void>;
}

export async function startProxy(): Promise<Proxy> {
  const tunnels: string[] = [];
  const server = createServer((_, answer) => answer.writeHead(405).end());
  const sockets = new Set<{ destroy(): void }>();
  server.on('connect', (asked, near) => {
    tunnels.push(asked.url ?? '');
    const [host = '', port] = (asked.url ?? '').split(':');
    const far = connect(Number(port), host, () => {
      near.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.pipe(near).pipe(far);
    });
    for (const end of [far, near]) {
      sockets.add(end);
      end
        .on('error', () => {})
        .on('close', () => {
          far.destroy();
          near.destroy();
        });
    }
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnels,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
