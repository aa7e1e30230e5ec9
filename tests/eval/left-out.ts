import path from 'node:path';
import { readSentences } from '../../src/adapters/learnt-file.ts';
import { understandText } from '../../src/application/conversation/plain/understand.ts';
import { INTENTS, type Intent, isWrite, type Slots } from '../../src/application/language/intents.ts';
import { type Learnt, type Lesson, learn } from '../../src/application/language/learnt.ts';
import {
  lessonsFrom,
  lessonsOfGrammar,
  SAID_ON,
  type Sentence,
  whoSays,
} from '../../src/application/language/lessons.ts';
import type { Tongue } from '../../src/application/language/reading.ts';
import { vocabulary } from '../support/language.ts';

const SENTENCES = path.resolve(import.meta.dirname, '../../prompts/language/sentences');
/** What was written together with the rules: learnt from, never measured. */
const HOUSE = '00';
const FOLDS = 10;

/** A sentence of somebody from whom nothing was learnt when it was read. */
export interface Outcome {
  author: string;
  text: string;
  /** What it may be taken for: what its author meant, and what a second reader took it for. */
  meant: Intent[];
  got: Intent;
  confidence: number;
  acted: boolean;
  offered: Intent[];
  /** The first intent is right, and every slot that its author names has its value (aspects are named in as many ways as there are authors). */
  whole: boolean;
}

export interface Figures {
  sentences: number;
  right: number;
  /** Right with every slot. */
  whole: number;
  /** The right reading is the first one, or among those offered. */
  reached: number;
  /** Acted on, or left alone, without asking. */
  acted: number;
  actedRight: number;
  writes: number;
  missed: number;
  others: number;
  false: number;
}

type Known = Sentence & { author: string; accept?: Intent[] | undefined; slots?: Slots | undefined };

export const sentencesOfPeople = (): Known[] => readSentences(SENTENCES);

/** Reads the sentences of each tenth of the people with what was learnt from the others. */
export function* leftOut(tongue: Tongue, folds: readonly number[], known = sentencesOfPeople()): Generator<Outcome> {
  const lessons = lessonsFrom(tongue, known);
  const own = lessonsOfGrammar(tongue);
  for (const fold of folds) {
    const out = (author: string) => author !== HOUSE && (Number(author) - 1) % FOLDS === fold;
    const taught: Lesson[] = lessons.filter((_, index) => !out(known[index]?.author ?? HOUSE));
    const learnt = learn([...taught, ...own]);
    for (const sentence of known) if (out(sentence.author)) yield outcomeOf({ ...tongue, learnt }, sentence);
  }
}

/** The same with the rules alone, as they were before anything was learnt. */
export function* byRules({ learnt: _, ...tongue }: Tongue & { learnt?: Learnt }): Generator<Outcome> {
  for (const sentence of sentencesOfPeople()) if (sentence.author !== HOUSE) yield outcomeOf(tongue, sentence);
}

function outcomeOf(tongue: Tongue, sentence: Known): Outcome {
  const who = whoSays(sentence);
  const { meaning, confidence, choices } = understandText(tongue, vocabulary, sentence.text, {
    who,
    ownUnits: who === 'county' && sentence.unit ? [sentence.unit] : [],
    inGroup: sentence.context === 'group',
    now: SAID_ON,
  });
  const { author, text, intent, accept = [] } = sentence;
  const got = meaning?.intent ?? choices[0]?.intent ?? 'ignore';
  const acted = meaning !== undefined;
  return {
    author,
    text,
    meant: [intent, ...accept],
    got,
    confidence,
    acted,
    offered: choices.map((one) => one.intent),
    whole: got === intent && hasAll((meaning ?? choices[0])?.slots ?? {}, sentence),
  };
}

/** One's own unit may be named or not. */
function hasAll(found: Slots, { slots = {}, unit }: Known): boolean {
  const value = (one: unknown) => JSON.stringify(one === unit ? '@self' : one);
  return Object.entries(slots).every(
    ([name, wanted]) => wanted === null || name === 'aspect' || value(found[name]) === value(wanted),
  );
}

export const isFalseWrite = ({ acted, got, meant }: Outcome): boolean => acted && isWrite(got) && !meant.some(isWrite);

export function figuresOf(outcomes: readonly Outcome[]): Figures {
  const count = (holds: (one: Outcome) => boolean) => outcomes.filter(holds).length;
  const right = ({ got, meant }: Outcome) => meant.includes(got);
  const write = ({ meant }: Outcome) => isWrite(meant[0] as Intent);
  return {
    sentences: outcomes.length,
    right: count(right),
    whole: count(({ whole }) => whole),
    reached: count((one) => right(one) || one.offered.some((intent) => one.meant.includes(intent))),
    acted: count(({ acted }) => acted),
    actedRight: count((one) => one.acted && right(one)),
    writes: count(write),
    missed: count((one) => write(one) && !(right(one) || one.offered.some((intent) => one.meant.includes(intent)))),
    others: count(({ meant }) => !meant.some(isWrite)),
    false: count(isFalseWrite),
  };
}

/** What was taken for what, most often first. */
export function confusions(
  outcomes: readonly Outcome[],
): { meant: Intent; got: Intent; count: number; example: string }[] {
  const wrong = outcomes.filter(({ got, meant }) => !meant.includes(got));
  return INTENTS.flatMap((meant) =>
    INTENTS.flatMap((got) => {
      const found = wrong.filter((one) => one.meant[0] === meant && one.got === got);
      return found[0] ? [{ meant, got, count: found.length, example: found[0].text }] : [];
    }),
  ).sort((one, other) => other.count - one.count);
}
