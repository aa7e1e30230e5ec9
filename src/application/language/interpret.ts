import { conditions } from './conditions.ts';
import type { Rule } from './grammar.ts';
import type { Intent, Interpretation, Slots } from './intents.ts';
import type { ReaderName } from './names.ts';
import type { Reading } from './reading.ts';
import { entryReaders } from './slots-entries.ts';
import { nameReaders } from './slots-names.ts';
import { peopleReaders } from './slots-people.ts';
import { reasonReaders } from './slots-reasons.ts';
import { timeReaders } from './slots-times.ts';
import { wordReaders } from './slots-words.ts';

const readers = { ...nameReaders, ...peopleReaders, ...timeReaders, ...wordReaders, ...entryReaders, ...reasonReaders };

// From this likeness to an example on, a sentence means what the example means, even if a vague rule says otherwise.
const NEARER_THAN_VAGUE = 0.4;
const SHORTEST_LIKE = 3;

/** The first rule that fits, else what the nearest example means, with what it takes from the sentence; undefined when both leave it open. */
export function interpretByRules(reading: Reading): Interpretation | undefined {
  for (const rule of reading.tongue.grammar.rules) {
    const match = matchOf(rule, reading);
    if (!match) continue;
    const nearer = rule.vague ? nearestMeaning(reading, NEARER_THAN_VAGUE) : undefined;
    if (nearer && nearer.intent !== rule.intent) return nearer;
    return said(rule, reading, match);
  }
  return nearestMeaning(reading);
}

/** What the first rule that fits says. */
export function meaningBy(reading: Reading): Interpretation | undefined {
  for (const rule of reading.tongue.grammar.rules) {
    const match = matchOf(rule, reading);
    if (match) return said(rule, reading, match);
  }
  return undefined;
}

/** What a sentence says of this intent: by the first of its rules that fits, else by all that its rules read. */
export function slotsAs(reading: Reading, intent: Intent): Slots {
  for (const rule of reading.tongue.grammar.rules) {
    const match = rule.intent === intent ? matchOf(rule, reading) : undefined;
    if (match) return withEntry(reading, intent, said(rule, reading, match).slots);
  }
  return withEntry(reading, intent, slotsFor(reading, intent));
}

const OF_AN_ENTRY: readonly Intent[] = [
  ...(['query_item_status', 'query_receipt', 'query_duplicates', 'revise_submission'] as const),
  ...(['withdraw_submission', 'approve_submission', 'return_submission'] as const),
];

/** The entry that is named is meant, whether or not the rule that fits reads it. */
function withEntry(reading: Reading, intent: Intent, slots: Slots): Slots {
  if ('target' in slots || 'targets' in slots || !OF_AN_ENTRY.includes(intent)) return slots;
  return { ...slots, ...readersOf(reading, ['targetNamed']) };
}

const said = (rule: Rule, reading: Reading, match: { start: number; end: number }): Interpretation => ({
  intent: rule.intent,
  slots: { ...rule.set, ...readersOf({ ...reading, match }, rule.slots) },
});

function nearestMeaning(reading: Reading, atLeast?: number): Interpretation | undefined {
  if (reading.toPerson && reading.things.length === 0) return undefined;
  // A word alone is like half of many sentences, and means none of them.
  if (reading.things.length === 0 && [...reading.masked.replace(/[\s\p{P}\p{S}]/gu, '')].length < SHORTEST_LIKE)
    return undefined;
  const intent = reading.tongue.nearest.find(reading.masked, atLeast);
  if (!intent || !hasWhatItNeeds(reading, intent)) return undefined;
  return { intent, slots: slotsFor(reading, intent) };
}

/**
 * An example means nothing where the rules of its intent could not hold: what all of them need, such as a category,
 * must be in the sentence.
 */
function hasWhatItNeeds(reading: Reading, intent: Intent): boolean {
  const rules = reading.tongue.grammar.rules.filter((rule) => rule.intent === intent);
  return rules.some(({ needs }) => needs.every((name) => conditions[name](reading)));
}

/** What the rules of an intent take from a sentence that none of them fits. */
export function slotsFor(reading: Reading, intent: Intent): Slots {
  const rules = reading.tongue.grammar.rules.filter((rule) => rule.intent === intent);
  const { aspect: _, ...set } = rules.find((rule) => Object.keys(rule.set).length > 0)?.set ?? {};
  const always = rules.every((rule) => Object.keys(rule.set).length > 0) ? set : {};
  return { ...always, ...readersOf(reading, [...new Set(rules.flatMap((rule) => rule.slots))]) };
}

/** What the named readers take from a sentence. */
export function readersOf(reading: Reading, names: readonly ReaderName[]): Slots {
  const slots: Slots = {};
  for (const name of names) Object.assign(slots, readers[name]?.(reading));
  if ('items' in slots) delete slots.category;
  return slots;
}

function matchOf(rule: Rule, reading: Reading): { start: number; end: number } | undefined {
  if (rule.who && !rule.who.includes(reading.who)) return undefined;
  if (!rule.needs.every((name) => conditions[name](reading))) return undefined;
  if (rule.needsAny.length > 0 && !rule.needsAny.some((name) => conditions[name](reading))) return undefined;
  const found = rule.when.exec(reading.masked);
  if (!found || rule.unless?.test(reading.masked)) return undefined;
  if (rule.notIf && conditions[rule.notIf](reading)) return undefined;
  return { start: found.index, end: found.index + found[0].length };
}
