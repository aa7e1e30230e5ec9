import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { keepFirstSetting, settingOfAll } from '../../application/keeping/settings.ts';
import { type House, officeNamed } from '../../application/office.ts';

const GOOD_FOR_MS = 48 * 3_600_000;

/** What only our own pages and processes can make, by a key that all processes share. */
export interface Seals {
  /** What a page sends along with whatever it changes: a page of another site cannot read it. */
  token(pageId: number): string;
  holds(pageId: number, token: string): boolean;
  /** Where somebody comes from, told apart from others and good for nothing else. */
  address(address: string): string;
}

export async function sealsOf(house: House): Promise<Seals> {
  const { prisma: tx } = house;
  const { campaign } = officeNamed(house, undefined);
  const known = () => settingOfAll(tx, 'page-key');
  if ((await known()).size === 0)
    await keepFirstSetting({ tx, campaign }, 'page-key', randomBytes(32).toString('base64url'));
  // One key for all campaigns, whichever was there first.
  const key = [...(await known())].sort(([one], [other]) => (one < other ? -1 : 1))[0]?.[1] ?? '';
  const seal = (text: string) => createHmac('sha256', key).update(text).digest('base64url');
  return {
    token(pageId) {
      const at = Date.now().toString(36);
      return `${at}.${seal(`${pageId} ${at}`)}`;
    },
    holds(pageId, token) {
      const [at = '', given = ''] = token.split('.');
      const wanted = Buffer.from(seal(`${pageId} ${at}`));
      const age = Date.now() - Number.parseInt(at, 36);
      const got = Buffer.from(given);
      return got.length === wanted.length && timingSafeEqual(got, wanted) && age >= 0 && age < GOOD_FOR_MS;
    },
    address: (address) => seal(`address ${address}`).slice(0, 22),
  };
}
