import { z } from 'zod';
import { audit } from '../keeping/audit.ts';
import { deed, personOf } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { categoryOf } from '../words/lexicons.ts';
import { oneLine } from '../words/normalise.ts';
import { refuse } from '../words/refuse.ts';
import { entryToEdit } from './access.ts';
import type { Entry } from './entries.ts';
import { entryNumber, storedFile } from './inputs.ts';
import { REPORTED } from './repeats.ts';

type Reads = Pick<Turn, 'tx' | 'campaign'>;

/** What a unit says of a work on its sub-project's own platform; `asked`: it has been asked, and has not answered. */
export interface OnPlatform {
  answer: 'asked' | 'yes' | 'no';
  /** The platform's own number; empty where it was not said. */
  number: string;
  /** Of a screenshot that shows it. */
  sha256: string | null;
}

/** A work and where it stands on its platform; undefined: nobody was asked. */
export type Standing = Pick<Entry, 'number' | 'title' | 'unitId' | 'categoryId'> & {
  onPlatform: OnPlatform | undefined;
};

/** Whether works of a category are handed in on the sub-project's own platform too. */
export const goesToPlatform = ({ campaign }: Pick<Turn, 'campaign'>, categoryId: string): boolean =>
  campaign.alsoOnPlatform !== undefined && categoryOf({ campaign }, categoryId).project !== undefined;

const LONGEST_NUMBER = 40;

const said = z.object({
  number: entryNumber,
  handedIn: z.boolean(),
  platformNumber: z.string().exactOptional(),
  screenshot: storedFile.exactOptional(),
});

/**
 * Keeps whether a work was handed in on its platform, with its number and a screenshot where there is one. The last word holds; what is
 * not said again stays, unless it was not handed in after all.
 */
export const noteOnPlatform = deed(
  { id: 'note-on-platform', action: 'edit-entry', input: said },
  async (turn, { number, handedIn, platformNumber, screenshot }): Promise<{ entry: Entry; onPlatform: OnPlatform }> => {
    const entry = await entryToEdit(turn, number);
    if (!REPORTED.includes(entry.state)) refuse('platform.not-received', { number, state: entry.state });
    if (!goesToPlatform(turn, entry.categoryId))
      refuse('platform.no-project', { number, category: categoryOf(turn, entry.categoryId).short });
    const before = (await onPlatformOf(turn, [number])).get(number);
    const written = platformNumber === undefined ? undefined : oneLine(platformNumber, LONGEST_NUMBER);
    const onPlatform: OnPlatform = {
      answer: handedIn ? 'yes' : 'no',
      number: handedIn ? (written ?? before?.number ?? '') : '',
      sha256: handedIn ? (screenshot?.sha256 ?? before?.sha256 ?? null) : null,
    };
    const kept = { ...onPlatform, byPerson: personOf(turn), at: turn.now };
    await turn.tx.platformReport.upsert({
      where: { submissionNumber: number },
      create: { submissionNumber: number, ...kept },
      update: kept,
    });
    const subject = `submission:${number}`;
    await audit(turn, { action: 'submission.on-platform', subject, before, after: onPlatform });
    return { entry, onPlatform };
  },
);

/** Remembers that the unit was asked, so that nobody is asked twice. */
export async function markAsked(turn: Turn, numbers: number[]): Promise<void> {
  await turn.tx.platformReport.createMany({
    data: numbers.map((submissionNumber) => ({
      submissionNumber,
      answer: 'asked',
      byPerson: personOf(turn),
      at: turn.now,
    })),
    skipDuplicates: true,
  });
}

/** What is kept of some entries, by their numbers. */
export async function onPlatformOf({ tx }: Pick<Turn, 'tx'>, numbers: number[]): Promise<Map<number, OnPlatform>> {
  const rows = await tx.platformReport.findMany({ where: { submissionNumber: { in: numbers } } });
  return new Map(rows.map((row) => [row.submissionNumber, onPlatformIn(row)]));
}

/** Where every work that counts stands on its platform, in the order of numbers; of all units and categories where none is named. */
export async function worksOnPlatforms(
  { tx, campaign }: Reads,
  { unitIds, categoryIds }: { unitIds: string[]; categoryIds: string[] },
): Promise<Standing[]> {
  const wanted = campaign.categories
    .map(({ id }) => id)
    .filter((id) => goesToPlatform({ campaign }, id) && (categoryIds.length === 0 || categoryIds.includes(id)));
  const rows = await tx.submission.findMany({
    where: {
      campaign: campaign.id,
      state: { in: ['received', 'accepted'] },
      categoryId: { in: wanted },
      ...(unitIds.length > 0 && { unitId: { in: unitIds } }),
    },
    select: { number: true, title: true, unitId: true, categoryId: true, onPlatform: true },
    orderBy: { number: 'asc' },
  });
  return rows.map(({ onPlatform, ...row }) => ({
    ...row,
    onPlatform: onPlatform ? onPlatformIn(onPlatform) : undefined,
  }));
}

const onPlatformIn = ({
  answer,
  number,
  sha256,
}: {
  answer: string;
  number: string;
  sha256: string | null;
}): OnPlatform => ({
  answer: answer as OnPlatform['answer'],
  number,
  sha256,
});
