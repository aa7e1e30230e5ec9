import { z } from 'zod';
import type { Listed, Place } from '../../../domain/roster/listed.ts';
import type { Answer } from '../../delivery/answer.ts';
import type { UnwrittenSheet } from '../../message.ts';
import { unitOf } from '../../words/lexicons.ts';
import { oneLine } from '../../words/normalise.ts';
import { storedFiles } from '../../works/inputs.ts';
import { standingOf } from '../../works/ledger.ts';
import { type Left, newPeople, type Person, type Registered, register } from '../../works/register.ts';
import type { Context, SpokenDeed } from '../context.ts';
import { ask } from '../proposals/open-question.ts';
import { annotatedSheets, type RowResult } from './annotated-sheet.ts';
import { notedOf, placeInWords } from './noted-rows.ts';
import { rosterIn } from './read-roster.ts';

const wanted = z.object({ unitId: z.string(), categoryId: z.string(), files: storedFiles });
type Wanted = z.infer<typeof wanted>;

/** A list of more people than this is shown before it counts. */
const AT_ONCE = 5;
/** How many names are told with the workplace, and how many without; more would be no message. */
const MOST_WITH_WORKPLACE = 30;
const MOST_NAMED = 300;
const MOST_ROWS_TOLD = 10;

/**
 * Registers the people of some sheets. What waits for 确认 is the sheets, not the people: their names are stored when they count, and
 * the same bytes are read the same again.
 */
export const registeringRoster: SpokenDeed<Wanted> = {
  deed: { id: 'register-roster', input: wanted },
  async carryOut(context, { unitId, categoryId, files }) {
    const people = rosterIn(context, files, unitId);
    const facts = await register(context, { unitId, categoryId, people: people.flatMap(personOf) });
    const results = resultsOf(context, facts, people);
    const examples = people.filter(({ fault }) => fault === 'example').length;
    const worth = people.length > AT_ONCE || results.length > facts.added.length + examples;
    const sheets = worth ? annotatedSheets(context, 'ambassador', files, results) : [];
    return registeredInWords(context, facts, people, sheets);
  },
};

/** Registers a short list at once, and shows a longer one, or one that nobody said a word about, before it counts. */
export async function takeRoster(context: Context, input: Wanted, unasked = false): Promise<Answer[]> {
  const people = rosterIn(context, input.files, input.unitId);
  const { fresh } = await newPeople(context, { ...input, people: people.flatMap(personOf) });
  if (fresh.length === 0 || (fresh.length <= AT_ONCE && !unasked)) return registeringRoster.carryOut(context, input);
  const step = { deed: registeringRoster.deed.id, input, command: 'ambassador', printed: '' };
  return ask(
    context,
    { kind: 'confirm', steps: [step] },
    'ambassador.preview',
    await previewFacts(context, input, people),
  );
}

/** Registers several people who were named in one message, each with the same workplace. */
export async function registerNamed(
  context: Context,
  { unitId, categoryId, people }: { unitId: string; categoryId: string; people: Record<string, string>[] },
): Promise<Answer[]> {
  const listed = people.map((fields, index): Listed => ({ sheet: '', row: index + 1, fields, hidden: false }));
  return registeredInWords(context, await register(context, { unitId, categoryId, people: listed }), listed);
}

/** What a list would register, for a proposal in which it is one thing among others. */
export async function rosterPreview(context: Context, input: Wanted): Promise<string> {
  const people = rosterIn(context, input.files, input.unitId);
  return context.say('ambassador.preview-of', await previewFacts(context, input, people));
}

async function previewFacts(context: Context, { unitId, categoryId, files }: Wanted, people: Listed[]) {
  const { fresh, left } = await newPeople(context, { unitId, categoryId, people: people.flatMap(personOf) });
  return {
    file: context.inGroup ? '' : files.map(({ name }) => name).join('、'),
    unit: unitOf(context, unitId).short,
    count: fresh.length,
    inGroup: context.inGroup,
    ...namesOf(context, fresh),
    ...leftOutFacts(context, people, left),
  };
}

