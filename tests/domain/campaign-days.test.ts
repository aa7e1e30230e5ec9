import { describe, expect, test } from 'vitest';
import { endOf, eraseDayOf, yearsOf } from '../../src/domain/campaign-days.ts';
import { isRunning } from '../../src/domain/phase.ts';
import { shippedCampaign as campaign } from '../support/campaign.ts';

const phase = (from: string, to?: string) => ({ id: 'p', name: '', text: '', clause: '', from, ...(to ? { to } : {}) });
const erasing = (eraseAfter: string | undefined, phases = campaign.phases) =>
  eraseDayOf({ ...campaign, phases, privacy: { ...campaign.privacy, ...(eraseAfter ? { eraseAfter } : {}) } });

test('a campaign ends with the last day it names', () => {
  expect(endOf(campaign)).toBe('2020-11-30');
  expect(endOf({ ...campaign, phases: [phase('2020-09')] })).toBe(undefined);
  expect(yearsOf(campaign)).toEqual([2020]);
});

describe('names', () => {
  test('go on the day that the office wrote', () => expect(erasing('2021-05-31')).toBe('2021-05-31'));
  test('never go before the campaign has ended', () => expect(erasing('2020-09-01')).toBe('2020-11-30'));
});

test.each([
  ['2020-09', '2020-11', '2020-08-31', false],
  ['2020-09', '2020-11', '2020-11-30', true],
  ['2020-09-05', '2020-09-10', '2020-09-10', true],
  ['2020-09-05', '2020-09-10', '2020-09-11', false],
  ['2020-09', undefined, '2999-01-01', true],
])('a phase from %s to %s runs on %s: %s', (from, to, day, runs) => {
  expect(isRunning(phase(from, to), day)).toBe(runs);
});
