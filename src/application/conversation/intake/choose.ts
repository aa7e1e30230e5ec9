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
  const bare = text
    .replace(/《[^》]*》/, '')
    .normalize('NFKC')
    .trim();
  const digits = /^[\p{P}\p{S}\s]*(\d{1,2})[\p{P}\p{S}\s]*$/u.exec(bare)?.[1];
  const said = title === undefined ? {} : { title };
  const numbered = (number: string, titled: { title?: string }) => {
    const option = question.options[Number(number) - 1];
    return option === undefined ? 'out-of-range' : { option, ...titled };
  };
  if (digits !== undefined && !readCommand(text, vocabulary)?.command) return numbered(digits, said);
  if (question.kind === 'one-or-many') return chooseCount(context, bare, draft.files.length);
  const named = question.options.find((option) => namesOf(context, question.kind, option).includes(fold(bare)));
  if (named !== undefined) return { option: named, ...said };
  const unmarked = question.kind === 'category' && title === undefined ? numberAndTitle(context, text) : undefined;
  return unmarked ? numbered(unmarked.number, { title: unmarked.title }) : 'none';
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

/** How many works the files make, in words: 各算一件, 4件, or the whole line of the choice. */
function chooseCount({ tongue }: Context, bare: string, files: number): Picked | 'none' | 'again' {
  const { as_one: one, each_apart: many } = tongue.grammar.words;
  const words = bare.replace(/^[12][\s、.,:]+/, '').replace(/[\p{P}\p{S}\s]+$/u, '');
  if (many?.test(words)) return { option: 'many' };
  if (one?.test(words)) return { option: 'one' };
  const { v } = tongue.grammar.words.works_counted?.exec(words)?.groups ?? {};
  const count = readNumeral(v ?? '', tongue.grammar.raw.entities);
  if (count === undefined) return 'none';
  if (count === 1) return { option: 'one' };
  return count === files ? { option: 'many' } : 'again';
}

/** A bare number answers an earlier question, and a question of the sender's is no title. */
function chooseTitle({ vocabulary }: Context, text: string, quoted: string | undefined): Picked | 'none' | 'again' {
  const title = oneLine(quoted ?? text);
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
