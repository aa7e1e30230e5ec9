import { z } from 'zod';
import { fold } from '../../domain/fold.ts';
import { Refusal } from '../../domain/refusal.ts';
import { deed, demand, personOf } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { categoryOf } from '../words/lexicons.ts';
import { requireOpen } from './closing.ts';
import {
  addFiles,
  createDraft,
  createDrafts,
  createReceived,
  type Entry,
  type EntryFile,
  entriesWhere,
  reread,
  updateDraft,
} from './entries.ts';
import { entryFields, storedFiles } from './inputs.ts';
import { type Received, receive, standsAlone } from './receive.ts';
import { MOST_PEOPLE } from './register.ts';
import { inOrderOfUnit, REPORTED } from './repeats.ts';
import { kept, keptTitle, lackingFields } from './said.ts';

/** A work or an event of a sheet, and where it stands in it. `file`: what its file is called, where the sheet says so. */
const row = z.object({
  sheet: z.string(),
  row: z.int().positive(),
  categoryId: z.string(),
  title: z.string(),
  fields: entryFields,
  file: z.string(),
});
export type Row = z.infer<typeof row>;
const rows = z.object({ unitId: z.string(), rows: z.array(row).max(MOST_PEOPLE), files: storedFiles.exactOptional() });
type Rows = z.infer<typeof rows>;

interface Place {
  sheet: string;
  row: number;
}

/** Why a row is not recorded: it is there already, it lacks something, or what it says cannot be. */
export type LeftRow = Place &
  (
    | { why: 'same' | 'twice'; number?: number }
    | { why: 'lacking'; lacking: string[] }
    | { why: 'refused'; refusal: Refusal }
  );

/** `waits`: for its file, and does not count before it comes. */
export interface RowsRecorded {
  unitId: string;
  added: (Row & { number: number })[];
  waits: (Row & { number: number })[];
  left: LeftRow[];
  /** Of those that came with their files: whom that concerns besides. */
  received: Extract<Received, { outcome: 'received' }>[];
}

/**
 * Records works or events row by row: what is complete counts, a work without its file is an entry that waits for it. What was recorded
 * before is not recorded again, so that the same sheet can be sent as often as one likes.
 */
export const receiveRows = deed(
  { id: 'receive-rows', action: 'report', input: rows },
  async (turn, input): Promise<RowsRecorded> => {
    const { unitId, files = [] } = input;
    demand(turn, 'report', unitId);
    await requireOpen(turn);
    await inOrderOfUnit(turn, unitId);
    const { fresh, left } = await newRows(turn, input);
    const onBehalf = !turn.actor.units.includes(unitId);
    const entryOf = ({ categoryId, title, fields }: Row) => {
      return { unitId, categoryId, title, fields, onBehalf, openUntil: null };
    };
    const recorded: RowsRecorded = { unitId, added: [], waits: [], left, received: [] };
    const own = new Map(fresh.map((one) => [one, filesNamed(one, files)]));
    const whole = fresh.filter((one) => own.get(one)?.length === 0 && standsAlone(turn, one));
    // The tally of each category is kept with its entries.
    for (const categoryId of new Set(whole.map((one) => one.categoryId))) {
      const of = whole.filter((one) => one.categoryId === categoryId);
      const numbers = await createReceived(turn, personOf(turn), of.map(entryOf));
      recorded.added.push(...of.map((one, index) => ({ ...one, number: numbers[index] ?? 0 })));
    }
    const awaiting = (one: Row) => ({ ...entryOf(one), fields: { ...one.fields, [AWAITED]: one.file || one.title } });
    const empty = fresh.filter((one) => own.get(one)?.length === 0 && !standsAlone(turn, one));
    const numbers = await createDrafts(turn, personOf(turn), empty.map(awaiting));
    recorded.waits.push(...empty.map((one, index) => ({ ...one, number: numbers[index] ?? 0 })));
    for (const [one, found] of own) {
      if (found.length === 0) continue;
      const draft = await createDraft(turn, personOf(turn), { ...awaiting(one), files: found });
      const facts = await receivedWith(turn, draft);
      if (facts.outcome === 'received') recorded.received.push(facts);
      if (facts.outcome === 'repeated')
        recorded.left.push({ sheet: one.sheet, row: one.row, why: 'same', number: facts.earlier.number });
      else recorded[facts.outcome === 'received' ? 'added' : 'waits'].push({ ...one, number: draft.number });
    }
    return recorded;
  },
);

/** Under this name an entry that waits for its file keeps what the file is called. */
const AWAITED = 'file';

/** What the file is called that an entry of a sheet waits for; undefined for any other entry. */
export const awaitedFile = ({ state, openUntil, fields, files }: Entry): string | undefined =>
  state === 'draft' && openUntil === null && files.length === 0 ? fields[AWAITED] : undefined;

