import type { Objection } from '../../domain/admission.ts';
import type { Category, ReportPart } from '../../domain/campaign.ts';
import { deadlineOf, isLate } from '../../domain/deadline.ts';
import type { FieldId } from '../../domain/field.ts';
import { type Fact, OBJECTIONS, type Shown } from '../../domain/file-rules.ts';
import type { Item } from '../../domain/progress.ts';
import { beijingDayAndTime } from '../../domain/time.ts';
import type { Answer } from '../delivery/answer.ts';
import type { Destination } from '../message.ts';
import { categoryOf, unitOf } from '../words/lexicons.ts';
import { durationInWords, sizeInWords } from '../words/measures.ts';
import { labelOf } from '../words/vocabulary.ts';
import type { Entry, EntryFile } from '../works/entries.ts';
import { extensionsOf, standingOf } from '../works/ledger.ts';
import type { LeftOut } from '../works/receive.ts';
import { beyondRows } from './beyond.ts';
import type { Context } from './context.ts';
import type { Telling } from './telling.ts';

export type Speaks = Pick<Context, 'say'>;
/** What it takes to name formats as people do. */
type Names = Speaks & Pick<Context, 'vocabulary'>;

const shortHash = (sha256: string) => `${sha256.slice(0, 4)}…${sha256.slice(-4)}`;

export const fileRow = (speaks: Speaks, file: EntryFile) => ({
  name: file.name,
  size: sizeInWords(file.size),
  duration: file.measured.durationMs === undefined ? '' : durationInWords(speaks, file.measured.durationMs),
  hash: shortHash(file.sha256),
});

/** Objections as the sentences a county reads: what was measured, and by how much it is over. */
export function objectionRows(speaks: Names, objections: Objection[]): { text: string }[] {
  return objections.map((objection) => ({ text: objectionText(speaks, objection) }));
}

function objectionText(speaks: Names, { code, facts }: Objection): string {
  const shown = OBJECTIONS[code] ?? {};
  const said = Object.entries(facts).map(([name, fact]) => [
    name,
    factInWords(speaks, fact, shown[name] ?? 'as-it-is'),
  ]);
  return (speaks.say as (id: string, facts: object) => string)(`admission.${code}`, Object.fromEntries(said));
}

function factInWords(speaks: Names, fact: Fact, shown: Shown): Fact {
  if (shown === 'bytes') return sizeInWords(Number(fact));
  if (shown === 'seconds') return durationInWords(speaks, Number(fact) * 1000);
  if (shown === 'format') return speaks.vocabulary.formats[String(fact)] ?? fact;
  return shown === 'formats' && Array.isArray(fact) ? fact.join('、').toUpperCase() : fact;
}

/** An ambassador's title is a person's name, which is not said in a group. */
export const titleHere = (context: Context, { title, categoryId }: Pick<Entry, 'title' | 'categoryId'>): string =>
  context.inGroup && categoryId !== '' && categoryOf(context, categoryId).kind === 'ambassador' ? '' : title;

/** What came up while an entry was received. */
export interface Noted {
  objections?: Objection[];
  /** Files that it did not get, as the unit had reported them before. */
  leftOut?: LeftOut[];
  /** What a report does not speak of. */
  lackingParts?: ReportPart[];
}

export const leftOutRows = ({ say }: Speaks, leftOut: LeftOut[]): { text: string }[] =>
  leftOut.map(({ file, earlier }) => ({ text: say('receipt.left-out', { file, number: earlier }) }));

function lackingPartsRow({ say }: Speaks, parts: ReportPart[], number: number): { text: string }[] {
  const named = parts.map(({ name, clause }) => say('receipt.part', { name, clause })).join('、');
  return parts.length === 0 ? [] : [{ text: say('receipt.lacking-parts', { parts: named, number }) }];
}

/** When an entry came in, and whether that was after its deadline. */
export async function arrivalOf(
  context: Pick<Telling, 'tx' | 'campaign' | 'now'>,
  { receivedAt, unitId, categoryId }: Pick<Entry, 'receivedAt' | 'unitId' | 'categoryId'>,
): Promise<{ time: string; late: boolean }> {
  const at = receivedAt ?? context.now;
  const deadline = deadlineOf(context.campaign, await extensionsOf(context, [unitId]), unitId, categoryId);
  return { time: beijingDayAndTime(at), late: isLate(at, deadline) };
}

