import { fileRow, objectionRows } from '../../application/conversation/receipt.ts';
import { peopleById } from '../../application/people/people.ts';
import { allowed } from '../../application/people/permit.ts';
import { categoryOf } from '../../application/words/lexicons.ts';
import { labelOf } from '../../application/words/vocabulary.ts';
import { type EntryFile, entriesWhere } from '../../application/works/entries.ts';
import { extensionsOf } from '../../application/works/ledger.ts';
import { type Narrowed, neighbours, type Order } from '../../application/works/listing.ts';
import { largest } from '../../application/works/rules.ts';
import { twinsOf } from '../../application/works/twins.ts';
import { admit } from '../../domain/admission.ts';
import { deadlineOf, isLate } from '../../domain/deadline.ts';
import type { Entrance } from '../../domain/entrance.ts';
import { FIELD_IDS, isField, isPersonal } from '../../domain/field.ts';
import type { Measured } from '../../domain/measured.ts';
import type { Action } from '../../domain/permission.ts';
import { canBeAccepted, canBeCorrected, canBeReturned, canBeWithdrawn } from '../../domain/submission.ts';
import type { Desk, Visitor } from './desk.ts';
import { within } from './files.ts';
import { NothingThere } from './problem.ts';
import { shownAs } from './shown-as.ts';
import { changeInWords, seenOf } from './standing.ts';

/** Everything about one work, and the ones beside it in the list of the same filter. Throws `NothingThere`. */
export async function oneWork(
  { office }: Desk,
  { turn, scope }: Visitor,
  number: number,
  { by, order }: { by: Narrowed; order: Order },
) {
  const [entry] = await entriesWhere(turn, { number, ...within(scope) });
  if (!entry) throw new NothingThere();
  const { campaign, tx } = turn;
  const { unitId, categoryId, state } = entry;
  const category = campaign.categories.find(({ id }) => id === categoryId);
  const deadline = deadlineOf(campaign, await extensionsOf(turn, [unitId]), unitId, categoryId);
  const rows = await tx.audit.findMany({
    where: { subject: `submission:${number}` },
    orderBy: { id: 'asc' },
    take: 200,
  });
  const files = await tx.submissionFile.findMany({
    where: { submissionNumber: number },
    include: { blob: true },
    orderBy: { id: 'asc' },
  });
  const people = await peopleById(turn, [entry.byPerson, ...rows.flatMap(({ personId }) => personId ?? [])]);
  const nameOf = (id: number | null) => people.find((one) => one.id === id)?.name ?? '';
  const shown = files.map((file) => ({ row: file, told: fileOf(office, file) }));
  const mayTo = (action: Action) => allowed(turn, action, action === 'edit-entry' ? unitId : undefined);
  const latest = rows.findLast(({ action }) => action !== 'submission.ask');
  const review = allowed(turn, 'review');
  const decided = latest?.personId === turn.actor.personId && DECISIONS.includes(latest?.action ?? '');
  const objections = category ? admit(category, entry.files, largest(turn), campaign.rules) : [];
  return {
    number,
    seen: seenOf(latest?.id),
    version: entry.version,
    state,
    unitId,
    categoryId,
    title: entry.title,
    fields: FIELD_IDS.filter((id) => entry.fields[id]).map((id) => ({
      id,
      label: labelOf(office, id),
      value: entry.fields[id] ?? '',
      personal: isPersonal(id),
    })),
    by: { id: entry.byPerson, name: nameOf(entry.byPerson) },
    onBehalf: entry.onBehalf,
    createdAt: entry.createdAt.toISOString(),
    receivedAt: entry.receivedAt?.toISOString() ?? null,
    late: entry.receivedAt !== null && isLate(entry.receivedAt, deadline),
    deadline: deadline.open ? null : deadline.day,
    files: shown.filter(({ row }) => row.retiredAt === null).map(({ told }) => told),
    earlier: shown.filter(({ row }) => row.retiredAt !== null).map(({ told }) => told),
    warnings: objectionRows(
      office,
      objections.filter(({ level }) => level !== 'note'),
    ).map(({ text }) => ({ text, clause: category ? categoryOf(turn, category.id).clause : '' })),
    duplicates: await twinsOf(turn, scope, number),
    history: rows.map((row) => ({
      at: row.at.toISOString(),
      by: nameOf(row.personId),
      action: row.action,
      words: changeInWords(office.say, row.action),
      reason: textIn(row.after, 'reason'),
      entrance: row.entrance as Entrance,
      changes: changesIn(office, row.before, row.after),
    })),
    may: {
      accept: review && canBeAccepted(state),
      return: review && canBeReturned(state),
      undo: review && decided,
      ask: review && unitId !== '',
      correct: mayTo('edit-entry') && canBeCorrected(state) && state !== 'draft',
      withdraw: mayTo('edit-entry') && canBeWithdrawn(state),
    },
    ...(await neighbours(turn, by, number, order)),
  };
}

const DECISIONS = ['submission.accept', 'submission.return'];

interface FileRow {
  id: number;
  name: string;
  sha256: string;
  addedAt: Date;
  retiredAt: Date | null;
  blob: { size: bigint; extension: string; mime: string; measured: unknown };
}

function fileOf(office: Desk['office'], { id, name, sha256, addedAt, retiredAt, blob }: FileRow) {
  const measured = blob.measured as Measured;
  const file: EntryFile = {
    name,
    sha256,
    size: Number(blob.size),
    extension: blob.extension,
    mime: blob.mime,
    measured,
  };
  return {
    id,
    name,
    sha256,
    size: file.size,
    extension: blob.extension,
    show: shownAs(blob.extension).show,
    facts: factsOf(office, file),
    addedAt: addedAt.toISOString(),
    retiredAt: retiredAt?.toISOString() ?? null,
  };
}

function factsOf(office: Desk['office'], file: EntryFile): string[] {
  const { width, height, frameRate, videoCodec, audioCodec, subtitles, pages, characters, entries, truncated } =
    file.measured;
  const { say } = office;
  const facts = [
    fileRow(office, file).duration,
    width !== undefined && height !== undefined ? `${width}×${height}` : '',
    videoCodec ?? '',
    frameRate === undefined ? '' : `${Math.round(frameRate * 100) / 100} fps`,
    audioCodec ?? '',
    say('console.file-facts', {
      subtitles: subtitles ?? '',
      pages: pages ?? '',
      characters: characters ?? '',
      entries: entries ?? '',
      truncated: truncated === true,
    }),
  ];
  return facts.flatMap((fact) => fact.split('\n')).filter((fact) => fact.trim() !== '');
}

const textIn = (json: unknown, name: string): string => {
  const value = (json as Record<string, unknown> | null)?.[name];
  return typeof value === 'string' ? value : '';
};

/** What a change made of the title and the fields. */
function changesIn(office: Desk['office'], before: unknown, after: unknown) {
  const [from, to] = [wordsIn(before), wordsIn(after)];
  if (!from || !to) return [];
  return FIELD_IDS.filter((id) => (from[id] ?? '') !== (to[id] ?? '')).map((id) => ({
    label: labelOf(office, id),
    before: from[id] ?? '',
    after: to[id] ?? '',
  }));
}

function wordsIn(json: unknown): Record<string, string> | undefined {
  if (typeof json !== 'object' || json === null || !('fields' in json)) return undefined;
  const fields = Object.entries((json as { fields: Record<string, unknown> }).fields ?? {});
  const known = fields.flatMap(([name, value]) => (isField(name) && typeof value === 'string' ? [[name, value]] : []));
  return { ...Object.fromEntries(known), title: textIn(json, 'title'), category: textIn(json, 'category') };
}
