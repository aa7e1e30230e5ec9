import type { Context } from './context.ts';
import { isStaff } from './people.ts';
import { refuse } from './refuse.ts';

const key = (campaign: string) => `closed/${campaign}`;

/** Whether staff ended the taking of entries; until then late ones are accepted (product.md, section 6). */
export async function campaignClosed({ tx, campaign }: Pick<Context, 'tx' | 'campaign'>): Promise<boolean> {
  return (await tx.setting.findUnique({ where: { key: key(campaign.id) } }))?.value === true;
}

/** Once the taking of entries is ended, nothing is taken and no count moves any more. */
export async function requireOpen(context: Context): Promise<void> {
  if (await campaignClosed(context))
    refuse('intake.closed', { campaign: context.campaign.name, staff: isStaff(context.speaker) });
}

export async function setClosed({ tx, campaign }: Pick<Context, 'tx' | 'campaign'>, closed: boolean): Promise<void> {
  await tx.setting.upsert({
    where: { key: key(campaign.id) },
    create: { key: key(campaign.id), value: closed },
    update: { value: closed },
  });
}
