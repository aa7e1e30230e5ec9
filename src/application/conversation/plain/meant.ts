import type { Slots } from '../../language/intents.ts';
import { allowed } from '../../people/permit.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { notThere } from '../../works/access.ts';
import { type Entry, entriesWhere } from '../../works/entries.ts';
import type { Context } from '../context.ts';
import { speakerIn, unitUnnamed } from '../speaking.ts';

export const text = (slots: Slots, name: string): string | undefined => {
  const value = slots[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const list = (slots: Slots, name: string): string[] => {
  const value = slots[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
};

/** The units that slots name; `@self` is every unit the actor speaks for. */
export function unitIds({ actor }: Pick<Context, 'actor'>, slots: Slots): string[] {
  const one = text(slots, 'unit');
  if (one === '@self') return actor.units;
  return one !== undefined ? [one] : [...list(slots, 'units'), ...list(slots, 'unit_candidates')];
}

export function categoryIds(slots: Slots): string[] {
  const one = text(slots, 'category');
  return one !== undefined ? [one] : list(slots, 'category_candidates');
}

/** The units a write is for; a word that fits several is asked back with the command. */
export function unitsToWrite(context: Context, slots: Slots, command: string): string[] {
  const ids = unitIds(context, slots);
  const { example = '' } = context.vocabulary.commands[command] ?? {};
  const unsure = Array.isArray(slots.unit_candidates) || (slots.unit === '@self' && ids.length > 1);
  if (unsure && ids.length > 1)
    refuse('language.which', {
      several: true,
      options: ids.map((id) => ({ name: unitOf(context, id).short })),
      example,
    });
  if (ids.length > 0) return ids;
  return unitUnnamed(context);
}

/** The short names of what slots name, as a command takes them. */
export const unitWords = (context: Context, slots: Slots): string[] =>
  unitIds(context, slots).map((id) => unitOf(context, id).short);

const MOST_CHOICES = 8;

/**
 * The entries that `#37`, `@last`, `@last:<category>` or `@quoted` stand for; for `@quoted` the number is read from the
 * quoted message.
 */
export async function entriesMeant(context: Context, slots: Slots): Promise<Entry[]> {
  const target = text(slots, 'target');
  if (target === undefined) return entriesTitled(context, text(slots, 'title'));
  const number = target === '@quoted' ? numberIn(context.message.quote?.text) : numberIn(target);
  if (number !== undefined) return entriesWhere(context, { number }, 1);
  if (target === '@quoted') return quotedEntries(context);
  if (!target.startsWith('@last')) return [];
  const categoryId = target.split(':')[1];
  const own = {
    state: { in: ['draft', 'received', 'accepted', 'returned'] },
    OR: [{ byPerson: speakerIn(context) }, { unitId: { in: context.actor.units } }],
    ...(categoryId !== undefined && { categoryId }),
  };
  const found = await entriesWhere(context, own, MOST_CHOICES, true);
  return categoryId === undefined ? found.slice(0, 1) : found;
}

/** The entries of a title that the actor may see. */
async function entriesTitled(context: Context, title: string | undefined): Promise<Entry[]> {
  if (title === undefined) return [];
  const state = { in: ['draft', 'received', 'accepted', 'returned'] };
  const found = await entriesWhere(context, { state, title }, MOST_CHOICES, true);
  return found.filter(
    ({ byPerson, unitId }) => byPerson === context.actor.personId || allowed(context, 'read-unit', unitId),
  );
}

/**
 * The entry that a quoted message without a number is about: the one that has its file, or whose title stands in it.
 */
async function quotedEntries(context: Context): Promise<Entry[]> {
  const quoted = context.files.flatMap((file) => (file.quoted && !('failure' in file) ? [file.sha256] : []));
  const title = /《([^》]{1,80})》/.exec(context.message.quote?.text ?? '')?.[1];
  if (quoted.length === 0 && title === undefined) return [];
  const where = {
    state: { in: ['draft', 'received', 'accepted', 'returned'] },
    ...(quoted.length > 0 ? { files: { some: { retiredAt: null, sha256: { in: quoted } } } } : { title: title ?? '' }),
  };
  const found = await entriesWhere(context, where, MOST_CHOICES, true);
  return found.filter(
    ({ byPerson, unitId }) => byPerson === context.actor.personId || allowed(context, 'read-unit', unitId),
  );
}

const numberIn = (written: string | undefined): number | undefined => {
  const digits = /#(\d{1,9})(?!\d)/.exec(written ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
};

const JUST_MINUTES = 30;

/** The entry that is to be changed: right after a receipt nobody writes its number. */
export async function entryToChange(context: Context, slots: Slots): Promise<Entry> {
  if (text(slots, 'target') !== undefined) return entryMeant(context, slots, 'correct');
  const named = await entriesMeant(context, slots);
  const found = named.length > 0 ? named : await justReported(context);
  return found.length > 0 ? onlyOne(context, found, 'correct') : entryMeant(context, slots, 'correct');
}

/** What this person reported last, or is about to; several when they came as one. */
async function justReported(context: Context): Promise<Entry[]> {
  const since = new Date(context.now.getTime() - JUST_MINUTES * 60_000);
  const recent = await entriesWhere(
    context,
    {
      byPerson: speakerIn(context),
      OR: [
        { state: { in: ['received', 'returned'] }, receivedAt: { gte: since } },
        { state: 'draft', openUntil: { gt: context.now }, NOT: { title: '' } },
      ],
    },
    MOST_CHOICES,
    true,
  );
  const [last] = recent;
  const at = last?.receivedAt?.getTime();
  return recent.filter((entry) => entry === last || (at !== undefined && entry.receivedAt?.getTime() === at));
}

/** The one entry meant; asks back with the command of each when there are several. */
export async function entryMeant(context: Context, slots: Slots, command: string): Promise<Entry> {
  const found = await entriesMeant(context, slots);
  const [only] = found;
  const number = numberIn(text(slots, 'target'));
  if (!only && number !== undefined) notThere(context, number);
  return only ? onlyOne(context, found, command) : misuse('entry.no-number', { written: '' });
}

function onlyOne(context: Context, found: Entry[], command: string): Entry {
  const [only, ...more] = found;
  if (only && more.length === 0) return only;
  return refuse('language.which-entry', {
    options: found.map((entry) => ({
      number: entry.number,
      title: entry.title,
      category: entry.categoryId === '' ? '' : categoryOf(context, entry.categoryId).short,
      command: context.vocabulary.commands[command]?.name ?? '',
    })),
  });
}
