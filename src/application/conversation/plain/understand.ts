import { beijingDay } from '../../../domain/time.ts';
import type { Interpretation } from '../../language/intents.ts';
import { interpretByRules } from '../../language/interpret.ts';
import { type Reading, readSentence, type Tongue, type Who } from '../../language/reading.ts';
import { type Segments, segmentsOf } from '../../language/segments.ts';
import { type Arguments, readArguments, readCommand } from '../../words/parse.ts';
import type { CommandWords, Vocabulary } from '../../words/vocabulary.ts';
import { meaningOfCommand } from './command-meaning.ts';

export interface Situation {
  who: Who;
  ownUnits: readonly string[];
  inGroup: boolean;
  now: Date;
}

/** What a message is meant as, and the sentence as it was read. */
export interface Understood {
  reading: Reading;
  /** Undefined when the rules leave it open. */
  meaning: Interpretation | undefined;
}

/** Reads a message as it was typed; files and a quotation may stand in it in square brackets. */
export function understandText(tongue: Tongue, vocabulary: Vocabulary, text: string, situation: Situation): Understood {
  return understand(tongue, vocabulary, segmentsOf(text, tongue.grammar.raw.entities.labels), situation);
}

/** What a command says outside of its fields, with the unit and the category that stand in fields. */
const headOf = ({ said, fields: { unit = '', category = '' } }: Arguments) => `${said} ${unit} ${category}`.trim();

/** The fields that make a pasted form this command's, one a line. */
const FORMS: [command: string, fields: string[]][] = [
  ['event', ['date', 'company', 'attendance']],
  ['submit', ['category', 'title']],
  ['ambassador', ['name', 'workplace']],
];

/** Which command a form without a command's word fills in. */
function formIn(said: string, vocabulary: Vocabulary): string | undefined {
  const lines = said.split('\n').filter((line) => /^[^:：=＝]{1,8}[:：=＝]/.test(line.trim()));
  if (lines.length < 2) return undefined;
  return FORMS.find(([command, fields]) => {
    const words = vocabulary.commands[command];
    const filled = words && readArguments(said, words).fields;
    return filled && fields.every((field) => field in filled);
  })?.[0];
}

/** A command with a slash means what it says; anything else is read by the rules. */
export function understand(
  tongue: Tongue,
  vocabulary: Vocabulary,
  segments: Segments,
  situation: Situation,
): Understood {
  const place = { ...situation, today: beijingDay(situation.now) };
  const spoken = readCommand(segments.said, vocabulary);
  const words: CommandWords | undefined = vocabulary.commands[spoken?.command ?? ''];
  const whole = readSentence(tongue, segments, place);
  const commanded = () => {
    if (!spoken || !words) return undefined;
    const args = readArguments(spoken.rest, words);
    return meaningOfCommand(spoken, args, readSentence(tongue, { ...segments, said: headOf(args) }, place));
  };
  const form = spoken ? undefined : formIn(segments.said, vocabulary);
  if (form) {
    const args = readArguments(segments.said, vocabulary.commands[form] as CommandWords);
    const head = readSentence(tongue, { ...segments, said: headOf(args) }, place);
    const filled = meaningOfCommand({ command: form, word: '', slashed: true, rest: segments.said }, args, head);
    if (filled) return { reading: whole, meaning: filled };
  }
  const meaning = spoken?.slashed ? (commanded() ?? interpretByRules(whole)) : (interpretByRules(whole) ?? commanded());
  return { reading: whole, meaning };
}
