const FIRST_MS = 2_000;
const LONGEST_MS = 10 * 60_000;

/**
 * Milliseconds to wait after `attempts` in vain (1 after the first): doubled each time, ten minutes at most, and never
 * less than `leastMs`, which the platform asked for. `share`, a random number from 0 to 1, keeps what failed at one
 * moment from coming back at one moment.
 */
export function backOffMs(attempts: number, leastMs: number, share: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempts - 1));
  return Math.max(leastMs, Math.round(whole * (0.5 + share / 2)));
}
