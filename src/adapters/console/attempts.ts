import { tellOfGuessing } from '../../application/conversation/tell-joining.ts';
import { enqueue } from '../../application/delivery/outbox.ts';
import { officeNamed } from '../../application/office.ts';
import { type Account, noteWrongCode, triedTooOften } from '../../application/people/wrong-codes.ts';
import { NOBODY } from '../../application/turn.ts';
import type { Hall } from './desk.ts';
import { TurnedAway } from './problem.ts';
import { countRefused } from './refused.ts';

/** Guessing at codes from outside: after a few, none of that address is looked at for a while, and the admins hear of it. */
export interface Attempts {
  /** Throws `TurnedAway` when this address has guessed too often. */
  allow(address: string): Promise<void>;
  /** Notes a code that never was one. */
  wrong(address: string): Promise<void>;
  /** Throws `TurnedAway` when this address has asked for digits too often. */
  allowDigits(address: string): void;
}

const CHANNEL = 'console';
const MOST_DIGITS = 20;
const WITHIN_MS = 10 * 60_000;
const SHUT_FOR_MS = 30_000;

const tooOften = (): TurnedAway => {
  countRefused('too-often');
  return new TurnedAway(429, 'too-often');
};

export function attempts({ office, bot }: Hall): Attempts {
  // Guessing concerns everybody's admins; of which campaign it is told makes no difference to what is told.
  const { prisma, clock, ...rest } = officeNamed(office, undefined);
  const asked = new Map<string, number[]>();
  /** Who guesses in earnest is not looked up each time. */
  const shut = new Map<string, number>();
  let noting: Promise<void> = Promise.resolve();

  async function note(account: Account): Promise<void> {
    const guessing = await prisma.$transaction(async (tx) => {
      const turn = { ...rest, clock, tx, now: clock.now(), actor: NOBODY, origin: { entrance: 'session' as const } };
      const found = (await triedTooOften(turn, account)) ? undefined : await noteWrongCode(turn, account);
      if (found) await enqueue(tx, (await tellOfGuessing(turn, found)).answers, turn.now);
      return found;
    });
    if (guessing) void bot.work().catch((error) => office.log.warn({ error }, 'posts not sent'));
  }

  return {
    async allow(senderId) {
      const now = performance.now();
      if ((shut.get(senderId) ?? 0) > now) throw tooOften();
      if (!(await triedTooOften({ tx: prisma, now: clock.now() }, { channel: CHANNEL, senderId }))) return;
      for (const [one, until] of shut) if (until < now) shut.delete(one);
      shut.set(senderId, now + SHUT_FOR_MS);
      throw tooOften();
    },
    wrong(senderId) {
      countRefused('link');
      // One after another: of fifty at once the fifth closes the door, and the admins hear of it once.
      const noted = noting.then(() => note({ channel: CHANNEL, senderId }));
      noting = noted.catch(() => {});
      return noted;
    },
    allowDigits(address) {
      const now = performance.now();
      for (const [one, times] of asked) if ((times.at(-1) ?? 0) < now - WITHIN_MS) asked.delete(one);
      const times = (asked.get(address) ?? []).filter((at) => at > now - WITHIN_MS);
      if (times.length >= MOST_DIGITS) throw tooOften();
      asked.set(address, [...times, now]);
    },
  };
}
