import { fold } from '../../../domain/fold.ts';
import { readNumeral } from '../../language/numerals.ts';
import { readArguments } from '../../words/form.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { oneLine } from '../../words/normalise.ts';
import { readCommand } from '../../words/parse.ts';
import { labelsToRead } from '../../words/vocabulary.ts';
import { workLines } from '../../words/work-lines.ts';
import type { Entry } from '../../works/entries.ts';
import type { Context } from '../context.ts';
import type { DraftQuestion, Question } from '../proposals/open-question.ts';
import { howMany, titlesSaid, unlabelled, worksSaid } from './works-said.ts';

/** What was chosen of what a question offers. */
export interface Picked {
  option: string;
  /** A title said along with the choice: `2 《夜班的灯》`. */
  title?: string;
  /** How many works the files make, said along with it: `摄影，10件`. */
  asOne?: boolean;
  /** What they are called, one for each file. */
  titles?: string[];
  /** What is said of each of them besides. */
  eachFields?: Record<string, string>[];
  /** What else was said of them, behind its label. */
  fields?: Record<string, string>;
}

/** `found`: it names so many titles as there are no files. */
export type Chosen = Picked | 'none' | 'again' | 'out-of-range' | { found: number };

export function choose(context: Context, question: DraftQuestion, draft: Entry): Chosen {
  const { vocabulary, message } = context;
  const { title } = readArguments(message.text, { fields: {} });
  if (question.kind === 'title') return chooseTitle(context, message.text, title);
  if (readCommand(message.text, vocabulary)?.slashed) return 'none';
  const ofFiles = question.kind === 'category' || question.kind === 'one-or-many';
  const listed = ofFiles && draft.files.length > 1 ? chooseListed(context, question, draft) : undefined;
  if (listed) return listed;
  const { text, fields } = ofFiles ? unlabelled(context, message.text) : { text: message.text, fields: {} };
  const several = ofFiles && draft.files.length > 1 ? chooseSeveral(context, question, draft, text) : undefined;
  const chosen = several ?? chooseOne(context, question, draft, text);
  const more = typeof chosen === 'object' && 'option' in chosen && Object.keys(fields).length > 0;
  return more ? { ...chosen, fields } : chosen;
}

/** A title with its author a line, behind the category where that was asked: `摄影，各算一件`, `《春》 作者:李明`, `《夏》 作者:王红`. */
function chooseListed(context: Context, question: DraftQuestion, draft: Entry): Chosen | undefined {
  const labels = labelsToRead(context.vocabulary, 'submit');
  const lines = workLines(context.message.text, labels, draft.files.length);
  if (lines === undefined || 'found' in lines) return lines;
  const { text, fields } = unlabelled(context, lines.head);
  const headed = text === '' ? undefined : chooseOne(context, question, draft, text);
  if (headed !== undefined && (typeof headed !== 'object' || 'found' in headed)) return undefined;
  return {
    option: question.kind === 'category' ? (headed?.option ?? '') : 'many',
    asOne: false,
    titles: lines.works.map(({ title }) => title),
    eachFields: lines.works.map((work) => work.fields),
    fields,
  };
}

/** What several files are, with how many works they make or what these are called: `摄影，各算一件，春、夏、秋`, `2 《古城四季》`. */
function chooseSeveral(context: Context, question: DraftQuestion, draft: Entry, text: string): Chosen | undefined {
  const [, first = '', rest = ''] = /^([^\s、.，,：:；;。]+?)(?:[\s、.，,：:；;。]+|(?=《))(\S.*)$/su.exec(text) ?? [];
  const place = first === '' ? undefined : placeIn(context, first, offers(context, question));
  const files = draft.files.length;
  if (question.kind === 'category') {
    const said = typeof place === 'number' ? worksSaid(context, rest, files) : undefined;
    if (said === undefined || typeof place !== 'number') return undefined;
    return typeof said === 'object' && 'found' in said
      ? said
      : { option: question.options[place - 1] ?? '', ...(said !== 'again' && said) };
  }
  const option = typeof place === 'number' ? question.options[place - 1] : undefined;
  // In a list with a title a line the first one may stand behind its number.
  const whole = option === undefined || text.includes('\n');
  const counted = worksSaid(context, whole ? text : rest, files);
  const said =
    option === undefined || counted !== undefined ? counted : titlesSaid(context, option === 'one', rest, files);
  if (said === undefined || said === 'again' || 'found' in said) return said;
  return { option: said.asOne ? 'one' : 'many', ...said };
}

function chooseOne(context: Context, question: DraftQuestion, draft: Entry, text: string): Chosen {
  const { title } = readArguments(text, { fields: {} });
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
  if (question.kind === 'category') return chooseCategory(context, question, draft, { bare, said, text });
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
  { bare, said, text }: { bare: string; said: { title?: string }; text: string },
): Chosen {
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
  const unmarked = said.title === undefined ? numberAndTitle(context, text) : undefined;
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
