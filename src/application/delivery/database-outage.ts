import { beijingDayAndTime } from '../../domain/time.ts';
import type { House } from '../office.ts';
import { staffMembers } from '../people/people.ts';
import { enqueue } from './outbox.ts';

/**
 * Keeps an eye on the database, for one process. While it is away nothing can be said by the outbox, which is in it: senders are told on
 * the line itself, whoever watches the bot by `/readyz`, and staff, once, when it is back.
 */
export class DatabaseWatch {
  readonly #house: House;
  #awaySince: Date | undefined;

  constructor(house: House) {
    this.#house = house;
  }

  /** To be called when something has failed: looks whether it was the database. */
  async failed(): Promise<void> {
    if (this.#awaySince !== undefined || (await this.#answers())) return;
    this.#awaySince = this.#house.clock.now();
    this.#house.log.error({ since: this.#awaySince }, 'the database is away');
  }

  /** To be called when something has worked, by the one process that speaks for all. */
  async worked(): Promise<void> {
    const since = this.#awaySince;
    if (since === undefined) return;
    const { prisma, clock, channels, say } = this.#house;
    const now = clock.now();
    const text = say('bot.database-back', { since: beijingDayAndTime(since), until: beijingDayAndTime(now) });
    await prisma.$transaction(async (tx) => {
      const chats = (await staffMembers({ tx, channels })).flatMap(({ to }) => to ?? []);
      await enqueue(
        tx,
        chats.map((to) => ({ to, text })),
        now,
      );
    });
    this.#awaySince = undefined;
  }

  #answers(): Promise<boolean> {
    return this.#house.prisma.$queryRaw`SELECT 1 AS one`.then(
      () => true,
      () => false,
    );
  }
}
