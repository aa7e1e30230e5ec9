import type { Turn } from '../turn.ts';

/** What has a number that is of one campaign alone, whoever says it and wherever. */
export type Numbered = 'entry' | 'candidate' | 'mail' | 'request' | 'reminder';

/** No column takes a larger number. */
const LAST = 2 ** 31 - 1;

/** Of which campaign something is, by its number; undefined: there is no such thing. */
export async function campaignOfNumber(
  { tx }: Pick<Turn, 'tx'>,
  kind: Numbered,
  number: number,
): Promise<string | undefined> {
  if (!Number.isInteger(number) || number < 1 || number > LAST) return undefined;
  const campaign = { campaign: true } as const;
  const found = {
    entry: () => tx.submission.findUnique({ where: { number }, select: campaign }),
    candidate: () => tx.candidate.findUnique({ where: { number }, select: campaign }),
    mail: () => tx.mail.findUnique({ where: { number }, select: campaign }),
    request: () => tx.request.findUnique({ where: { id: number }, select: campaign }),
    reminder: () => tx.plannedReminder.findUnique({ where: { id: number }, select: campaign }),
  };
  return (await found[kind]())?.campaign;
}
