import { FIELDS, isField } from '../../domain/field.ts';
import { readArguments } from '../words/form.ts';
import { refuse } from '../words/refuse.ts';
import { labelsToRead } from '../words/vocabulary.ts';
import { workLines } from '../words/work-lines.ts';
import { numbersAtHead } from './entry-number.ts';
import type { Unread } from './read-names.ts';

/** A title with its author a line: what these lines say is no word of the command itself, which is read again without them. */
export function takeLines(unread: Unread, name: string): void {
  const { context, command, args, input } = unread;
  const numbers = Array.isArray(input.numbers) ? input.numbers : undefined;
  const labels = labelsToRead(context.vocabulary, command);
  const read = workLines(numbers ? numbersAtHead(args.whole).rest : args.whole, labels, numbers?.length);
  if (read === undefined) return;
  if ('found' in read) refuse('correct.titles-count', { found: read.found, count: numbers?.length ?? 0 });
  input[name] = read.works;
  // The same object, as whoever has it names afterwards what had no place: that must not be a word of the lines.
  Object.assign(args, { title: undefined }, readArguments(read.head, labels));
  unread.said = args.said;
  unread.words = args.words;
}

/** `10件` among the words, or behind the name of an author that had no other end. */
export function takeWorks(unread: Unread, name: string): void {
  const { works_counted: counted, each_apart: apart, as_one: one } = unread.context.tongue.grammar.words;
  const saysSo = (word: string) => [counted, apart, one].some((pattern) => pattern?.test(word));
  const { fields } = unread.args;
  for (const field of Object.keys(fields)) {
    const [, value = '', last = ''] = /^(.*\S)[\s，,]+(\S+)$/s.exec(fields[field] ?? '') ?? [];
    if (!isField(field) || FIELDS[field].kind !== 'person' || !saysSo(last)) continue;
    fields[field] = value;
    unread.input[name] = last;
  }
  unread.input[name] = unread.words.find(saysSo) ?? unread.input[name];
  unread.words = unread.words.filter((word) => !saysSo(word));
}
