import { beijingDay } from '../../domain/time.ts';
import { type Arguments, readArguments, readCommand } from '../parse.ts';
import type { CommandWords, Vocabulary } from '../vocabulary.ts';
import { meaningOfCommand } from './command-meaning.ts';
import type { Interpretation } from './intents.ts';
import { interpretByRules } from './interpret.ts';
import { type Reading, readSentence, type Tongue, type Who } from './reading.ts';
import { type Segments, segmentsOf } from './segments.ts';

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
  const meaning = spoken?.slashed ? (commanded() ?? interpretByRules(whole)) : (interpretByRules(whole) ?? commanded());
  return { reading: whole, meaning };
}
