import type { Finding } from '../../domain/admission.ts';
import type { Category } from '../../domain/campaign.ts';
import { deadlineOf, isLate } from '../../domain/deadline.ts';
import type { FieldId } from '../../domain/field.ts';
import { beijingDayAndTime } from '../../domain/time.ts';
import type { Answer } from '../delivery/answer.ts';
import type { Destination } from '../message.ts';
import { categoryOf, unitOf } from '../words/lexicons.ts';
import { labelOf } from '../words/vocabulary.ts';
import type { Entry, EntryFile } from '../works/entries.ts';
import { extensionsOf, standingOf } from '../works/ledger.ts';
import type { Context } from './context.ts';

export type Speaks = Pick<Context, 'say'>;
/** What it takes to name formats as people do. */
type Names = Speaks & Pick<Context, 'vocabulary'>;

/** Bytes as people read them, in units of 1024. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** Whole seconds in minutes and seconds, rounded down: 2:59.9 is not 3 minutes. */
export function durationInWords({ say }: Speaks, ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  return say('receipt.duration', { minutes, seconds: String(seconds % 60).padStart(minutes > 0 ? 2 : 1, '0') });
}

const shortHash = (sha256: string) => `${sha256.slice(0, 4)}…${sha256.slice(-4)}`;

const fileRow = (speaks: Speaks, file: EntryFile) => ({
  name: file.name,
  size: sizeInWords(file.size),
  duration: file.measured.durationMs === undefined ? '' : durationInWords(speaks, file.measured.durationMs),
  hash: shortHash(file.sha256),
});

/** Findings as the sentences a county reads: what was measured, and by how much it is over. */
export function findingRows(speaks: Names, findings: Finding[]): { text: string }[] {
  return findings.map((finding) => ({ text: findingText(speaks, finding) }));
}

function findingText(speaks: Names, { code, facts }: Finding): string {
  const { say, vocabulary } = speaks;
  const known = (extension: string) => vocabulary.formats[extension] ?? extension;
  switch (code) {
    case 'empty':
      return say('admission.empty', { file: facts.file });
    case 'too-large':
      return say('admission.too-large', {
        file: facts.file,
        size: sizeInWords(facts.size),
        limit: sizeInWords(facts.limit),
      });
    case 'same-bytes':
      return say('admission.same-bytes', { file: facts.file, as: facts.as });
    case 'name-mismatch':
      return say('admission.name-mismatch', {
        file: facts.file,
        named: known(facts.named),
        measured: known(facts.measured),
      });
    case 'no-work':
      return say('admission.no-work', { file: facts.file, named: known(facts.named), measured: known(facts.measured) });
    case 'truncated':
      return say('admission.truncated', facts);
    case 'hollow':
      return say('admission.hollow', facts);
    case 'no-picture':
      return say('admission.no-picture', facts);
    case 'locked':
      return say('admission.locked', facts);
    case 'unopened':
      return say('admission.unopened', {
        file: facts.file,
        locked: facts.why === 'locked',
        nested: facts.why === 'nested',
        tooMuch: facts.why === 'too-much',
        odd: facts.why === 'odd',
        damaged: facts.why === 'damaged',
      });
    case 'held-back':
      return say('admission.held-back', facts);
    case 'format':
      return say('admission.format', {
        ...facts,
        measured: known(facts.measured),
        allowed: facts.allowed.join('、').toUpperCase(),
      });
    case 'format-unknown':
      return say('admission.format-unknown', { ...facts, allowed: facts.allowed.join('、').toUpperCase() });
    case 'duration':
      return say('admission.duration', { ...facts, measured: durationInWords(speaks, facts.seconds * 1000) });
    case 'duration-unknown':
      return say('admission.duration-unknown', { file: facts.file, text: facts.text, clause: facts.clause });
    case 'size':
      return say('admission.size', { ...facts, size: sizeInWords(facts.size), over: sizeInWords(facts.over) });
    case 'unmeasured':
      return say('admission.unmeasured', { text: facts.text, clause: facts.clause });
  }
}

/** An ambassador's title is a person's name, which is not said in a group. */
export const titleHere = (context: Context, { title, categoryId }: Pick<Entry, 'title' | 'categoryId'>): string =>
  context.inGroup && categoryId !== '' && categoryOf(context, categoryId).kind === 'ambassador' ? '' : title;

/**
 * The receipt of an entry that counts. In a group it names no person and no file; the full one goes to the sender's
 * direct chat, when the bot may write there.
 */
export async function receiptFor(
  context: Context,
  entry: Entry,
  findings: Finding[] = [],
  direct?: Destination,
): Promise<Answer[]> {
  const full = await receiptText(context, entry, findings);
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

export async function receiptText(context: Context, entry: Entry, findings: Finding[] = []): Promise<string> {
  const { say } = context;
  const unit = unitOf(context, entry.unitId);
  const category = categoryOf(context, entry.categoryId);
  const standing = await standingOf(context, entry.unitId, entry.categoryId);
  const deadline = deadlineOf(
    context.campaign,
    await extensionsOf(context, [entry.unitId]),
    entry.unitId,
    entry.categoryId,
  );
  const receivedAt = entry.receivedAt ?? context.now;
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
    onBehalf: entry.onBehalf,
    accepted: entry.state === 'accepted',
    files: listed.map((file) => fileRow(context, file)),
    moreFiles: entry.files.length > listed.length ? entry.files.length : '',
    oneWork: category.kind === 'work' && entry.files.length > 1 ? entry.files.length : '',
    measure: category.measure,
    time: beijingDayAndTime(receivedAt),
    late: isLate(receivedAt, deadline),
    unitShort: unit.short,
    count: standing.count,
    target: standing.target,
    warnings: findingRows(
      context,
      findings.filter(({ level }) => level === 'warn'),
    ),
    notes: findingRows(
      context,
      findings.filter(({ level, code }) => level === 'note' && code !== 'unmeasured'),
    ),
    correctable: labelOf(context, correctableField(category)),
    photos: category.kind === 'event' && entry.files.length === 0,
  });
}

/** What an entry of this category is most often corrected in, as its receipt offers. */
export const correctableField = ({ kind }: Category): FieldId => CORRECTABLE[kind];

const CORRECTABLE = { work: 'author', event: 'attendance', ambassador: 'workplace', report: 'title' } as const;
