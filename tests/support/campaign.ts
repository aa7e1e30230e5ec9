import { fileURLToPath } from 'node:url';
import { loadCampaign } from '../../src/adapters/campaign-file.ts';

export const SHIPPED_CAMPAIGN_FILE = fileURLToPath(new URL('../../prisma/campaigns/linfen-2020.yaml', import.meta.url));

/** The shipped campaign, loaded once. Tests that change it work on a `structuredClone`. */
export const shippedCampaign = loadCampaign(SHIPPED_CAMPAIGN_FILE);
