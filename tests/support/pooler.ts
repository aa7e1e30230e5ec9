import { connect, createServer, type Socket } from 'node:net';

/** What a pooler in transaction mode takes in a start: the rest it would have to remember for each client. */
const TAKEN = new Set([
  ...[
    'user',
    'database',
    'application_name',
    'client_encoding',
    'DateStyle',
    'TimeZone',
    'standard_conforming_strings',
  ],
]);

export interface Pooler {
  port: number;
  /** The parameters of each start, as far as it was let through. */
  starts: Record<string, string>[];
  close(): Promise<void>;
}

const parametersIn = (packet: Buffer): Record<string, string> => {
  const words = packet.subarray(8).toString().split('\0');
  const found: Record<string, string> = {};
  for (let at = 0; at + 1 < words.length && words[at] !== ''; at += 2)
    found[words[at] as string] = words[at + 1] as string;
  return found;
};

const errorPacket = (message: string): Buffer => {
  const fields = Buffer.from(`SFATAL\0C08P01\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
};

/** A PgBouncer as a client sees it when it connects. `deaf`: it also forgets the zone that it takes. */
export async function startPooler(serverPort: number, { deaf = false } = {}): Promise<Pooler> {
  const starts: Record<string, string>[] = [];
  const open = new Set<Socket>();
  const server = createServer((near) => {
    open.add(near.on('error', () => {}).on('close', () => open.delete(near)));
    near.once('data', (packet: Buffer) => {
      const given = parametersIn(packet);
      const refused = Object.keys(given).find((name) => !TAKEN.has(name));
      if (refused !== undefined) return near.end(errorPacket(`unsupported startup parameter: ${refused}`));
      starts.push(given);
      const far = connect(serverPort, '127.0.0.1');
      open.add(far.on('error', () => near.destroy()).on('close', () => near.destroy()));
      const kept = Object.entries(given).filter(([name]) => !(deaf && name === 'TimeZone'));
      const body = Buffer.from(`${kept.map(([name, value]) => `${name}\0${value}\0`).join('')}\0`);
      const head = Buffer.alloc(8);
      head.writeInt32BE(body.length + 8);
      packet.copy(head, 4, 4, 8);
      far.write(Buffer.concat([head, body]));
      near.pipe(far).pipe(near);
      near.on('close', () => far.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    starts,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
