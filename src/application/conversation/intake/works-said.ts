import { fold } from '../../../domain/fold.ts';
import { readNumeral } from '../../language/numerals.ts';
import { type Arguments, readArguments } from '../../words/form.ts';
import { listedTitles, titlesFor } from '../../words/many-titles.ts';
import { bareTitle } from '../../words/titles.ts';
import { labelsToRead } from '../../words/vocabulary.ts';
import type { Context } from '../context.ts';

/** How many works the files of a draft make, and what they are called, as far as it was said. */
export interface WorksSaid {
  asOne?: boolean;
  /** Of the one work. */
  title?: string;
  /** One for each file. */
  titles?: string[];
}

/** `again`: so many works as there are no files. `found`: so many titles as there are no works. */
export type WorksRead = WorksSaid | 'again' | { found: number } | undefined;

/** `10件 《古城四季》`, `各算一件，春、夏、秋`, or a list of as many titles as there are files; undefined where it says nothing of it. */
export function worksSaid(context: Context, said: string, files: number): WorksRead {
  const text = said.replace(/^[\s、，,：:；;。.]+/u, '').trim();
  const [, first = '', rest = ''] = /^([^\s、，,：:；;。《]+)[\s、，,：:；;。]*(.*)$/su.exec(text) ?? [];
  const count = howMany(context, first, files);
  if (count === 'again') return count;
  if (count === undefined) {
    const titles = mayBeTitles(context, text) ? listedTitles(files, text) : undefined;
    return titles && { asOne: false, titles };
  }
  return titlesSaid(context, count.asOne, rest, files);
}

/** What the one work, or each of the works, is called; nothing where the text is no title. */
export function titlesSaid(
  context: Context,
  asOne: boolean,
  written: string,
  files: number,
): WorksSaid | { found: number } {
  if (!mayBeTitles(context, written)) return { asOne };
  if (asOne) return { asOne, title: bareTitle(written) };
  const named = titlesFor(files, written);
  return 'titles' in named ? { asOne, titles: named.titles } : named;
}

/** Thanks and questions are no titles. */
const mayBeTitles = ({ vocabulary }: Context, text: string): boolean =>
  text !== '' && !/[?？]\s*$/.test(text) && !vocabulary.chatter.some((word) => fold(word) === fold(text));

/** How many works the files make, in words: 各算一件, 十件, or the whole line of the choice. */
export function howMany(
  { tongue }: Pick<Context, 'tongue'>,
  said: string,
  files: number,
): { option: string; asOne: boolean } | 'again' | undefined {
  const { as_one: one, each_apart: many, works_counted: counted } = tongue.grammar.words;
  const words = said.replace(/^[12][\s、.,:]+/, '').replace(/^[\p{P}\p{S}\s]+|[\p{P}\p{S}\s]+$/gu, '');
  if (many?.test(words)) return { option: 'many', asOne: false };
  if (one?.test(words)) return { option: 'one', asOne: true };
  const { v } = counted?.exec(words)?.groups ?? {};
  const count = readNumeral(v ?? '', tongue.grammar.raw.entities);
  if (count === undefined) return undefined;
  if (count === 1) return { option: 'one', asOne: true };
  return count === files ? { option: 'many', asOne: false } : 'again';
}

/** An answer without what stands behind labels in it: `四件，作者：李明`. */
export function unlabelled({ vocabulary }: Context, text: string): { text: string; fields: Arguments['fields'] } {
  const { fields: read, said } = readArguments(text, labelsToRead(vocabulary, 'submit'));
  const { title, category, unit: _, ...fields } = read;
  if (Object.keys(read).length === 0) return { text, fields };
  return { text: [category, said, title].filter((part) => part !== undefined && part !== '').join(' '), fields };
}
