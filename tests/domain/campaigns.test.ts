import { expect, test } from 'vitest';
import type { Campaign } from '../../src/domain/campaign.ts';
import { clashesOf } from '../../src/domain/campaigns.ts';
import { shippedCampaign } from '../support/campaign.ts';

const other = (change: Partial<Campaign>): Campaign => ({
  ...shippedCampaign,
  id: 'songs-2020',
  name: '歌咏',
  ...change,
});
const [yaodu, huozhou] = shippedCampaign.units as [Campaign['units'][number], Campaign['units'][number]];

test('campaigns of the same units run side by side', () => {
  expect(clashesOf([shippedCampaign])).toEqual([]);
  expect(clashesOf([shippedCampaign, other({})])).toEqual([]);
  expect(
    clashesOf([shippedCampaign, other({ units: [huozhou, yaodu] }), other({ id: 'c', name: 'C', units: [] })]),
  ).toEqual([]);
});

test('what nobody could tell apart does not', () => {
  expect(clashesOf([shippedCampaign, other({ id: shippedCampaign.id })])).toEqual([
    { code: 'same-id', facts: { id: 'linfen-2020' } },
  ]);
  expect(clashesOf([shippedCampaign, other({ name: shippedCampaign.name })])).toEqual([
    { code: 'same-name', facts: { name: shippedCampaign.name } },
  ]);
  expect(clashesOf([shippedCampaign, other({ units: [{ ...yaodu, name: '平阳区总工会' }] })])).toEqual([
    { code: 'unit-of-two-names', facts: { id: 'yaodu', name: '平阳区总工会', other: '尧都区总工会' } },
  ]);
  expect(clashesOf([shippedCampaign, other({ units: [{ ...yaodu, id: 'yd' }] })])).toEqual([
    { code: 'unit-of-two-ids', facts: { name: '尧都区总工会', id: 'yd', other: 'yaodu' } },
  ]);
});