/**
 * The receipt of an entry that counts. In a group it names no person and no file; the full one goes to the sender's
 * direct chat, when the bot may write there.
 */
export async function receiptFor(
  context: Context,
  entry: Entry,
  noted: Noted = {},
  direct?: Destination,
): Promise<Answer[]> {
  const full = await receiptText(context, entry, noted);
  if (!context.inGroup) return [{ text: full }];
  const standing = await standingOf(context, entry.unitId, entry.categoryId);
  const brief = context.say('receipt.group', {
    number: entry.number,
    title: titleHere(context, entry),
    category: categoryOf(context, entry.categoryId).short,
    unit: unitOf(context, entry.unitId).short,
    count: standing.count,
    target: standing.target,
    sent: direct !== undefined,
  });
  return [{ text: brief }, ...(direct ? [{ text: full, to: direct }] : [])];
}

export async function receiptText(context: Telling, entry: Entry, noted: Noted = {}): Promise<string> {
  const { objections = [], leftOut = [], lackingParts = [] } = noted;
  const { say } = context;
  const unit = unitOf(context, entry.unitId);
  const category = categoryOf(context, entry.categoryId);
  const standing = await standingOf(context, entry.unitId, entry.categoryId);
  const { fields } = entry;
  const listed = entry.files.slice(0, 12);
  return say('receipt.full', {
    number: entry.number,
    title: entry.title,
    version: entry.version > 1 ? entry.version : '',
    category: category.short,
    unit: unit.name,
    author: fields.author ?? '',
    date: fields.date ?? '',
    company: fields.company ?? '',
    attendance: fields.attendance ?? '',
    workplace: fields.workplace ?? '',
    link: fields.link ?? '',
    code: fields.code ?? '',
    onBehalf: entry.onBehalf,
    accepted: entry.state === 'accepted',
    files: listed.map((file) => fileRow(context, file)),
    moreFiles: entry.files.length > listed.length ? entry.files.length : '',
    oneWork: category.kind === 'work' && entry.files.length > 1 ? entry.files.length : '',
    measure: category.measure,
    ...(await arrivalOf(context, entry)),
    unitShort: unit.short,
    count: standing.count,
    target: standing.target,
    ...beyondCap(context, standing),
    warnings: objectionRows(
      context,
      objections.filter(({ level }) => level === 'warn'),
    ),
    notes: [
      ...leftOutRows(context, leftOut),
      ...(await beyondRows(context, entry)),
      ...lackingPartsRow(context, lackingParts, entry.number),
      ...objectionRows(
        context,
        objections.filter(({ level, code }) => level === 'note' && code !== 'unmeasured'),
      ),
    ],
    correctable: labelOf(context, correctableField(category)),
    photos: category.kind === 'event' && entry.files.length === 0,
  });
}

/** What the notice says of what is beyond its cap; the entry counts all the same. */
function beyondCap(
  { campaign, say }: Pick<Telling, 'campaign' | 'say'>,
  { categoryId, cap = 0, beyond }: Item,
): { cap: number | ''; beyond: string } {
  if (beyond === 0) return { cap: cap > 0 ? cap : '', beyond: '' };
  const said =
    campaign.table.columns.includes(categoryId) && campaign.table.said
      ? campaign.table.said
      : campaign.targets.find(
          ({ max, exactly, excluded, categories }) =>
            (excluded ? 0 : (max ?? exactly)) === cap && categories?.includes(categoryId),
        );
  return { cap, beyond: say('receipt.beyond', { beyond, cap, text: said?.text ?? '', clause: said?.clause ?? '' }) };
}

/** What an entry of this category is most often corrected in, as its receipt offers. */
export const correctableField = ({ kind }: Category): FieldId => CORRECTABLE[kind];

const CORRECTABLE = { work: 'author', event: 'attendance', ambassador: 'workplace', report: 'title' } as const;
