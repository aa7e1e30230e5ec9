import { Dice } from '../support/dice.ts';

/** What a platform does to the bot. */
export type PlatformFault =
  | { kind: 'line-cut' }
  | { kind: 'line-forgotten' }
  | { kind: 'line-taken-over' }
  | { kind: 'line-deaf'; forMs: number }
  | { kind: 'unreachable'; forMs: number }
  | { kind: 'duplicates'; forMs: number }
  | { kind: 'reordered'; count: number }
  | { kind: 'token-ended' };

export type Fault =
  | PlatformFault
  | { kind: 'kill'; awayMs: number }
  | { kind: 'terminate'; awayMs: number }
  | { kind: 'pause'; forMs: number }
  | { kind: 'database-restart'; awayMs: number }
  | { kind: 'database-crash'; awayMs: number }
  | { kind: 'database-connections-cut' }
  | { kind: 'web-cut'; forMs: number }
  | { kind: 'clock-jump'; byMs: number }
  /** To this minute of the next day in Beijing, when people are reminded. */
  | { kind: 'next-morning'; minute: number }
  | { kind: 'clock-skew'; byMs: number; forMs: number }
  | { kind: 'disk-full'; forMs: number };

export type FaultKind = Fault['kind'];

/** A fault with the count of messages at which it comes. */
export type Planned = Fault & { at: number };

/** Of one request or frame of the bot to a platform, or of one connection to the bot: probabilities. */
export interface Rates {
  /** 5xx or 429 before anything happens. */
  overloaded: number;
  /** The platform asks to come again, or says that it is too much. */
  busy: number;
  throttled: number;
  /** Done, but nobody hears of it. */
  silent: number;
  /** Not done, and nobody hears of it. */
  lost: number;
  /** An answer that comes late, but in time. */
  late: number;
  /** A connection to the bot that ends before the request, and before the answer. */
  cutBefore: number;
  cutAfter: number;
}

export interface Plan {
  faults: Planned[];
  rates: Rates;
  /** At how many messages a backup begins. */
  backupAt: number;
}

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Each kind with how often it comes in a run of 20,000 messages, and how it is drawn. */
const KINDS: Record<FaultKind, { often: number; draw(dice: Dice): Fault }> = {
  kill: { often: 40, draw: (dice) => ({ kind: 'kill', awayMs: dice.whole(0, 4_000) }) },
  terminate: { often: 10, draw: (dice) => ({ kind: 'terminate', awayMs: dice.whole(0, 2_000) }) },
  pause: { often: 5, draw: (dice) => ({ kind: 'pause', forMs: dice.pick([3_000, 25_000, 70_000, 130_000]) }) },
  'database-restart': { often: 5, draw: (dice) => ({ kind: 'database-restart', awayMs: dice.whole(0, 4_000) }) },
  'database-crash': { often: 4, draw: (dice) => ({ kind: 'database-crash', awayMs: dice.whole(0, 2_000) }) },
  'database-connections-cut': { often: 12, draw: () => ({ kind: 'database-connections-cut' }) },
  'web-cut': { often: 6, draw: (dice) => ({ kind: 'web-cut', forMs: dice.whole(500, 4_000) }) },
  'clock-jump': { often: 8, draw: (dice) => ({ kind: 'clock-jump', byMs: dice.whole(4 * HOUR, 30 * HOUR) }) },
  'next-morning': { often: 14, draw: (dice) => ({ kind: 'next-morning', minute: dice.whole(9 * 60 + 10, 11 * 60) }) },
  'clock-skew': {
    often: 6,
    draw: (dice) => ({
      kind: 'clock-skew',
      byMs: dice.pick([-1, 1]) * dice.whole(MINUTE, 10 * MINUTE),
      forMs: dice.whole(5_000, 20_000),
    }),
  },
  'disk-full': { often: 8, draw: (dice) => ({ kind: 'disk-full', forMs: dice.whole(1_000, 6_000) }) },
  'line-cut': { often: 25, draw: () => ({ kind: 'line-cut' }) },
  'line-forgotten': { often: 6, draw: () => ({ kind: 'line-forgotten' }) },
  'line-taken-over': { often: 1, draw: () => ({ kind: 'line-taken-over' }) },
  'line-deaf': { often: 3, draw: (dice) => ({ kind: 'line-deaf', forMs: dice.whole(2_000, 15_000) }) },
  unreachable: { often: 6, draw: (dice) => ({ kind: 'unreachable', forMs: dice.whole(1_000, 8_000) }) },
  duplicates: { often: 12, draw: (dice) => ({ kind: 'duplicates', forMs: dice.whole(2_000, 10_000) }) },
  reordered: { often: 25, draw: (dice) => ({ kind: 'reordered', count: dice.whole(2, 5) }) },
  'token-ended': { often: 8, draw: () => ({ kind: 'token-ended' }) },
};

