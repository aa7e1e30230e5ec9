import { isStaff } from '../people/people.ts';
import type { Turn } from '../turn.ts';
import { refuse } from '../words/refuse.ts';

const key = (campaign: string) => `closed/${campaign}`;

/** Whether staff ended the taking of entries; until then late ones are accepted (docs/product.md, section 6). */
export async function campaignClosed({ tx, campaign }: Pick<Turn, 'tx' | 'campaign'>): Promise<boolean> {
  return (await tx.setting.findUnique({ where: { key: key(campaign.id) } }))?.value === true;
}

/** Once the taking of entries is ended, nothing is taken and no count moves any more. */
export async function requireOpen(context: Turn): Promise<void> {
  if (await campaignClosed(context))
    refuse('intake.closed', { campaign: context.campaign.name, staff: isStaff(context.actor) });
}

export async function setClosed({ tx, campaign }: Pick<Turn, 'tx' | 'campaign'>, closed: boolean): Promise<void> {
  await tx.setting.upsert({
    where: { key: key(campaign.id) },
    create: { key: key(campaign.id), value: closed },
    update: { value: closed },
  });
}
