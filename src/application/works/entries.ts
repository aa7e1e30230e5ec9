import { counts, type SubmissionState as State } from '../../domain/submission.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import { type AuditAction, audit, auditAll } from '../keeping/audit.ts';
import type { Tx } from '../office.ts';
import type { StoredFile } from '../ports.ts';
import type { Turn } from '../turn.ts';

/** What is said of an entry, by the names of `domain/field.ts`. */
export type EntryFields = Record<string, string>;
/** A file of an entry, as stored and measured. */
export type EntryFile = { name: string } & StoredFile;
export type Entry = Omit<Row, 'fields' | 'eachFields' | 'state' | 'files'> & {
  state: State;
  fields: EntryFields;
  /** Of the works that a draft's files make, by the place of the file. */
  eachFields: EntryFields[];
  files: EntryFile[];
};

type Reads = Pick<Turn, 'tx' | 'campaign'>;

const WITH_FILES = {
  files: { where: { retiredAt: null }, orderBy: { id: 'asc' }, include: { blob: true } },
} satisfies Prisma.SubmissionInclude;

type Row = Prisma.SubmissionGetPayload<{ include: typeof WITH_FILES }>;

function entryOf(row: Row): Entry {
  return {
    ...row,
    state: row.state as State,
    fields: row.fields as EntryFields,
    eachFields: row.eachFields as EntryFields[],
    files: row.files.map(({ name, blob }) => ({
      name,
      sha256: blob.sha256,
      size: Number(blob.size),
      extension: blob.extension,
      mime: blob.mime,
      measured: blob.measured as EntryFile['measured'],
    })),
  };
}

/** No column takes a larger number, and nothing has one. */
const LAST_NUMBER = 2 ** 31 - 1;

export async function entryByNumber({ tx, campaign }: Reads, number: number): Promise<Entry | undefined> {
  if (!Number.isInteger(number) || number < 1 || number > LAST_NUMBER) return undefined;
  const row = await tx.submission.findFirst({ where: { number, campaign: campaign.id }, include: WITH_FILES });
  return row ? entryOf(row) : undefined;
}

/** Of whatever campaign. */
export async function entryAnywhere({ tx }: Pick<Turn, 'tx'>, number: number): Promise<Entry | undefined> {
  if (!Number.isInteger(number) || number < 1 || number > LAST_NUMBER) return undefined;
  const row = await tx.submission.findUnique({ where: { number }, include: WITH_FILES });
  return row ? entryOf(row) : undefined;
}

export async function entriesWhere(
  { tx, campaign }: Reads,
  where: Prisma.SubmissionWhereInput,
  most?: number,
  newestFirst = false,
): Promise<Entry[]> {
  const rows = await tx.submission.findMany({
    where: { campaign: campaign.id, ...where },
    include: WITH_FILES,
    orderBy: { number: newestFirst ? 'desc' : 'asc' },
    ...(most !== undefined && { take: most }),
  });
  return rows.map(entryOf);
}

/** How many entries a person has made, drafts and what was taken back among them. */
export const countReportedBy = ({ tx, campaign }: Reads, personId: number): Promise<number> =>
  tx.submission.count({ where: { byPerson: personId, campaign: campaign.id } });

/** Reads again an entry that is known to exist. */
export async function reread(reads: Reads, number: number): Promise<Entry> {
  const entry = await entryByNumber(reads, number);
  if (!entry) throw new Error(`entry ${number} vanished`);
  return entry;
}

export interface NewEntry {
  unitId?: string;
  categoryId?: string;
  title?: string;
  fields?: EntryFields;
  files?: EntryFile[];
  /** Reported by somebody who is not the unit's coordinator (代报). */
  onBehalf?: boolean;
  /** It began with files alone; more files of the same kind join it. */
  gathered?: boolean;
  /** Whether all its files are one work; null: nobody has said. */
  asOne?: boolean | null;
  /** How many files are to come; null: nobody has said. */
  expects?: number | null;
  titles?: string[];
  eachFields?: EntryFields[];
  /** When the draft lapses; null: it is completed at once. */
  openUntil: Date | null;
}

/** A draft: it has a number and counts for nothing until it is received. */
export async function createDraft(turn: Turn, personId: number, draft: NewEntry): Promise<Entry> {
  const data = rowOf(turn, personId, draft);
  const { number } = await turn.tx.submission.create({ data, select: { number: true } });
  await addFiles(turn, number, draft.files ?? []);
  return reread(turn, number);
}

const rowOf = ({ campaign, origin, now }: Turn, personId: number, draft: NewEntry) => ({
  campaign: campaign.id,
  unitId: draft.unitId ?? '',
  categoryId: draft.categoryId ?? '',
  state: 'draft',
  title: draft.title ?? '',
  fields: draft.fields ?? {},
  gathered: draft.gathered ?? false,
  asOne: draft.asOne ?? null,
  expects: draft.expects ?? null,
  titles: draft.titles ?? [],
  eachFields: draft.eachFields ?? [],
  byPerson: personId,
  onBehalf: draft.onBehalf ?? false,
  createdAt: now,
  openUntil: draft.openUntil,
  channel: origin.chat?.channel ?? '',
  chatKind: origin.chat?.chat.kind ?? '',
  chatId: origin.chat?.chat.id ?? '',
});

