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

/** The first rule that fits, else what the nearest example means, with what it takes from the sentence; undefined when both leave it open. */
export function interpretByRules(reading: Reading): Interpretation | undefined {
  for (const rule of reading.tongue.grammar.rules) {
    const match = matchOf(rule, reading);
    if (!match) continue;
    const nearer = rule.vague ? nearestMeaning(reading, NEARER_THAN_VAGUE) : undefined;
    if (nearer && nearer.intent !== rule.intent) return nearer;
    const read = { ...reading, match };
    return { intent: rule.intent, slots: { ...rule.set, ...readersOf(read, rule.slots) } };
  }
  return nearestMeaning(reading);
}

function nearestMeaning(reading: Reading, atLeast?: number): Interpretation | undefined {
  if (reading.toPerson && reading.things.length === 0) return undefined;
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
