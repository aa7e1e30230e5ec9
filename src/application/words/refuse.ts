import { isField } from '../../domain/field.ts';
import { Refusal } from '../../domain/refusal.ts';
import { oneLine } from './normalise.ts';
import type { PhraseId, Phrases } from './phrases.ts';
import type { Vocabulary } from './vocabulary.ts';
import type { Facts, Say } from './words.ts';

type Rest<Id extends PhraseId> = Phrases[Id][number] extends never ? [] : [Facts<Id>];

/** Ends the handling of a message: nothing is changed, the user reads the phrase. */
export function refuse<Id extends PhraseId>(id: Id, ...facts: Rest<Id>): never {
  throw new Refusal(id, quotable(facts[0]), false);
}

/** Like `refuse`, followed by an example of the command that works. */
export function misuse<Id extends PhraseId>(id: Id, ...facts: Rest<Id>): never {
  throw new Refusal(id, quotable(facts[0]), true);
}

/**
 * The sender's own words are cut short and put on one line: nobody can make a line of them look like a line of the bot.
 */
function quotable(facts: Record<string, unknown> = {}): Record<string, unknown> {
  const quoted = ['word', 'written'].flatMap((name) => {
    const words = facts[name];
    return typeof words === 'string' ? [[name, oneLine(words, 20)]] : [];
  });
  return { ...facts, ...Object.fromEntries(quoted) };
}

/**
 * What the user reads of a refusal. Deeds name states and fields by their ids; here they get the names that people know.
 */
export function refusalInWords({ say, vocabulary }: { say: Say; vocabulary: Vocabulary }, refusal: Refusal): string {
  const facts = Object.fromEntries(
    Object.entries(refusal.facts).map(([name, value]) => [name, inWords(vocabulary, name, value)]),
  );
  const text = (say as (id: string, facts: object) => string)(refusal.code, facts);
  const example = refusal.facts.commandExample;
  return refusal.withExample && typeof example === 'string' ? `${text}\n${say('bot.example', { example })}` : text;
}

function inWords(vocabulary: Vocabulary, name: string, value: unknown): unknown {
  if (Array.isArray(value) && value.every((one) => typeof one === 'string'))
    return value.map((one) => (isField(one) ? vocabulary.labels[one] : one)).join('、');
  if (typeof value !== 'string') return value;
  if (name === 'state') return (vocabulary.states as Record<string, string>)[value] ?? value;
  if (name === 'standing') return (vocabulary.candidateStates as Record<string, string>)[value] ?? value;
  if (name === 'role') return (vocabulary.roles as Record<string, string[]>)[value]?.[0] ?? value;
  return name === 'field' && isField(value) ? vocabulary.labels[value] : value;
}
