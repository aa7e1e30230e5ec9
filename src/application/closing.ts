import type { Context } from './context.ts';

const key = (campaign: string) => `closed/${campaign}`;

/** Whether staff ended the taking of entries; until then late ones are accepted (product.md, section 6). */
export async function campaignClosed({ tx, campaign }: Pick<Context, 'tx' | 'campaign'>): Promise<boolean> {
  return (await tx.setting.findUnique({ where: { key: key(campaign.id) } }))?.value === true;
}

export async function setClosed({ tx, campaign }: Pick<Context, 'tx' | 'campaign'>, closed: boolean): Promise<void> {
  await tx.setting.upsert({
    where: { key: key(campaign.id) },
    create: { key: key(campaign.id), value: closed },
    update: { value: closed },
  });
}
