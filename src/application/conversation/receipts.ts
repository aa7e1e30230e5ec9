import type { Objection } from '../../domain/admission.ts';
import type { Answer } from '../delivery/answer.ts';
import type { Destination } from '../message.ts';
import { categoryOf, unitOf } from '../words/lexicons.ts';
import type { Entry } from '../works/entries.ts';
import { standingOf } from '../works/ledger.ts';
import type { LeftOut } from '../works/receive.ts';
import type { Context } from './context.ts';
import { arrivalOf, fileRow, leftOutRows, objectionRows } from './receipt.ts';
import type { Telling } from './telling.ts';

/** The receipt of several entries that came as one: every number with its file. In a group as `receiptFor` does it. */
export async function receiptsFor(
  context: Context,
  { entries, objections, leftOut }: { entries: Entry[]; objections: Objection[]; leftOut: LeftOut[] },
  direct?: Destination,
): Promise<Answer[]> {
  const full = await receiptsText(context, { entries, objections, leftOut });
  if (!context.inGroup) return [{ text: full }];
  const { last, facts } = await ofAll(context, entries);
  const numbers = entries.map(({ number }) => `#${number}`).join(' ');
  const brief = context.say('receipt.many-group', {
    ...facts,
    numbers,
    example: last.number,
    sent: direct !== undefined,
  });
  return [{ text: brief }, ...(direct ? [{ text: full, to: direct }] : [])];
}

async function ofAll(telling: Telling, entries: Entry[]) {
  const last = entries.at(-1);
  if (!last) throw new Error('nothing was received');
  const { count, target } = await standingOf(telling, last.unitId, last.categoryId);
  const category = categoryOf(telling, last.categoryId).short;
  const unit = unitOf(telling, last.unitId).short;
  return { last, facts: { count: entries.length, category, unit, standing: count, target } };
}

/** The full one. */
export async function receiptsText(
  context: Telling,
  { entries, objections, leftOut }: { entries: Entry[]; objections: Objection[]; leftOut: LeftOut[] },
): Promise<string> {
  const { last, facts } = await ofAll(context, entries);
  return context.say('receipt.many', {
    ...facts,
    entries: entries.map(({ number, title, files: [file] }) => ({
      number,
      title,
      ...(file && fileRow(context, file)),
    })),
    onBehalf: last.onBehalf,
    ...(await arrivalOf(context, last)),
    example: last.number,
    range: inNumbers(entries.map(({ number }) => number)),
    warnings: objectionRows(
      context,
      objections.filter(({ level }) => level === 'warn'),
    ),
    notes: leftOutRows(context, leftOut),
  });
}

/** `84-93`, or `84、86`, as a command takes them. */
export const inNumbers = (numbers: number[]): string => {
  const [first = 0] = numbers;
  const last = numbers.at(-1) ?? first;
  const unbroken = numbers.every((number, index) => number === first + index) && numbers.length > 1;
  return unbroken ? `${first}-${last}` : numbers.join('、');
};
