import { expect, it, test } from 'vitest';
import {
  canBeAccepted,
  canBeCompleted,
  canBeCorrected,
  canBeReturned,
  canBeWithdrawn,
  canLapse,
  counts,
  SUBMISSION_STATES,
  type SubmissionState,
  stateAfterCorrection,
} from '../../src/domain/submission.ts';

const predicates = [
  counts,
  canBeCompleted,
  canLapse,
  canBeAccepted,
  canBeReturned,
  canBeCorrected,
  canBeWithdrawn,
] as const;

const table: [state: SubmissionState, ...string[]][] = [
  //            counts completed lapse accepted returned corrected withdrawn
  ['draft', '-', 'yes', 'yes', '-', '-', 'yes', '-'],
  ['received', 'yes', '-', '-', 'yes', 'yes', 'yes', 'yes'],
  ['accepted', 'yes', '-', '-', '-', 'yes', '-', '-'],
  ['returned', '-', '-', '-', '-', '-', 'yes', 'yes'],
  ['withdrawn', '-', '-', '-', '-', '-', '-', '-'],
  ['lapsed', '-', '-', '-', '-', '-', '-', '-'],
];

it.each(table)(
  '%s: counts %s; completed %s, lapse %s, accepted %s, returned %s, corrected %s, withdrawn %s',
  (state, ...expected) => {
    expect(predicates.map((predicate) => (predicate(state) ? 'yes' : '-'))).toEqual(expected);
  },
);

test('the table has every state', () => {
  expect(table.map(([state]) => state)).toEqual(SUBMISSION_STATES);
});

test.each<[SubmissionState, SubmissionState]>([
  ['draft', 'draft'],
  ['received', 'received'],
  ['returned', 'received'],
])('%s, corrected, is %s', (before, after) => {
  expect(stateAfterCorrection(before)).toBe(after);
});
