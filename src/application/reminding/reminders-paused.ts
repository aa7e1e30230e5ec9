import type { Turn } from '../turn.ts';

const pauseKey = (campaign: string) => `reminders-paused/${campaign}`;

/** Whether staff put reminders to groups and coordinators off until further notice. */
export async function pausedReminders({ tx, campaign }: Pick<Turn, 'tx' | 'campaign'>): Promise<boolean> {
  return (await tx.setting.findUnique({ where: { key: pauseKey(campaign.id) } }))?.value === true;
}

export async function pauseReminders({ tx, campaign }: Pick<Turn, 'tx' | 'campaign'>, paused: boolean): Promise<void> {
  const key = pauseKey(campaign.id);
  await tx.setting.upsert({ where: { key }, create: { key, value: paused }, update: { value: paused } });
}
