import type { Campaign } from '../../domain/campaign.ts';
import { eraseDayOf } from '../../domain/campaign-days.ts';
import { type House, type Office, officeNamed, type Tx } from '../office.ts';
import { keepSetting, settingOf, settingOfAll } from './settings.ts';

/** Whoever erases, with the campaigns of which the files are at hand. */
export type Keeper = Pick<Office, 'prisma' | 'campaign' | 'clock' | 'rewrite'> & {
  /** The other campaigns at hand. */
  beside?: readonly Campaign[];
};

/** For all campaigns of the house. */
export function keeperOf(house: House): Keeper {
  const { prisma, clock, rewrite, campaign } = officeNamed(house, undefined);
  const beside = [...house.campaigns.values()].map((one) => one.campaign).filter((one) => one !== campaign);
  return { prisma, clock, campaign, beside, ...(rewrite && { rewrite }) };
}

export const atHand = ({ campaign, beside = [] }: Keeper): Campaign[] => [campaign, ...beside];

/** A campaign without a day of erasing, or without an end. */
export const NEVER = '9999-12-31';

interface ByEnd {
  /** Whose day has passed. */
  ended: string[];
  running: string[];
  /** Those in hand whose day was not known before today. */
  unheard: Set<string>;
}

/**
 * Keeps the erasing day of each campaign in hand, because the next campaign's file will replace its own before that
 * day comes.
 */
export async function campaignsByEnd(tx: Tx, campaigns: readonly Campaign[], today: string): Promise<ByEnd> {
  const unheard = new Set<string>();
  for (const campaign of campaigns) {
    const day = eraseDayOf(campaign) ?? NEVER;
    if ((await settingOf({ tx, campaign }, 'erase-after')) !== day) unheard.add(campaign.id);
    await keepSetting({ tx, campaign }, 'erase-after', day);
  }
  const days = [...(await settingOfAll(tx, 'erase-after'))];
  return {
    ended: days.flatMap(([id, end]) => (end < today ? [id] : [])),
    running: days.flatMap(([id, end]) => (end >= today && end !== NEVER ? [id] : [])),
    unheard,
  };
}
