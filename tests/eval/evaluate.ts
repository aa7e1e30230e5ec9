import { readFileSync } from 'node:fs';
import type { Slots } from '../../src/application/language/intents.ts';
import { listener, plain, type Spoken } from '../support/language.ts';

/** A sentence with what it is meant as. */
export interface Utterance extends Spoken {
  intent: string;
  slots: Slots;
  half?: 'written-with' | 'held-out';
}

export interface Score {
  sentences: number;
  intents: number;
  /** Intent and every slot. */
  whole: number;
  wrong: { text: string; wanted: string; got: string }[];
}

export const utterancesOf = (file: string): Utterance[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Utterance);

/** Slots beyond the contract (docs/product.md, section 9), compared only where an utterance names them. */
const BEYOND = [
  'granularity',
  'count_claimed',
  'attachments_expected',
  'bulk',
  'time_expr',
  'include',
  'stated',
  'computed',
  'kind',
];
const comparable = (slots: Slots, wanted: Slots): Slots =>
  Object.fromEntries(Object.entries(slots).filter(([name]) => !BEYOND.includes(name) || name in wanted));

/** How many of the sentences the rules understand, without the model. */
export function evaluate(utterances: Utterance[]): Score {
  const hear = listener();
  const score: Score = { sentences: utterances.length, intents: 0, whole: 0, wrong: [] };
  for (const utterance of utterances) {
    const meaning = hear(utterance);
    const wanted = `${utterance.intent} ${JSON.stringify(plain(utterance.slots))}`;
    const got = meaning
      ? `${meaning.intent} ${JSON.stringify(plain(comparable(meaning.slots, utterance.slots)))}`
      : '—';
    if (meaning?.intent === utterance.intent) score.intents++;
    if (wanted === got) score.whole++;
    else score.wrong.push({ text: utterance.text, wanted, got });
  }
  return score;
}