/**
 * Entries of one unit and category that come in whole, without files, and count from here on: a list of two thousand takes two
 * seconds, one by one it would take a minute. Tally and audit go with it. Returns their numbers, in the same order.
 */
export async function createReceived(turn: Turn, personId: number, entries: NewEntry[]): Promise<number[]> {
  if (entries.length === 0) return [];
  const rows = await turn.tx.submission.createManyAndReturn({
    data: entries.map((entry) => ({ ...rowOf(turn, personId, entry), state: 'received', receivedAt: turn.now })),
  });
  const made = rows.map((row) => entryOf({ ...row, files: [] }));
  for (const entry of made.slice(0, 1)) await countIn(turn.tx, entry, 'received', made.length);
  await auditAll(
    turn,
    made.map((entry) => ({
      action: 'submission.receive',
      subject: `submission:${entry.number}`,
      after: snapshot(entry),
    })),
  );
  return made.map(({ number }) => number);
}

/** Many drafts at once, without files; returns their numbers, in the same order. */
export async function createDrafts(turn: Turn, personId: number, drafts: NewEntry[]): Promise<number[]> {
  if (drafts.length === 0) return [];
  const data = drafts.map((draft) => rowOf(turn, personId, draft));
  return (await turn.tx.submission.createManyAndReturn({ data, select: { number: true } })).map(({ number }) => number);
}

/** Adds files to an entry, the same bytes once only. Returns those that it had already, or that came twice. */
export async function addFiles(
  { tx, now }: Pick<Turn, 'tx' | 'now'>,
  number: number,
  files: EntryFile[],
): Promise<EntryFile[]> {
  if (files.length === 0) return [];
  const has = await tx.submissionFile.findMany({
    where: { submissionNumber: number, retiredAt: null },
    select: { sha256: true },
  });
  const known = new Set(has.map(({ sha256 }) => sha256));
  const again: EntryFile[] = [];
  for (const file of files) {
    const { name, sha256 } = file;
    if (known.has(sha256)) again.push(file);
    else await tx.submissionFile.create({ data: { submissionNumber: number, sha256, name, addedAt: now } });
    known.add(sha256);
  }
  return again;
}

/** Takes files away that never counted. */
export const takeFilesOff = async ({ tx }: Pick<Turn, 'tx'>, number: number, hashes?: string[]): Promise<void> => {
  await tx.submissionFile.deleteMany({
    where: { submissionNumber: number, ...(hashes && { sha256: { in: hashes } }) },
  });
};

/** Changes a draft's own facts; not audited, since nobody was told that it counts. */
export async function updateDraft(reads: Reads, number: number, data: Prisma.SubmissionUpdateInput): Promise<Entry> {
  await reads.tx.submission.update({ where: { number }, data });
  return reread(reads, number);
}

/**
 * The one place where an entry changes its state: the entry, the tally and the audit change together. Throws when somebody else has
 * changed it since it was read.
 */
export async function changeState(
  turn: Pick<Turn, 'tx' | 'campaign' | 'now' | 'actor' | 'origin'>,
  entry: Entry,
  state: State,
  extra: { action: AuditAction; reason?: string; data?: Prisma.SubmissionUpdateManyMutationInput },
): Promise<Entry> {
  const { tx } = turn;
  const changed = await tx.submission.updateMany({
    where: { number: entry.number, state: entry.state },
    data: { ...extra.data, state },
  });
  if (changed.count !== 1) throw new Error(`entry ${entry.number} changed meanwhile`);
  await countIn(tx, entry, entry.state, -1);
  await countIn(tx, entry, state, 1);
  const after = await reread(turn, entry.number);
  await audit(turn, {
    action: extra.action,
    subject: `submission:${entry.number}`,
    before: snapshot(entry),
    after: { ...snapshot(after), ...(extra.reason !== undefined && { reason: extra.reason }) },
  });
  return after;
}

/** So many more or less of a unit's entries in a category and state; states that do not count are passed over. */
export async function countIn(tx: Tx, entry: Entry, state: State, by: number): Promise<void> {
  if (!counts(state) && state !== 'returned') return;
  const column = state as 'received' | 'accepted' | 'returned';
  const key = { campaign: entry.campaign, unitId: entry.unitId, categoryId: entry.categoryId };
  await tx.tally.upsert({
    where: { campaign_unitId_categoryId: key },
    create: { ...key, [column]: Math.max(0, by) },
    update: { [column]: { increment: by } },
  });
}

/** What the audit keeps of an entry. */
export const snapshot = (entry: Entry) => ({
  unit: entry.unitId,
  category: entry.categoryId,
  state: entry.state,
  title: entry.title,
  fields: entry.fields,
  version: entry.version,
  files: entry.files.map(({ name, sha256 }) => ({ name, sha256 })),
});
