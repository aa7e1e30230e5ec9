import { z } from 'zod';
import { resolve } from '../../../domain/resolve.ts';
import type { Listed } from '../../../domain/roster/listed.ts';
import { readRoster } from '../../../domain/roster/roster.ts';
import { isSheet } from '../../../domain/sheet.ts';
import { beijingDay } from '../../../domain/time.ts';
import type { Answer } from '../../delivery/answer.ts';
import { readDay } from '../../language/days.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { type ListKind, listWords } from '../../words/list-words.ts';
import { oneLine } from '../../words/normalise.ts';
import { maskNumbers } from '../../words/privacy.ts';
import { refusalInWords, refuse } from '../../words/refuse.ts';
import type { EntryFile } from '../../works/entries.ts';
import { storedFiles } from '../../works/inputs.ts';
import { type LeftRow, newRows, type Row, type RowsRecorded, receiveRows } from '../../works/receive-rows.ts';
import { MOST_PEOPLE } from '../../works/register.ts';
import type { Context, SpokenDeed } from '../context.ts';
import { attendanceOf } from '../intake/event-facts.ts';
import { ask } from '../proposals/open-question.ts';
import { tell } from '../tell.ts';
import { annotatedSheets, type RowResult } from './annotated-sheet.ts';
import { notedOf } from './noted-rows.ts';
import { sheetsIn } from './read-roster.ts';

const wanted = z.object({ unitId: z.string(), kind: z.enum(['work', 'event']), files: storedFiles });
type Wanted = z.infer<typeof wanted>;

/** A list of more than this is shown before it counts. */
const AT_ONCE = 5;
const MOST_TOLD = 10;

/** Records the works or events of some sheets, with the other files of the message as theirs. What waits for 确认 is the sheets. */
export const recordingRows: SpokenDeed<Wanted> = {
  deed: { id: 'record-rows', input: wanted },
  async carryOut(context, input) {
    const { good, faulty, noted } = rowsIn(context, input);
    const facts = await receiveRows(context, { unitId: input.unitId, rows: good, files: others(input.files) });
    const results = resultsOf(context, facts, faulty);
    const sheets = annotatedSheets(context, input.kind, input.files.filter(isSheet), results);
    const text = context.say('rows.recorded', {
      ...whatIt(input.kind),
      unit: unitOf(context, input.unitId).short,
      added: facts.added.length,
      waits: facts.waits.length || '',
      numbers: [...facts.added, ...facts.waits]
        .map(({ number }) => number)
        .sort((a, b) => a - b)
        .map((number) => `#${number}`)
        .slice(0, MOST_TOLD)
        .join('、'),
      ...failedFacts(context, facts.left, faulty),
      ...noted,
      annotated: sheets.length > 0,
    });
    const told: Answer[] = [];
    for (const received of facts.received) told.push(...(await tell(context, 'receive', received)).answers);
    return [{ text, ...(sheets.length > 0 && { sheets }) }, ...told];
  },
};

/** Records a short list at once, and shows a longer one, or one that nobody said a word about, before it counts. */
export async function takeRows(context: Context, input: Wanted, unasked = false): Promise<Answer[]> {
  const { good, faulty, noted } = rowsIn(context, input);
  const { fresh, left } = await newRows(context, { unitId: input.unitId, rows: good });
  if (fresh.length === 0 || (fresh.length <= AT_ONCE && !unasked)) return recordingRows.carryOut(context, input);
  const step = { deed: recordingRows.deed.id, input, command: input.kind === 'work' ? 'submit' : 'event', printed: '' };
  return ask(context, { kind: 'confirm', steps: [step] }, 'rows.preview', {
    ...whatIt(input.kind),
    file: context.inGroup
      ? ''
      : input.files
          .filter(isSheet)
          .map(({ name }) => name)
          .join('、'),
    unit: unitOf(context, input.unitId).short,
    count: fresh.length,
    titles: context.inGroup
      ? ''
      : fresh
          .slice(0, MOST_TOLD)
          .map(({ title }) => `《${title}》`)
          .join(''),
    more: fresh.length > MOST_TOLD,
    ...failedFacts(context, left, faulty),
    ...noted,
  });
}

const whatIt = (kind: Wanted['kind']) => ({ work: kind === 'work', event: kind === 'event' });
const others = (files: readonly EntryFile[]) => files.filter((file) => !isSheet(file));

interface Faulty {
  sheet: string;
  row: number;
  said: string;
}

