import { fold } from '../../domain/fold.ts';
import type { Turn } from '../turn.ts';
import type { Entry, EntryFields, EntryFile } from './entries.ts';

type Reads = Pick<Turn, 'tx' | 'campaign'>;

/** Of these states an entry was reported, whether or not it counts at the moment. */
export const REPORTED = ['received', 'accepted', 'returned'];

/** Which of the files this unit has already reported, by hash, with the entry's number. */
export async function repeatsOf(
  { tx, campaign }: Reads,
  unitId: string,
  files: EntryFile[],
  except?: number,
): Promise<Map<string, number>> {
  const rows = await tx.submissionFile.findMany({
    where: {
      sha256: { in: files.map(({ sha256 }) => sha256) },
      retiredAt: null,
      submission: {
        campaign: campaign.id,
        unitId,
        state: { in: REPORTED },
        ...(except !== undefined && { NOT: { number: except } }),
      },
    },
    orderBy: { id: 'desc' },
  });
  return new Map(rows.map(({ sha256, submissionNumber }) => [sha256, submissionNumber]));
}

/** The same bytes in another unit's entry: recorded, and only staff are told (docs/product.md, section 6). */
export interface Elsewhere {
  entry: Pick<Entry, 'number' | 'unitId' | 'title'>;
  other: Pick<Entry, 'number' | 'unitId' | 'title'>;
}

export async function sameElsewhere(
  { tx, campaign }: Reads,
  entry: Entry,
  files: EntryFile[],
): Promise<Elsewhere | undefined> {
  const other = await tx.submissionFile.findFirst({
    where: {
      sha256: { in: files.map(({ sha256 }) => sha256) },
      submission: { campaign: campaign.id, state: { in: REPORTED }, NOT: { unitId: entry.unitId } },
    },
    include: { submission: true },
  });
  return other ? { entry, other: other.submission } : undefined;
}

/** Who somebody is; blanks in a name make nobody else of them. */
export const personKey = ({ name = '', workplace = '' }: EntryFields) => `${fold(name)}/${fold(workplace)}`;

/** The number under which a unit has registered this person already. */
export const registeredAs = async (
  reads: Reads,
  said: Pick<Entry, 'unitId' | 'categoryId' | 'fields'>,
): Promise<number | undefined> => (await registeredPeople(reads, said)).get(personKey(said.fields));

/** Everybody whom a unit has registered, by `personKey`, with their number. */
export async function registeredPeople(
  { tx, campaign }: Reads,
  { unitId, categoryId }: Pick<Entry, 'unitId' | 'categoryId'>,
): Promise<Map<string, number>> {
  const known = await tx.submission.findMany({
    where: { campaign: campaign.id, unitId, categoryId, state: { in: REPORTED } },
    select: { number: true, fields: true },
    orderBy: { number: 'asc' },
  });
  return new Map(known.map(({ number, fields }) => [personKey(fields as EntryFields), number]));
}

/** Numbers of entries that have the same bytes, group by group, ten groups at most; of all units and categories when none is named. */
export async function sameFiles(
  { tx, campaign }: Reads,
  unitIds: string[],
  categoryIds: string[],
): Promise<number[][]> {
  const where = {
    campaign: campaign.id,
    state: { in: REPORTED },
    ...(unitIds.length > 0 && { unitId: { in: unitIds } }),
    ...(categoryIds.length > 0 && { categoryId: { in: categoryIds } }),
  };
  const same = await tx.submissionFile.groupBy({
    by: ['sha256'],
    where: { retiredAt: null, submission: where },
    having: { sha256: { _count: { gt: 1 } } },
    orderBy: { sha256: 'asc' },
    take: 10,
  });
  const files = await tx.submissionFile.findMany({
    where: { retiredAt: null, sha256: { in: same.map(({ sha256 }) => sha256) }, submission: where },
    orderBy: { submissionNumber: 'asc' },
  });
  return same
    .map(({ sha256 }) => [
      ...new Set(files.filter((file) => file.sha256 === sha256).map((file) => file.submissionNumber)),
    ])
    .filter((numbers) => numbers.length > 1);
}
