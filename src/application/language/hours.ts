import type { Grammar } from './grammar.ts';
import { readNumeral } from './numerals.ts';

/** A time of day, or so long from now, and where it is said. */
export interface NamedTime {
  /** Since midnight; may be more than a day has. */
  minutes?: number;
  /** From now. */
  delay?: number;
  start: number;
  end: number;
}

/** The one reader of hours: every place of a text where one is named, in their order. */
export function timesNamed({ delays, times, raw }: Grammar, text: string): NamedTime[] {
  const { entities } = raw;
  const numeral = (written: string | undefined) => (written === undefined ? undefined : readNumeral(written, entities));
  const found: NamedTime[] = [];
  const free = (start: number, end: number) => found.every((one) => end <= one.start || one.end <= start);
  for (const { pattern, minutes } of delays)
    for (const match of text.matchAll(pattern)) {
      const { n, half2, half = half2 } = match.groups ?? {};
      const whole = numeral(n) ?? (half === undefined ? 1 : 0);
      const span = { start: match.index, end: match.index + match[0].length };
      if (free(span.start, span.end))
        found.push({ delay: (whole + (half === undefined ? 0 : 0.5)) * minutes, ...span });
    }
  for (const pattern of times)
    for (const match of text.matchAll(pattern)) {
      const { period, hour, minute } = match.groups ?? {};
      const minutes = entities.halves[minute ?? ''] ?? numeral(minute) ?? 0;
      const span = { start: match.index, end: match.index + match[0].length };
      if (match[0] !== '' && free(span.start, span.end))
        found.push({ minutes: clockMinutes(period, numeral(hour) ?? 0, minutes, entities), ...span });
    }
  return found.sort((a, b) => a.start - b.start);
}

/** Whether the hour is in the afternoon: words say so, or it is an hour at which no office works in the morning. */
function clockMinutes(
  period: string | undefined,
  hour: number,
  minute: number,
  { afternoon, noon }: Grammar['raw']['entities'],
): number {
  const late = period !== undefined && (afternoon.includes(period) || (noon.includes(period) && hour < 11));
  const unsaid = period === undefined && hour >= 1 && hour <= 6;
  return ((late || unsaid) && hour < 12 ? hour + 12 : hour) * 60 + minute;
}