/** The clock may not run so far that old messages are erased by the rules of privacy. */
const LONGEST_JUMPS = 26 * 24 * HOUR;

const LONG_RATES: Rates = {
  overloaded: 0.004,
  busy: 0.004,
  throttled: 0.001,
  silent: 0.002,
  lost: 0.002,
  late: 0.01,
  cutBefore: 0.004,
  cutAfter: 0.004,
};

/** Everything that will go wrong in a run, drawn from the seed. */
export function planOf(seed: number, messages: number): Plan {
  const dice = new Dice(seed);
  const faults: Planned[] = [];
  const place = () => dice.whole(Math.floor(messages * 0.03), Math.floor(messages * 0.93));
  for (const { often, draw } of Object.values(KINDS)) {
    const expected = (often * messages) / 20_000;
    const count = Math.floor(expected) + (dice.chance(expected % 1) ? 1 : 0);
    for (let drawn = 0; drawn < count; drawn++) faults.push({ ...draw(dice), at: place() });
  }
  faults.sort((a, b) => a.at - b.at);
  let jumped = 0;
  const lasting = faults.filter((fault) => {
    if (fault.kind === 'clock-jump') jumped += fault.byMs;
    if (fault.kind === 'next-morning') jumped += 24 * HOUR;
    return !['clock-jump', 'next-morning'].includes(fault.kind) || jumped <= LONGEST_JUMPS;
  });
  return {
    faults: lasting,
    rates: LONG_RATES,
    backupAt: dice.whole(Math.floor(messages / 3), Math.floor(messages / 2)),
  };
}

/** So few messages that everything has to come at once: one of each, as far as it is over within seconds. */
export function shortPlan(seed: number, messages: number): Plan {
  const dice = new Dice(seed);
  const at = (share: number) => Math.floor(messages * share);
  const faults: Planned[] = [
    { kind: 'duplicates', forMs: 4_000, at: at(0.05) },
    { kind: 'kill', awayMs: dice.whole(0, 500), at: at(0.15) },
    { kind: 'reordered', count: 3, at: at(0.2) },
    { kind: 'clock-jump', byMs: 18 * HOUR + 12 * MINUTE, at: at(0.25) },
    { kind: 'database-restart', awayMs: 500, at: at(0.35) },
    { kind: 'disk-full', forMs: 1_000, at: at(0.45) },
    { kind: 'line-cut', at: at(0.5) },
    { kind: 'terminate', awayMs: 0, at: at(0.55) },
    { kind: 'database-connections-cut', at: at(0.65) },
    { kind: 'line-forgotten', at: at(0.7) },
    { kind: 'web-cut', forMs: 500, at: at(0.75) },
    { kind: 'unreachable', forMs: 500, at: at(0.8) },
    { kind: 'token-ended', at: at(0.85) },
  ];
  const rates = { ...LONG_RATES, throttled: 0, busy: 0.01, overloaded: 0.01, cutBefore: 0.02, cutAfter: 0.02 };
  return { faults, rates, backupAt: at(0.5) };
}
