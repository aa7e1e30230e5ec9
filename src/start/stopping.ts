import type { Server } from 'node:http';
import type { Logger } from 'pino';
import type { StartedChannel } from '../adapters/channel.ts';
import type { Bot } from '../application/bot.ts';
import type { Schedule } from './schedule.ts';

/** All of it is over below the ten seconds after which a service manager kills. */
const DRAIN_MS = 7_000;
const ANSWERS_MS = 1_000;
const LONGEST_MS = 9_000;

/** Something that others wait for. */
export interface Held {
  what: string;
  giveBack(): Promise<unknown>;
}

export interface Stopping {
  log: Logger;
  bot: Bot;
  server: Server;
  schedule: Schedule;
  started: ReadonlyMap<string, StartedChannel>;
  /** In their order, once the channels are silent. */
  held: Held[];
  /** Last of all, when nothing is in hand any more. */
  database: Held;
}

/** On SIGTERM and SIGINT: takes nothing new, finishes what is in hand, gives back what others wait for, and ends the process. */
export function stopOnSignal(running: Stopping): void {
  let stopping = false;
  const stopOnce = async () => {
    if (stopping) return;
    stopping = true;
    await stop(running);
  };
  process.on('SIGTERM', stopOnce);
  process.on('SIGINT', stopOnce);
}

async function stop({ log, bot, server, schedule, started, held, database }: Stopping): Promise<void> {
  const end = (message: string) => {
    log.warn(message);
    process.exit(0);
  };
  setTimeout(() => end('ended before everything was given back, which others take over'), LONGEST_MS).unref();
  // A lease that cannot be given back runs out by itself; the failure must not keep the others from being given back.
  const given = ({ what, giveBack }: Held) => giveBack().catch((error) => log.warn({ what, error }, 'not given back'));
  await schedule.stop();
  server.close();
  // Whoever has just posted something hears that it is stored.
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), ANSWERS_MS).unref();
  const drained = bot.stop(DRAIN_MS);
  await Promise.all([...started].map(([what, channel]) => given({ what, giveBack: () => channel.stop() })));
  for (const one of held) await given(one);
  // A download may take minutes; whoever takes the message up begins it anew.
  if (!(await drained)) end('ended with messages in hand, which are taken up again');
  await given(database);
  process.exit(0);
}
