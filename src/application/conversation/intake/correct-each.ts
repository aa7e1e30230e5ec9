import { isField } from '../../../domain/field.ts';
import type { Answer } from '../../delivery/answer.ts';
import { categoryOf } from '../../words/lexicons.ts';
import { titlesFor } from '../../words/many-titles.ts';
import { refusalInWords, refuse } from '../../words/refuse.ts';
import { labelOf } from '../../words/vocabulary.ts';
import type { WorkLine } from '../../words/work-lines.ts';
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
  /** Its own title and fields for each, in their place. */
  works?: WorkLine[];
  files: EntryFile[];
  change: { categoryId?: string; fields: Record<string, string> };
}

/** The same change of several entries, or a title for each of them; what cannot be changed is named, the others are. */
export async function correctEach(context: Context, { numbers, titles: written, works, files, change }: Each) {
  const { say } = context;
  const [first = 0] = numbers;
  const last = numbers.at(-1) ?? first;
  if (files.length > 0) refuse('correct.each-files', { number: first });
  const { categoryId, fields } = change;
  if (written === '' && works === undefined && categoryId === undefined && Object.keys(fields).length === 0)
    refuse('correct.each-what', { first, last });
  const titles = written === '' ? undefined : titlesFor(numbers.length, written);
  if (titles && 'found' in titles) refuse('correct.titles-count', { found: titles.found, count: numbers.length });
  const changed: Entry[] = [];
  const named = new Set<string>();
  const left: Answer[] = [];
  for (const [index, number] of numbers.entries()) {
    const own = works?.[index];
    const title = own?.title ?? (titles && 'titles' in titles ? titles.titles[index] : undefined);
    const said = { ...change, fields: { ...fields, ...own?.fields } };
    const one = async () => {
      const facts = await correct(context, { number, ...said, ...(title !== undefined && { title }) });
      if (!('entry' in facts)) return [notReceived(context, facts)];
      changed.push(facts.entry);
      for (const field of Object.keys(said.fields)) named.add(field);
      return [];
    };
    left.push(...(await attempt(context, one, (refusal) => refusalInWords(context, refusal))));
  }
  const labels = [...named].flatMap((field) => (isField(field) ? [labelOf(context, field)] : []));
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
