import type { SubmissionState } from '../../domain/submission.ts';
import type { Turn } from '../turn.ts';
import type { Scope } from './listing.ts';

export interface Twin {
  number: number;
  unitId: string;
  title: string;
  state: SubmissionState;
}

/** Entries that have a file of the same bytes, as far as the reader may see them. */
export async function twinsOf(
  { tx, campaign }: Pick<Turn, 'tx' | 'campaign'>,
  scope: Scope,
  number: number,
): Promise<Twin[]> {
  const own = await tx.submissionFile.findMany({
    where: { submissionNumber: number, retiredAt: null },
    select: { sha256: true },
  });
  const found = await tx.submission.findMany({
    where: {
      campaign: campaign.id,
      number: { not: number },
      state: { in: ['received', 'accepted', 'returned'] },
      files: { some: { sha256: { in: own.map(({ sha256 }) => sha256) }, retiredAt: null } },
      ...(scope !== 'all' && { unitId: { in: scope.unitIds } }),
    },
    orderBy: { number: 'asc' },
    select: { number: true, unitId: true, title: true, state: true },
    take: 20,
  });
  return found.map((one) => ({ ...one, state: one.state as SubmissionState }));
}
