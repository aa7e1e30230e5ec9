import type { Bot } from '../../application/bot.ts';
import type { Clock } from '../../application/ports.ts';
import type { PrismaClient } from '../../generated/prisma/client.ts';
import type { PracticeSettings } from './settings.ts';

export const PRACTICE_CLOCK = 'practice-clock';

/** Stands still until it is moved; moves forward only; where it stood survives a restart. */
export class PracticeClock implements Clock {
  #now: Date;
  readonly #prisma: PrismaClient;

  private constructor(prisma: PrismaClient, now: Date) {
    this.#prisma = prisma;
    this.#now = now;
  }

  static async open(
    prisma: PrismaClient,
    { startsAt, startGiven }: Pick<PracticeSettings, 'startsAt' | 'startGiven'>,
  ): Promise<PracticeClock> {
    const kept = (await prisma.setting.findUnique({ where: { key: PRACTICE_CLOCK } }))?.value;
    const last = typeof kept === 'string' ? new Date(kept) : undefined;
    const clock = new PracticeClock(prisma, last && !(startGiven && startsAt > last) ? last : startsAt);
    await clock.moveTo(clock.now());
    return clock;
  }

  now(): Date {
    return this.#now;
  }

  async moveTo(instant: Date): Promise<void> {
    if (instant < this.#now) throw new RangeError('the practice clock does not go back');
    const value = instant.toISOString();
    await this.#prisma.setting.upsert({
      where: { key: PRACTICE_CLOCK },
      create: { key: PRACTICE_CLOCK, value },
      update: { value },
    });
    this.#now = instant;
  }
}

/** Moves on step by step, so that each thing due is done at its own time, with what was true then. */
export async function advanceTo(bot: Bot, clock: PracticeClock, target: Date): Promise<void> {
  for (let due = await bot.nextDue(clock.now()); due && due.at <= target; due = await bot.nextDue(clock.now())) {
    await clock.moveTo(due.at);
    await bot.tick();
  }
  if (target > clock.now()) await clock.moveTo(target);
  await bot.tick();
}

const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Milliseconds of an ISO 8601 duration of weeks, days, hours, minutes and seconds; undefined for anything else. */
export function durationMs(text: string): number | undefined {
  const parts = DURATION.exec(text)?.slice(1);
  if (!parts || parts.every((part) => part === undefined)) return undefined;
  const [weeks, days, hours, minutes, seconds] = parts.map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
