import { afterEach, expect, test } from 'vitest';
import { chooseCampaign } from '../web/shared/campaign.ts';
import { addresses } from '../web/shared/contracts/paths.ts';

afterEach(() => chooseCampaign(''));

/** Every address, with the campaign that it names. */
const named = () =>
  Object.entries(addresses as unknown as Record<string, (...parts: unknown[]) => string>).map(([name, addressOf]) => [
    name,
    new URL(addressOf('1', '2', 'docx'), 'http://127.0.0.1').searchParams.get('campaign'),
  ]);

test('whatever a browser fetches by itself names the campaign that is looked at, where there are several', () => {
  chooseCampaign('songs-2020');
  expect(named()).toEqual(Object.keys(addresses).map((name) => [name, 'songs-2020']));
  chooseCampaign('');
  expect(named()).toEqual(Object.keys(addresses).map((name) => [name, null]));
});
