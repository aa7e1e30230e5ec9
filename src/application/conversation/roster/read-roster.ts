import { resolve } from '../../../domain/resolve.ts';
import type { Listed } from '../../../domain/roster/listed.ts';
import { readRoster } from '../../../domain/roster/roster.ts';
import type { Sheet } from '../../../domain/sheet.ts';
import { LIST_KINDS, type ListKind, listWords } from '../../words/list-words.ts';
import { maskNumbers } from '../../words/privacy.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import type { EntryFile } from '../../works/entries.ts';
import { MOST_PEOPLE } from '../../works/register.ts';
import type { Context } from '../context.ts';

/** A sheet has to be read before this message can be answered; that takes too long for a transaction. */
export class SheetUnread extends Error {
  override name = 'SheetUnread';
  readonly file: EntryFile;

  constructor(file: EntryFile) {
    super('a sheet is to be read first');
    this.file = file;
  }
}

/** The people of some sheets. Throws `SheetUnread` until each has been read, and a `Refusal` for what is no list of people. */
export function rosterIn(context: Context, files: readonly EntryFile[], unitId: string): Listed[] {
  const people = files.flatMap((file) => peopleIn(context, file, files.length > 1));
  if (people.length > MOST_PEOPLE) refuse('ambassador.too-many', { most: MOST_PEOPLE, rows: people.length });
  return people.map((one) => (isOfOther(context, one, unitId) ? { ...one, fault: 'other-unit' } : one));
}

/**
 * What a sheet that came without a word is a list of, by its heading; undefined where it is none. Throws `SheetUnread` until it has been
 * read.
 */
export function listKindOf(context: Context, file: EntryFile): ListKind | undefined {
  const read = context.sheets.get(file.sha256);
  if (!read) throw new SheetUnread(file);
  if (!read.ok) return undefined;
  const hasCard = (cell: string) => maskNumbers(cell).masked;
  // A list of works may name its authors and where they work; nothing else names a kind of work or a day in each row.
  return LIST_KINDS.find((kind) => {
    const roster = readRoster(read.sheets, { words: listWords(context.vocabulary, kind), hasCard });
    return roster.kind === 'identity' || (roster.kind === 'people' && roster.people.length > 0);
  });
}

/** The sheets of a file, as they were read. Throws `SheetUnread` until then, and a `Refusal` when it cannot be. */
export function sheetsIn(context: Context, file: EntryFile): Sheet[] {
  const read = context.sheets.get(file.sha256);
  if (!read) throw new SheetUnread(file);
  if (!read.ok) {
    if (read.fault === 'too-many-rows') refuse('ambassador.too-many', { most: MOST_PEOPLE, rows: '' });
    return refuse('ambassador.unreadable', {
      file: context.inGroup ? '' : file.name,
      locked: read.fault === 'password',
      large: read.fault === 'too-big' || read.fault === 'too-slow',
      heldBack: read.fault === 'held-back',
      damaged: ['damaged', 'empty', 'not-a-sheet'].includes(read.fault),
    });
  }
  return read.sheets;
}

function peopleIn(context: Context, file: EntryFile, several: boolean): Listed[] {
  return peopleOf(context, file, sheetsIn(context, file)).map((one) => {
    const sheet = several ? [file.name, one.sheet].filter((part) => part !== '').join(' ') : one.sheet;
    return { ...one, sheet };
  });
}

function peopleOf({ vocabulary, inGroup }: Context, file: EntryFile, sheets: readonly Sheet[]): Listed[] {
  const roster = readRoster(sheets, {
    words: listWords(vocabulary, 'ambassador'),
    hasCard: (cell) => maskNumbers(cell).masked,
  });
  if (roster.kind === 'none') return misuse('ambassador.no-heading');
  if (roster.kind === 'identity') return refuse('ambassador.identity-column', { file: inGroup ? '' : file.name });
  return roster.people;
}

/** The unit that a row names, if that is one; whoever recommends somebody may be anything. */
function isOfOther({ lexicons }: Context, { fields, fault }: Listed, unitId: string): boolean {
  if (fault !== undefined || fields.unit === undefined) return false;
  const named = resolve(lexicons.units, fields.unit);
  return named.kind === 'one' && named.id !== unitId;
}