/** Which rows would be recorded, with what is kept of them, and which would not. */
export async function newRows(
  turn: Pick<Turn, 'tx' | 'campaign' | 'now'>,
  { unitId, rows: given }: Rows,
): Promise<{ fresh: Row[]; left: LeftRow[] }> {
  const waiting = { state: 'draft', openUntil: null };
  const known = await entriesWhere(turn, { unitId, OR: [{ state: { in: REPORTED } }, waiting] });
  const numberOf = new Map(known.map((entry) => [keyOf(entry), entry.number]));
  const here = new Set<string>();
  const fresh: Row[] = [];
  const left: LeftRow[] = [];
  for (const one of given) {
    const place = { sheet: one.sheet, row: one.row };
    const read = readRow(turn, one);
    if ('why' in read) {
      left.push({ ...place, ...read });
      continue;
    }
    const key = keyOf(read);
    const number = numberOf.get(key);
    if (number !== undefined) left.push({ ...place, why: 'same', number });
    else if (here.has(key)) left.push({ ...place, why: 'twice' });
    else fresh.push(read);
    here.add(key);
  }
  return { fresh, left };
}

function readRow(
  turn: Pick<Turn, 'now' | 'campaign'>,
  given: Row,
): Row | { why: 'lacking'; lacking: string[] } | { why: 'refused'; refusal: Refusal } {
  try {
    const read = { ...given, title: keptTitle(given.title), fields: kept(turn, given.fields) };
    const { kind } = categoryOf(turn, read.categoryId);
    const lacking = [...(read.title === '' ? ['title'] : []), ...lackingFields(kind, read.fields)];
    return lacking.length > 0 ? { why: 'lacking', lacking } : read;
  } catch (error) {
    if (error instanceof Refusal) return { why: 'refused', refusal: error };
    throw error;
  }
}

/** Two works of one title by two authors are two, and so are two events of one name on two days. */
const keyOf = ({ categoryId, title, fields }: Pick<Entry, 'categoryId' | 'title' | 'fields'>): string =>
  [categoryId, title, fields.author ?? '', fields.date ?? ''].map(fold).join('/');

const NAMES_BETWEEN = /[、,，;；\n]+/;

/** The files of a row, by the names that it gives, or by its title; with or without the extension, in any folder of a zip. */
function filesNamed({ file, title }: Pick<Row, 'file' | 'title'>, files: readonly EntryFile[]): EntryFile[] {
  const names = new Set(
    (file === '' ? [title] : file.split(NAMES_BETWEEN)).map(bareName).filter((name) => name !== ''),
  );
  return files.filter(({ name }) => names.has(bareName(name)) || names.has(withoutEnding(bareName(name))));
}

const bareName = (name: string): string => fold(name.split(/[\\/]/).at(-1) ?? '').trim();
const withoutEnding = (name: string): string => name.replace(/\.[a-z0-9]{1,5}$/, '');

/** Receives an entry with the files that it waited for; where they cannot be right it goes on waiting. */
async function receivedWith(turn: Turn, draft: Entry): Promise<Received> {
  const { [AWAITED]: _, ...fields } = draft.fields;
  await updateDraft(turn, draft.number, { fields });
  const facts = await receive(turn, { draft: draft.number, another: true });
  if (facts.outcome === 'blocked') await updateDraft(turn, draft.number, { fields: draft.fields });
  return facts;
}

const came = z.object({ files: storedFiles });

/** Gives files that came to the entries of sheets that wait for them by their names; returns what became of each, and the files left. */
export const receiveAwaited = deed(
  { id: 'receive-awaited', action: 'report', input: came },
  async (turn, { files }): Promise<{ received: { draft: number; facts: Received }[]; rest: EntryFile[] }> => {
    const own = { OR: [{ byPerson: personOf(turn) }, { unitId: { in: turn.actor.units } }] };
    const where = { ...own, state: 'draft', openUntil: null, files: { none: {} } };
    const received: { draft: number; facts: Received }[] = [];
    let rest = files;
    for (const draft of await entriesWhere(turn, where)) {
      const { [AWAITED]: file } = draft.fields;
      const named = file === undefined ? [] : filesNamed({ file, title: draft.title }, rest);
      if (named.length === 0) continue;
      const filled = await withFiles(turn, draft.number, named);
      received.push({ draft: draft.number, facts: await receivedWith(turn, filled) });
      rest = rest.filter((one) => !named.includes(one));
    }
    return { received, rest };
  },
);

async function withFiles(turn: Turn, number: number, files: EntryFile[]): Promise<Entry> {
  await addFiles(turn, number, files);
  return reread(turn, number);
}
