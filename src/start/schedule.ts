import { schedule as cron } from 'node-cron';
import type { Bot } from '../application/bot.ts';
import { DatabaseWatch } from '../application/delivery/database-outage.ts';
import type { House } from '../application/office.ts';
import type { Lease } from '../application/ports.ts';

export interface Schedule {
  stop(): Promise<void>;
}

export interface ScheduleOf {
  house: House;
  bot: Bot;
  /** Who has it does what is due; the others go on with what they have in hand. */
  lease: Lease;
  /** The clock stands still, and is moved by hand. */
  practice: boolean;
  /** Other processes have posts to make on a line that this one may hold: they cannot say them themselves. */
  speaksForOthers: boolean;
}

const LOOKS_EVERY_MS = 1_000;
const FIRST_TICK_MS = 2_000;
/** In practice mode every file is on this computer. */
const PRACTICE_TICK_MS = 60_000;

/** Does what is due at once, and from then on every minute. Resolves when the first round is over, or takes long. */
export async function startSchedule(given: ScheduleOf): Promise<Schedule> {
  const { house, bot, lease, practice, speaksForOthers } = given;
  const { log } = house;
  const database = new DatabaseWatch(house);
  const tick = async () => {
    try {
      // Said before what waits is sent.
      if (lease.held()) await database.worked();
      await (lease.held() ? bot.tick() : bot.goOn());
    } catch (error) {
      log.error({ error }, 'tick failed');
      await database.failed();
    }
  };
  const tickLater = () => {
    if (!practice) void tick();
  };
  const begun = tick();
  // What an earlier process left may take long, such as a film that was half fetched; the start does not wait for that.
  const longest = practice ? PRACTICE_TICK_MS : FIRST_TICK_MS;
  await Promise.race([begun, new Promise((resolve) => setTimeout(resolve, longest).unref())]);
  const everyMinute = cron('* * * * *', tickLater);
  lease.watch(tickLater);
  const sendDue = () => bot.sendDue().catch((error) => log.warn({ error }, 'posts of others not looked for'));
  const looking = speaksForOthers ? setInterval(sendDue, LOOKS_EVERY_MS).unref() : undefined;
  return {
    async stop() {
      await everyMinute.stop();
      clearInterval(looking);
    },
  };
}