/** What became of each row that tells of somebody. */
function resultsOf(context: Context, { added, left }: Registered, people: readonly Listed[]): RowResult[] {
  const { say } = context;
  const unread = new Set(people.filter(({ unreadPhone }) => unreadPhone !== undefined).map(placeKey));
  const ok = added.map(({ sheet, row, number }) => {
    return { sheet, row, said: say('export.row-recorded', { number, phone: unread.has(placeKey({ sheet, row })) }) };
  });
  const out = faultyRows(people, left).map(({ sheet, row, why, number }) => {
    return { sheet, row, said: reasonOf(context, why, number) };
  });
  return [...ok, ...out];
}

const placeKey = ({ sheet, row }: Place): string => `${sheet}/${row}`;

async function registeredInWords(
  context: Context,
  facts: Registered,
  people: Listed[],
  sheets: UnwrittenSheet[] = [],
): Promise<Answer[]> {
  const { unitId, categoryId, added } = facts;
  const standing = await standingOf(context, unitId, categoryId);
  const [first, last] = [added[0], added.at(-1)];
  const text = context.say('ambassador.registered', {
    added: added.length,
    ...namesOf(context, added),
    first: first?.number ?? '',
    last: last && last !== first ? last.number : '',
    ...leftOutFacts(context, people, facts.left),
    unit: unitOf(context, unitId).short,
    count: standing.count,
    annotated: sheets.length > 0,
  });
  return [{ text, ...(sheets.length > 0 && { sheets }) }];
}

/** Names are said in direct chats only; how many it are, everywhere. */
function namesOf({ inGroup }: Context, people: readonly Person[]): { names: string; more: number | '' } {
  if (inGroup || people.length === 0) return { names: '', more: '' };
  const whole = people.length <= MOST_WITH_WORKPLACE;
  const named = people.slice(0, MOST_NAMED).map(({ fields: { name = '', workplace = '' } }) => {
    return whole ? `${oneLine(name, 20)}（${oneLine(workplace, 30)}）` : oneLine(name, 20);
  });
  return { names: named.join('、'), more: people.length > MOST_NAMED ? people.length : '' };
}

/** The rows that are not registered, those of hidden rows, and the phones that were left out. */
function leftOutFacts(context: Context, people: readonly Listed[], left: readonly Left[]) {
  // The example of an empty sheet is nobody's mistake.
  const out = faultyRows(people, left).filter(({ why }) => why !== 'example');
  const rows = out.slice(0, MOST_ROWS_TOLD).map(({ sheet, row, why, number }) => ({
    place: placeInWords(context, { sheet, row }),
    reason: reasonOf(context, why, number),
  }));
  const taken = people.filter(({ fault }) => fault === undefined);
  return {
    failed: out.length,
    rows,
    moreRows: out.length > rows.length ? out.length : '',
    ...notedOf(context, taken),
  };
}

/** Every row that is not registered, in the order of the list. */
function faultyRows(people: readonly Listed[], left: readonly Left[]) {
  const faulty = people.flatMap((one) => (one.fault ? [{ ...one, why: one.fault, number: undefined }] : []));
  return [...faulty, ...left].sort((a, b) => a.sheet.localeCompare(b.sheet) || a.row - b.row);
}

const reasonOf = ({ say }: Context, why: string, number: number | undefined): string =>
  say('ambassador.row-failed', {
    card: why === 'card',
    name: why === 'name',
    workplace: why === 'workplace',
    several: why === 'several-names',
    otherUnit: why === 'other-unit',
    example: why === 'example',
    twice: why === 'twice',
    same: number ?? '',
  });

/** Nobody is registered whom the list itself does not tell of whole. */
function personOf({ sheet, row, fields: { unit: _, ...fields }, fault }: Listed): Person[] {
  const said = Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, oneLine(value, 200)]));
  return fault === undefined ? [{ sheet, row, fields: said }] : [];
}