function rowsIn(context: Context, { unitId, kind, files }: Wanted) {
  const judging = { words: listWords(context.vocabulary, kind), hasCard: (cell: string) => maskNumbers(cell).masked };
  const lists = files.filter(isSheet);
  const listed = lists.flatMap((file) => {
    const read = readRoster(sheetsIn(context, file), judging);
    if (read.kind === 'identity')
      return refuse('ambassador.identity-column', { file: context.inGroup ? '' : file.name });
    if (read.kind === 'none') return refuse('rows.no-heading', whatIt(kind));
    return read.people.map((one) => ({
      ...one,
      sheet: lists.length > 1 ? `${file.name} ${one.sheet}`.trim() : one.sheet,
    }));
  });
  if (listed.length > MOST_PEOPLE) refuse('rows.too-many', { most: MOST_PEOPLE, rows: listed.length });
  const good: Row[] = [];
  const faulty: Faulty[] = [];
  const taken: Listed[] = [];
  for (const one of listed) {
    const read = rowOf(context, one, unitId, kind);
    if (typeof read !== 'string') {
      good.push(read);
      taken.push(one);
    } else if (one.fault !== 'example') faulty.push({ sheet: one.sheet, row: one.row, said: read });
  }
  return { good, faulty, noted: notedOf(context, taken) };
}

/** A row by ids, or what is wrong with it. */
function rowOf(context: Context, one: Listed, unitId: string, kind: ListKind): Row | string {
  const { say, lexicons, tongue, now } = context;
  const { unit, title = '', category, file = '', date, attendance, ...fields } = one.fields;
  const failed = (why: Partial<Record<'card' | 'otherUnit' | 'category' | 'date' | 'lacking', string | boolean>>) =>
    say('rows.failed', { ...NO_FAULT, ...why });
  const missing = (field: 'title' | 'category' | 'date') => failed({ lacking: context.vocabulary.labels[field] });
  if (one.fault === 'card') return failed({ card: true });
  if (one.fault !== undefined)
    return one.fault in context.vocabulary.labels ? missing(one.fault as 'title') : failed({});
  const named = unit === undefined ? undefined : resolve(lexicons.units, unit);
  if (named?.kind === 'one' && named.id !== unitId) return failed({ otherUnit: true });
  const said = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, oneLine(value, 200)]));
  const place = { sheet: one.sheet, row: one.row, title, file: oneLine(file, 200) };
  if (kind === 'event') {
    const categoryId = context.campaign.categories.find((each) => each.kind === 'event')?.id ?? '';
    const day = readDay(tongue, date ?? '', beijingDay(now));
    if (!day.ok) return failed({ date: oneLine(date ?? '', 20) });
    const held = {
      ...said,
      date: day.day,
      ...(attendance !== undefined && { attendance: attendanceOf(context, attendance) }),
    };
    return { ...place, categoryId, fields: held };
  }
  const meant = resolve(lexicons.categories, category ?? '');
  const categoryId = meant.kind === 'one' ? meant.id : undefined;
  if (categoryId === undefined || categoryOf(context, categoryId).kind !== 'work')
    return failed({ category: oneLine(category ?? '', 20) });
  return { ...place, categoryId, fields: said };
}

const NO_FAULT = { card: false, otherUnit: false, category: '', date: '', lacking: '', twice: false, same: '' };

function reasonOf(context: Context, left: LeftRow): string {
  const { say } = context;
  if (left.why === 'refused') return refusalInWords(context, left.refusal).split('\n')[0] ?? '';
  if (left.why === 'lacking') {
    const labels = left.lacking.map((field) => (context.vocabulary.labels as Record<string, string>)[field] ?? field);
    return say('rows.failed', { ...NO_FAULT, lacking: labels.join('、') });
  }
  return say('rows.failed', { ...NO_FAULT, twice: left.why === 'twice', same: left.number ?? '' });
}

function resultsOf(context: Context, { added, waits, left }: RowsRecorded, faulty: readonly Faulty[]): RowResult[] {
  const { say } = context;
  return [
    ...added.map(({ sheet, row, number }) => ({ sheet, row, said: say('rows.result', { number, waits: false }) })),
    ...waits.map(({ sheet, row, number }) => ({ sheet, row, said: say('rows.result', { number, waits: true }) })),
    ...left.map((one) => ({ sheet: one.sheet, row: one.row, said: reasonOf(context, one) })),
    ...faulty,
  ];
}

/** The rows that are not recorded; what was recorded before is no fault, and is counted only. */
function failedFacts(context: Context, left: readonly LeftRow[], faulty: readonly Faulty[]) {
  const known = left.filter(({ why }) => why === 'same');
  const out = [
    ...faulty,
    ...left.filter(({ why }) => why !== 'same').map((one) => ({ ...one, said: reasonOf(context, one) })),
  ].sort((a, b) => a.sheet.localeCompare(b.sheet) || a.row - b.row);
  const rows = out.slice(0, MOST_TOLD).map(({ row, said }) => ({ row, reason: said }));
  const moreRows = out.length > rows.length ? out.length : '';
  return { failed: out.length || '', known: known.length || '', rows, moreRows };
}
