import { beijingDay } from '../../../domain/time.ts';
import { hear } from '../../language/hear.ts';
import type { Intent, Interpretation, Slots } from '../../language/intents.ts';
import { type Reading, readSentence, type Tongue, type Who, wellSpelt } from '../../language/reading.ts';
import { type Segments, segmentsOf } from '../../language/segments.ts';
import { type Arguments, readArguments } from '../../words/form.ts';
import { readCommand } from '../../words/parse.ts';
import { labelsToRead, type Vocabulary } from '../../words/vocabulary.ts';
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
  /** Undefined when it is not sure. */
  meaning: Interpretation | undefined;
  confidence: number;
  /** When it is not sure: the readings to offer, best first. */
  choices: Interpretation[];
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
  if ((said.match(/[:：=＝]/g) ?? []).length < 2) return undefined;
  return FORMS.find(([command, fields]) => {
    const filled = readArguments(said, labelsToRead(vocabulary, command)).fields;
    return fields.every((field) => field in filled);
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
  const whole = readSentence(tongue, segments, place);
  const commanded = () => {
    if (!spoken?.command) return undefined;
    const args = readArguments(spoken.rest, labelsToRead(vocabulary, spoken.command));
    return meaningOfCommand(spoken, args, readSentence(tongue, { ...segments, said: headOf(args) }, place));
  };
  const form = spoken ? undefined : formIn(segments.said, vocabulary);
  if (form) {
    const args = readArguments(segments.said, labelsToRead(vocabulary, form));
    const head = readSentence(tongue, { ...segments, said: headOf(args) }, place);
    const filled = meaningOfCommand({ command: form, word: '', slashed: true, rest: segments.said }, args, head);
    if (filled) return said(whole, filled);
  }
  const meant = spoken?.slashed ? commanded() : undefined;
  if (meant) return said(whole, meant);
  const { meaning, confidence, choices } = hear(whole);
  const spelt = { ...segments, said: wellSpelt(tongue.grammar, segments.said) };
  const labelled = (one: Interpretation) => withLabelled(one, spelt, vocabulary, tongue);
  const typed = meaning || spoken?.slashed ? undefined : commanded();
  if (typed) return said(whole, typed);
  return { reading: whole, meaning: meaning && labelled(meaning), confidence, choices: choices.map(labelled) };
}

const said = (reading: Reading, meaning: Interpretation): Understood => ({
  reading,
  meaning,
  confidence: 1,
  choices: [],
});

/** The command whose labels people use in a sentence that means this, and the slots that are told by labels alone. */
const LABELLED: Partial<Record<Intent, { command: string; slots: Record<string, string> }>> = {
  submit_work: {
    command: 'submit',
    slots: { title: 'title', author: 'author', authorUnit: 'author_unit', note: 'note' },
  },
  register_ambassador: { command: 'ambassador', slots: { name: 'name', workplace: 'workplace', note: 'note' } },
  submit_event: { command: 'event', slots: { note: 'note' } },
};

/** What stands under a label is read by the one reader of labels, also in the middle of a sentence. */
function withLabelled(
  meaning: Interpretation,
  { said, files: [file] }: Segments,
  vocabulary: Vocabulary,
  tongue: Tongue,
): Interpretation {
  const labelled = LABELLED[meaning.intent];
  if (!labelled || 'items' in meaning.slots) return meaning;
  const { fields: all, noted } = readArguments(
    said || (file?.name.replace(/\.\w{1,5}$/, '') ?? ''),
    labelsToRead(vocabulary, labelled.command),
  );
  // What stands around the labels is the sentence's own.
  const { note, ...rest } = all;
  const fields = noted.length > 0 && note !== undefined ? { ...rest, note } : rest;
  const found = Object.entries(labelled.slots).flatMap(([field, slot]) =>
    fields[field] === undefined ? [] : [[slot, fields[field]] as const],
  );
  const named = withoutLabels(meaning.slots, said, labelsToRead(vocabulary, labelled.command));
  return { ...meaning, slots: withoutCourtesy(tongue, { ...named, ...Object.fromEntries(found) }) };
}

/** 冯国栋同志 is called 冯国栋; what is said politely behind a workplace is no part of it. */
function withoutCourtesy({ grammar: { words } }: Tongue, slots: Slots): Slots {
  const { author, author_unit: unit } = slots;
  const called = typeof author === 'string' && words.courtesy ? author.replace(words.courtesy, '') : '';
  return {
    ...slots,
    ...(called.length > 1 && { author: called }),
    ...(typeof unit === 'string' && words.polite_rest && { author_unit: unit.replace(words.polite_rest, '') }),
  };
}

/** A title that is a file's name may say more: 夜班的灯-作者王某-单位安泽县医院.mp4. */
function withoutLabels(slots: Slots, said: string, labels: ReturnType<typeof labelsToRead>): Slots {
  const { title } = slots;
  if (typeof title !== 'string' || said.includes(title)) return slots;
  const { head, title: own, fields } = readArguments(title.replace(/[-_—－＿+]+/g, ' '), labels);
  const { author, authorUnit } = fields;
  if (author === undefined && authorUnit === undefined) return slots;
  return {
    ...slots,
    title: own ?? head,
    ...(author !== undefined && { author }),
    ...(authorUnit !== undefined && { author_unit: authorUnit }),
  };
}
