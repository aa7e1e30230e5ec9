import { weekday } from '../../domain/time.ts';
import type { Context } from './context.ts';

/** A day with its weekday, as it is echoed. */
export function dayInWords({ vocabulary }: Pick<Context, 'vocabulary'>, day: string): string {
  return `${day}（${vocabulary.weekdays[weekday(day) - 1] ?? ''}）`;
}
