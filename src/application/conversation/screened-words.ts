import type { Passed } from '../screening/decide.ts';
import { objectionRows } from './receipt.ts';
import type { Telling } from './telling.ts';

/** Why something that was to pass waits as before. */
export function notPassed(
  telling: Pick<Telling, 'say' | 'vocabulary'>,
  facts: Exclude<Passed, { outcome: 'passed' }>,
): string {
  const { number } = facts.candidate;
  if (facts.outcome === 'blocked')
    return telling.say('screening.blocked', { number, reasons: objectionRows(telling, facts.objections) });
  if (facts.outcome === 'repeated') return telling.say('screening.repeated', { number, earlier: facts.earlier });
  return telling.say('screening.again', { number, earlier: facts.earlier.number, title: facts.earlier.title });
}
