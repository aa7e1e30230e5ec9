import { connect, createServer, type Socket } from 'node:net';
import type { Dice } from '../support/dice.ts';

/** Spreads connections over the bot's processes, as any balancer does, and loses some. */
export interface Balancer {
  origin: string;
  /** Cuts what is open, and takes nothing until it is mended. */
  cut(): void;
  mend(): void;
  counters: { cutBefore: number; cutAfter: number; nobody: number };
  close(): Promise<void>;
}

export async function startBalancer(
  ports: () => number[],
  dice: Dice,
  rates: { cutBefore: number; cutAfter: number },
): Promise<Balancer> {
  const open = new Set<Socket>();
  const counters = { cutBefore: 0, cutAfter: 0, nobody: 0 };
  let whole = true;

  const server = createServer((near) => {
    open.add(near);
    near.on('error', () => undefined).on('close', () => open.delete(near));
    if (!whole) return void near.destroy();
    if (dice.chance(rates.cutBefore)) {
      counters.cutBefore++;
      return void near.destroy();
    }
    pass(near, dice.chance(rates.cutAfter), ports());
  });

  /** To another process when one is not there. */
  function pass(near: Socket, cutAfter: boolean, left: number[]): void {
    if (left.length === 0) {
      counters.nobody++;
      return void near.destroy();
    }
    const port = dice.pick(left);
    const far = connect(port, '127.0.0.1');
    let through = false;
    far.once('connect', () => {
      through = true;
      near.pipe(far);
    });
    far.on('data', (data) => {
      if (cutAfter) {
        counters.cutAfter++;
        near.destroy();
      } else near.write(data);
    });
    far.on('end', () => near.end());
    far.on('error', () => {
      if (through) near.destroy();
      else
        pass(
          near,
          cutAfter,
          left.filter((one) => one !== port),
        );
    });
    near.on('close', () => far.destroy());
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const cut = () => {
    whole = false;
    for (const one of open) one.destroy();
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    cut,
    mend: () => {
      whole = true;
    },
    counters,
    close: () =>
      new Promise((resolve) => {
        cut();
        server.close(() => resolve());
      }),
  };
}
