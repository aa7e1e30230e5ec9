import { isField } from '../../../domain/field.ts';
import type { Answer } from '../../delivery/answer.ts';
import { categoryOf } from '../../words/lexicons.ts';
import { titlesFor } from '../../words/many-titles.ts';
import { refusalInWords, refuse } from '../../words/refuse.ts';
import { labelOf } from '../../words/vocabulary.ts';
import { correct } from '../../works/correct.ts';
import type { Entry, EntryFile } from '../../works/entries.ts';
import { attempt } from '../attempt.ts';
import type { Context } from '../context.ts';
import { titleHere } from '../receipt.ts';
import { notReceived } from './received.ts';

interface Each {
  numbers: number[];
  /** As they were written; empty: the titles stay. */
  titles: string;
  files: EntryFile[];
  change: { categoryId?: string; fields: Record<string, string> };
}

/** The same change of several entries, or a title for each of them; what cannot be changed is named, the others are. */
export async function correctEach(context: Context, { numbers, titles: written, files, change }: Each) {
  const { say } = context;
  const [first = 0] = numbers;
  const last = numbers.at(-1) ?? first;
  if (files.length > 0) refuse('correct.each-files', { number: first });
  const { categoryId, fields } = change;
  if (written === '' && categoryId === undefined && Object.keys(fields).length === 0)
    refuse('correct.each-what', { first, last });
  const named = written === '' ? undefined : titlesFor(numbers.length, written);
  if (named && 'found' in named) refuse('correct.titles-count', { found: named.found, count: numbers.length });
  const changed: Entry[] = [];
  const left: Answer[] = [];
  for (const [index, number] of numbers.entries()) {
    const title = named && 'titles' in named ? named.titles[index] : undefined;
    const one = async () => {
      const facts = await correct(context, { number, ...change, ...(title !== undefined && { title }) });
      if (!('entry' in facts)) return [notReceived(context, facts)];
      changed.push(facts.entry);
      return [];
    };
    left.push(...(await attempt(context, one, (refusal) => refusalInWords(context, refusal))));
  }
  const labels = Object.keys(fields).flatMap((field) => (isField(field) ? [labelOf(context, field)] : []));
  const text = say('correct.each', {
    count: changed.length > 0 ? changed.length : '',
    named: changed.map((entry) => `#${entry.number}${inMarks(titleHere(context, entry))}`).join('、'),
    fields: labels.join('、'),
    category: categoryId === undefined ? '' : categoryOf(context, categoryId).short,
    left: left.map(({ text }) => ({ text })),
  });
  return [{ text }];
}

const inMarks = (title: string) => (title === '' ? '' : `《${title}》`);
