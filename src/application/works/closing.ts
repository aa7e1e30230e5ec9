import { z } from 'zod';
import { firstDay } from '../../domain/campaign-days.ts';
import { beginsAfter } from '../../domain/campaigns.ts';
import { beijingDay } from '../../domain/time.ts';
import { audit } from '../keeping/audit.ts';
import { keepSetting, settingOf } from '../keeping/settings.ts';
import { deed } from '../people/deed.ts';
import { allowed } from '../people/permit.ts';
import type { Turn } from '../turn.ts';
import { refuse } from '../words/refuse.ts';

/** Whether staff ended the taking of entries; until then late ones are accepted (docs/product.md, section 6). */
export async function campaignClosed(turn: Pick<Turn, 'tx' | 'campaign'>): Promise<boolean> {
  return (await settingOf(turn, 'closed')) === true;
}

/** Before its first day, and once the taking of entries is ended, nothing is taken and no count moves. */
export async function requireOpen(turn: Turn): Promise<void> {
  if (beginsAfter(turn.campaign, beijingDay(turn.now)))
    refuse('intake.not-begun', { campaign: turn.campaign.name, day: firstDay(turn.campaign) ?? '' });
  if (await campaignClosed(turn))
    refuse('intake.closed', { campaign: turn.campaign.name, staff: allowed(turn, 'close-campaign') });
}

async function setClosed(turn: Turn, closed: boolean): Promise<void> {
  await keepSetting(turn, 'closed', closed);
  await audit(turn, {
    action: closed ? 'campaign.close' : 'campaign.reopen',
    subject: `campaign:${turn.campaign.id}`,
  });
}

/** Ends the taking of entries. */
export const close = deed({ id: 'close', action: 'close-campaign', input: z.object({}) }, (turn) =>
  setClosed(turn, true),
);

/** Takes entries again. */
export const reopen = deed({ id: 'reopen', action: 'close-campaign', input: z.object({}) }, (turn) =>
  setClosed(turn, false),
);
