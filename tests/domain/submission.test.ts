import { expect, it, test } from 'vitest';
import {
  canBeAccepted,
  canBeCorrected,
  canBeReturned,
  canBeWithdrawn,
  counts,
  type SubmissionState,
  stateAfterCorrection,
} from '../../src/domain/submission.ts';

const predicates = [counts, canBeAccepted, canBeReturned, canBeCorrected, canBeWithdrawn] as const;

const table: [state: SubmissionState, ...string[]][] = [
  //            counts accepted returned corrected withdrawn
  ['draft', '-', '-', '-', 'yes', '-'],
  ['received', 'yes', 'yes', 'yes', 'yes', 'yes'],
  ['accepted', 'yes', '-', 'yes', '-', '-'],
  ['returned', '-', '-', '-', 'yes', 'yes'],
  ['withdrawn', '-', '-', '-', '-', '-'],
  ['lapsed', '-', '-', '-', '-', '-'],
];

it.each(table)('%s: counts %s; accepted %s, returned %s, corrected %s, withdrawn %s', (state, ...expected) => {
  expect(predicates.map((predicate) => (predicate(state) ? 'yes' : '-'))).toEqual(expected);
});

test('the table has every state', () => {
  const every: Record<SubmissionState, true> = {
    ...{ draft: true, received: true, accepted: true },
    ...{ returned: true, withdrawn: true, lapsed: true },
  };
  expect(table.map(([state]) => state)).toEqual(Object.keys(every));
});

test.each<[SubmissionState, SubmissionState]>([
  ['draft', 'draft'],
  ['received', 'received'],
  ['returned', 'received'],
])('%s, corrected, is %s', (before, after) => {
  expect(stateAfterCorrection(before)).toBe(after);
});
