import { fold } from '../../../domain/fold.ts';
import { readNumeral } from '../../language/numerals.ts';
import { readArguments } from '../../words/form.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { oneLine } from '../../words/normalise.ts';
import { readCommand } from '../../words/parse.ts';
import type { Entry } from '../../works/entries.ts';
import type { Context } from '../context.ts';
import type { DraftQuestion, Question } from '../proposals/open-question.ts';

/** What was chosen of what a question offers. */
export interface Picked {
  option: string;
  /** A title said along with the choice: `2 《夜班的灯》`. */
  title?: string;
  /** How many works the files make, said along with it: `摄影，10件`. */
  asOne?: boolean;
}

export function choose(
  context: Context,
  question: DraftQuestion,
  draft: Entry,
): Picked | 'none' | 'again' | 'out-of-range' {
  const { vocabulary, message } = context;
  const { text } = message;
  const { title } = readArguments(text, { fields: {} });
  if (question.kind === 'title') return chooseTitle(context, text, title);
  if (readCommand(text, vocabulary)?.slashed) return 'none';
  const bare = text
    .replace(/《[^》]*》/, '')
    .normalize('NFKC')
    .trim();
  const said = title === undefined ? {} : { title };
  const digits = /^[\p{P}\p{S}\s]*\d{1,2}[\p{P}\p{S}\s]*$/u.test(bare);
  const count = question.kind === 'one-or-many' && !digits ? howMany(context, bare, draft.files.length) : undefined;
  if (count !== undefined) return count === 'again' ? count : { ...count, ...said };
  const offered = offers(context, question);
  const place = offered.count === 0 ? undefined : placeIn(context, bare, offered);
  if (place === 'again' || place === 'out-of-range') return place;
  if (place !== undefined) return { option: question.options[place - 1] ?? '', ...said };
  if (question.kind === 'category') return chooseCategory(context, question, draft, { bare, said });
  return 'none';
}

/** What may be chosen by place or by name. */
export interface Offered {
  count: number;
  names(place: number): string[];
  /** Where one of them is a thing that people can point at: 就那个. */
  thing?: number;
}

function offers(context: Context, { kind, options }: DraftQuestion): Offered {
  const things = options.filter((option) => option !== 'new');
  const thing = options.length === 1 || (kind === 'join-or-new' && things.length === 1) ? 1 : undefined;
  return {
    count: options.length,
    names: (place) => namesOf(context, kind, options[place - 1] ?? ''),
    ...(thing !== undefined && { thing }),
  };
}

/** The place that is meant: `2`, `2.`, `第二个`, `选2`, `最后一个`, a name of the list, `就那个` where there is but one. */
export function placeIn(context: Context, bare: string, { count, names, thing }: Offered) {
  const words = bare.replace(/^[\p{P}\p{S}\s]+|[\p{P}\p{S}\s]+$/gu, '');
  const { place_counted: counted, place_last: last, place_pointed: pointed } = context.tongue.grammar.words;
  for (let place = 1; place <= count; place++) if (names(place).includes(fold(words))) return place;
  const { v, v2 } = counted?.exec(words)?.groups ?? {};
  const place = /^\d{1,2}$/.test(words)
    ? Number(words)
    : readNumeral(v ?? v2 ?? '', context.tongue.grammar.raw.entities);
  if (place !== undefined) return place >= 1 && place <= count ? place : ('out-of-range' as const);
  if (last?.test(words)) return count;
  return pointed?.test(words) ? (thing ?? ('again' as const)) : undefined;
}

/** A category with what else is said of the files: `摄影，10件`, `2 各算一件`, `1 夜班的灯`. */
function chooseCategory(
  context: Context,
  question: DraftQuestion,
  draft: Entry,
  { bare, said }: { bare: string; said: { title?: string } },
): Picked | 'none' | 'again' | 'out-of-range' {
  const offered = offers(context, question);
  const [, first = '', rest = ''] =
    /^(\S+?)[\s、.,，:：;；。]+(\S.*)$/u.exec(bare) ?? /^(\D+?)(\d.*)$/u.exec(bare) ?? [];
  const place = first === '' ? undefined : placeIn(context, first, offered);
  if (typeof place === 'number') {
    const option = question.options[place - 1] ?? '';
    const count = howMany(context, rest, draft.files.length);
    if (count === 'again') return { option, ...said };
    if (count) return { option, asOne: count.asOne, ...said };
  }
  const unmarked = said.title === undefined ? numberAndTitle(context, context.message.text) : undefined;
  if (!unmarked) return 'none';
  const option = question.options[Number(unmarked.number) - 1];
  return option === undefined ? 'out-of-range' : { option, title: unmarked.title };
}

/** `1 夜班的灯`: on a phone nobody looks for the title marks. */
function numberAndTitle(context: Context, text: string): { number: string; title: string } | undefined {
  const [, digits = '', rest = ''] = /^([\d０-９]{1,2})[\s、.．,，:：]+(\S.*)$/u.exec(text) ?? [];
  const { counter } = context.tongue.grammar.words;
  if (digits === '' || counter?.test(rest) || readCommand(rest, context.vocabulary)?.command) return undefined;
  const chosen = chooseTitle(context, rest, undefined);
  if (typeof chosen === 'string' || chosen.title === undefined) return undefined;
  return { number: digits.normalize('NFKC'), title: chosen.title };
}

/** How many works the files make, in words: 各算一件, 十件, or the whole line of the choice. */
export function howMany(
  { tongue }: Context,
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

/** A bare number answers an earlier question, and a question of the sender's is no title. */
export function chooseTitle(
  { vocabulary, tongue }: Context,
  text: string,
  quoted: string | undefined,
): Picked | 'none' | 'again' {
  const named = tongue.grammar.words.title_called?.exec(text)?.groups?.v;
  const title = oneLine(quoted ?? named ?? text);
  const command = readCommand(text, vocabulary);
  const chatter = vocabulary.chatter.some((word) => fold(word) === fold(text));
  if (title === '' || command?.slashed || (command?.command && quoted === undefined) || chatter) return 'none';
  if (quoted === undefined && /^[\d\s\p{P}]+$/u.test(title.normalize('NFKC'))) return 'again';
  if (quoted === undefined && /[?？]$/.test(title)) return 'none';
  return { option: '', title };
}

function namesOf(context: Context, kind: Question['kind'], option: string): string[] {
  if (kind !== 'category' && kind !== 'unit') return [];
  const { name, short, aliases } = kind === 'category' ? categoryOf(context, option) : unitOf(context, option);
  return [name, short, ...aliases].map(fold);
}
