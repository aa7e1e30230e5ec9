const FIRST_MS = 2_000;
const LONGEST_MS = 10 * 60_000;

/**
 * How long to wait after so many attempts in vain (1: the first): twice as long each time, never less than the platform asks for.
 * `share`, from 0 to 1, spreads what failed together over the second half of the pause.
 */
export function backOffMs(attempts: number, leastMs: number, share: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempts - 1));
  return Math.max(leastMs, Math.round(whole * (0.5 + share / 2)));
}
