import { counts, type SubmissionState as State, stateAfterCorrection } from '../../domain/submission.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import { audit } from '../keeping/audit.ts';
import type { Tx } from '../office.ts';
import type { StoredFile } from '../ports.ts';
import type { Turn } from '../turn.ts';

export type EntryFields = Record<string, string>;
/** A file of an entry, as stored and measured. */
export type EntryFile = { name: string } & StoredFile;
export type Entry = Omit<Prisma.SubmissionGetPayload<{ include: typeof WITH_FILES }>, 'fields' | 'state' | 'files'> & {
  state: State;
  fields: EntryFields;
  files: EntryFile[];
};

const WITH_FILES = {
  files: { where: { retiredAt: null }, orderBy: { id: 'asc' }, include: { blob: true } },
} satisfies Prisma.SubmissionInclude;

type Row = Prisma.SubmissionGetPayload<{ include: typeof WITH_FILES }>;

function entryOf(row: Row): Entry {
  return {
    ...row,
    state: row.state as State,
    fields: row.fields as EntryFields,
    files: row.files.map(({ name, blob }) => ({
      name,
      sha256: blob.sha256,
      size: Number(blob.size),
      extension: blob.extension,
      mime: blob.mime,
      ...(blob.durationMs !== null && { durationMs: blob.durationMs }),
    })),
  };
}

export async function entryByNumber(
  context: Pick<Turn, 'tx' | 'campaign'>,
  number: number,
): Promise<Entry | undefined> {
  const row = await context.tx.submission.findFirst({
    where: { number, campaign: context.campaign.id },
    include: WITH_FILES,
  });
  return row ? entryOf(row) : undefined;
}

export async function entriesWhere(
  context: Pick<Turn, 'tx' | 'campaign'>,
  where: Prisma.SubmissionWhereInput,
  most?: number,
  newestFirst = false,
): Promise<Entry[]> {
  const rows = await context.tx.submission.findMany({
    where: { campaign: context.campaign.id, ...where },
    include: WITH_FILES,
    orderBy: { number: newestFirst ? 'desc' : 'asc' },
    ...(most !== undefined && { take: most }),
  });
  return rows.map(entryOf);
}

export interface NewEntry {
  unitId?: string;
  categoryId?: string;
  title?: string;
  fields?: EntryFields;
  files?: EntryFile[];
  onBehalf?: boolean;
  openUntil: Date | null;
}

/** A draft: it has a number and counts for nothing until it is received. */
export async function createDraft(context: Turn, personId: number, draft: NewEntry): Promise<Entry> {
  const { tx, campaign, origin, now } = context;
  const { number } = await tx.submission.create({
    data: {
      campaign: campaign.id,
      unitId: draft.unitId ?? '',
      categoryId: draft.categoryId ?? '',
      state: 'draft',
      title: draft.title ?? '',
      fields: draft.fields ?? {},
      byPerson: personId,
      onBehalf: draft.onBehalf ?? false,
      createdAt: now,
      openUntil: draft.openUntil,
      channel: origin.chat?.channel ?? '',
      chatKind: origin.chat?.chat.kind ?? '',
      chatId: origin.chat?.chat.id ?? '',
    },
    select: { number: true },
  });
  await addFiles(context, number, draft.files ?? []);
  return reread(context, number);
}

export async function addFiles({ tx, now }: Turn, number: number, files: EntryFile[]): Promise<void> {
  for (const { name, sha256 } of files)
    await tx.submissionFile.create({ data: { submissionNumber: number, sha256, name, addedAt: now } });
}

export async function reread(context: Pick<Turn, 'tx' | 'campaign'>, number: number): Promise<Entry> {
  const entry = await entryByNumber(context, number);
  if (!entry) throw new Error(`entry ${number} vanished`);
  return entry;
}

/** Changes a draft's own facts; not audited, since nobody was told that it counts. */
export async function updateDraft(context: Turn, number: number, data: Prisma.SubmissionUpdateInput): Promise<Entry> {
  await context.tx.submission.update({ where: { number }, data });
  return reread(context, number);
}

/** The one place where an entry changes its state: the entry, the tally and the audit change together. */
export async function changeState(
  context: Pick<Turn, 'tx' | 'campaign' | 'now'> & { actor?: Turn['actor'] },
  entry: Entry,
  state: State,
  extra: { action: string; reason?: string; data?: Prisma.SubmissionUpdateManyMutationInput },
): Promise<Entry> {
  const { tx, now } = context;
  const changed = await tx.submission.updateMany({
    where: { number: entry.number, state: entry.state },
    data: { ...extra.data, state },
  });
  if (changed.count !== 1) throw new Error(`entry ${entry.number} changed meanwhile`);
  await count(tx, entry, entry.state, -1);
  await count(tx, entry, state, 1);
  const after = await reread(context, entry.number);
  await audit(tx, {
    at: now,
    personId: context.actor?.personId,
    action: extra.action,
    subject: `submission:${entry.number}`,
    before: snapshot(entry),
    after: { ...snapshot(after), ...(extra.reason !== undefined && { reason: extra.reason }) },
  });
  return after;
}

async function count(tx: Tx, entry: Entry, state: State, by: 1 | -1): Promise<void> {
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

/** A corrected entry: a new version, counted under its new category when that changed; a returned one is received again. */
export async function correctEntry(
  context: Turn,
  entry: Entry,
  change: { title?: string; categoryId?: string; fields: EntryFields; files: EntryFile[] },
): Promise<Entry> {
  const { tx, now, actor } = context;
  if (change.files.length > 0) {
    await tx.submissionFile.updateMany({
      where: { submissionNumber: entry.number, retiredAt: null },
      data: { retiredAt: now },
    });
    await addFiles(context, entry.number, change.files);
  }
  const state = stateAfterCorrection(entry.state);
  const after = { ...entry, state, categoryId: change.categoryId ?? entry.categoryId };
  await tx.submission.update({
    where: { number: entry.number, version: entry.version },
    data: {
      state,
      categoryId: after.categoryId,
      title: change.title ?? entry.title,
      fields: { ...entry.fields, ...change.fields },
      version: entry.version + 1,
    },
  });
  await count(tx, entry, entry.state, -1);
  await count(tx, after, state, 1);
  const corrected = await reread(context, entry.number);
  await audit(tx, {
    at: now,
    personId: actor.personId,
    action: 'submission.correct',
    subject: `submission:${entry.number}`,
    before: snapshot(entry),
    after: snapshot(corrected),
  });
  return corrected;
}
