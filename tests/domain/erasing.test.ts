import { expect, test } from 'vitest';
import { endOf, eraseDayOf } from '../../src/domain/campaign-days.ts';
import { erasesWhileRunning, yearOfAnother } from '../../src/domain/erasing.ts';
import { shippedCampaign } from '../support/campaign.ts';

const inYear = (year: number, more: Partial<typeof shippedCampaign> = {}) => {
  const moved = <T>(part: T): T => JSON.parse(JSON.stringify(part).replaceAll('2020-', `${year}-`));
  const { phases, milestones } = shippedCampaign;
  return { ...shippedCampaign, phases: moved(phases), milestones: moved(milestones), ...more };
};
const erasing = (eraseAfter: string) => ({ privacy: { ...shippedCampaign.privacy, eraseAfter } });

test('a campaign ends with the last day that it names, a month with its last', () => {
  expect(endOf(shippedCampaign)).toBe('2020-11-30');
  expect(
    endOf({ phases: [], milestones: [{ id: 'r', name: '', wording: '', text: '', clause: '', month: '2024-02' }] }),
  ).toBe('2024-02-29');
});

test.each([
  ['2021-05-31', inYear(2020), '2021-05-31', false],
  ['the old day in next year’s file', inYear(2022, erasing('2021-05-31')), '2022-11-30', true],
  ['a day in its midst', inYear(2020, erasing('2020-09-01')), '2020-11-30', true],
  ['its last day', inYear(2020, erasing('2020-11-30')), '2020-11-30', false],
])('names go after the day that the office wrote, but never before the end: %s', (_, campaign, day, wrong) => {
  expect([eraseDayOf(campaign), erasesWhileRunning(campaign)]).toEqual([day, wrong]);
});

test.each([
  ['linfen-2020', 2020, undefined],
  ['linfen-2020', 2021, '2020'],
  ['linfen-2021', 2021, undefined],
  ['2020linfen', 2022, '2020'],
  ['linfen', 2022, undefined],
  ['linfen-20201', 2022, undefined],
])('the id %s in %i names another year: %s', (id, year, expected) => {
  expect(yearOfAnother(inYear(year, { id }))).toBe(expected);
});
