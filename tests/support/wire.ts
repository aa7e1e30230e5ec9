import { connect, createServer, type Socket } from 'node:net';

/** A line to a server that can be cut and mended. */
export interface Wire {
  port: number;
  cut(): void;
  /** What is connected stays so, and nothing more comes through; who connects anew is served. */
  forget(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function wireTo(port: number): Promise<Wire> {
  const open = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) return near.destroy();
    const far = connect(port, '127.0.0.1');
    for (const end of [near, far]) {
      open.add(end);
      end.on('error', () => {});
      end.on('close', () => {
        open.delete(end);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    whole = false;
    for (const end of open) end.destroy();
  };
  return {
    port: (server.address() as { port: number }).port,
    cut,
    forget() {
      for (const end of open) end.unpipe().pause();
    },
    mend: () => {
      whole = true;
    },
    close: () =>
      new Promise((resolve) => {
        cut();
        server.close(() => resolve());
      }),
  };
}
