import { fold } from '../../domain/fold.ts';
import { beijingDay } from '../../domain/time.ts';
import type { Turn } from '../turn.ts';
import { categoryOf } from '../words/lexicons.ts';
import { type Entry, type EntryFields, type EntryFile, reread } from './entries.ts';

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

/** Every pair of an entry and another unit's that has some of the same bytes, by the entry's number. */
export async function sameElsewhere(
  { tx, campaign }: Reads,
  entries: { entry: Entry; files: EntryFile[] }[],
): Promise<Elsewhere[]> {
  const hashes = entries.flatMap(({ files }) => files.map(({ sha256 }) => sha256));
  if (hashes.length === 0) return [];
  const others = await tx.submissionFile.findMany({
    where: { sha256: { in: hashes }, submission: { campaign: campaign.id, state: { in: REPORTED } } },
    include: { submission: { select: { number: true, unitId: true, title: true } } },
    orderBy: { submissionNumber: 'asc' },
  });
  return entries.flatMap(({ entry, files }) => {
    const same = others.filter(
      ({ sha256, submission }) => submission.unitId !== entry.unitId && files.some((file) => file.sha256 === sha256),
    );
    const { number, unitId, title } = entry;
    return [...new Map(same.map(({ submission }) => [submission.number, submission])).values()].map((other) => ({
      entry: { number, unitId, title },
      other,
    }));
  });
}

/** An entry that looks like the one in hand without being the same bytes. */
export interface Alike {
  /** `kind`: a unit owes one of its kind, whatever it is called. */
  by: 'title' | 'link' | 'kind';
  earlier: Entry;
}

const linkKey = (link: string) =>
  fold(link)
    .replace(/#.*$/, '')
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '');

/** The latest report of the unit; it owes one. */
export async function reportedBefore(
  turn: Pick<Turn, 'tx' | 'campaign'>,
  { number, unitId, categoryId }: Pick<Entry, 'number' | 'unitId' | 'categoryId'>,
): Promise<Alike | undefined> {
  const row = await turn.tx.submission.findFirst({
    where: { campaign: turn.campaign.id, unitId, categoryId, state: { in: REPORTED }, NOT: { number } },
    select: { number: true },
    orderBy: { number: 'desc' },
  });
  return row ? { by: 'kind', earlier: await reread(turn, row.number) } : undefined;
}

/**
 * An entry of the unit that has the same link, or the same title for the same day: an event's own day, of a work the day it is
 * reported. Two works of the same title by two authors are two.
 */
export async function reportedAlike(
  turn: Pick<Turn, 'tx' | 'campaign' | 'now'>,
  said: Pick<Entry, 'number' | 'unitId' | 'categoryId' | 'title' | 'fields'>,
): Promise<Alike | undefined> {
  const { link } = said.fields;
  const rows = await turn.tx.submission.findMany({
    where: {
      campaign: turn.campaign.id,
      unitId: said.unitId,
      state: { in: REPORTED },
      NOT: { number: said.number },
      ...(link === undefined && { categoryId: said.categoryId }),
    },
    select: { number: true, categoryId: true, title: true, fields: true, receivedAt: true },
    orderBy: { number: 'desc' },
  });
  const reported = rows.map((row) => ({ ...row, fields: row.fields as EntryFields }));
  const found = (by: Alike['by'], one: { number: number } | undefined) =>
    one && reread(turn, one.number).then((earlier): Alike => ({ by, earlier }));
  const linked = link === undefined ? undefined : reported.find(({ fields }) => sameLink(fields.link, link));
  if (linked) return found('link', linked);
  const day = dayOf(said.fields, turn.now);
  return found(
    'title',
    reported.find(
      (one) =>
        one.categoryId === said.categoryId &&
        titleKey(one.title) === titleKey(said.title) &&
        dayOf(one.fields, one.receivedAt ?? turn.now) === day &&
        !bothNamed(one.fields.author, said.fields.author),
    ),
  );
}

const titleKey = (title: string) => fold(title).replace(/[\p{P}\p{S}]/gu, '');
const sameLink = (one: string | undefined, other: string) => one !== undefined && linkKey(one) === linkKey(other);
const bothNamed = (one = '', other = '') => one !== '' && other !== '' && fold(one) !== fold(other);
const dayOf = ({ date }: EntryFields, at: Date) => date ?? beijingDay(at);

/** People are told apart by their names, see `registeredAs`. */
export const alikeOf = async (
  turn: Turn,
  draft: Pick<Entry, 'number' | 'unitId' | 'categoryId' | 'title' | 'fields'>,
) => {
  const { kind } = categoryOf(turn, draft.categoryId);
  if (kind === 'ambassador') return undefined;
  return kind === 'report' ? reportedBefore(turn, draft) : reportedAlike(turn, draft);
};

/** What a unit reports is decided one after another, so that two who report the same at once are counted once. */
export async function inOrderOfUnit({ tx, campaign }: Reads, unitId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${campaign.id}/${unitId}`}, 1))`;
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
