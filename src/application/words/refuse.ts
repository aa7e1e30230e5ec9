import { Refusal } from '../../domain/refusal.ts';
import { oneLine } from './normalise.ts';
import type { PhraseId, Phrases } from './phrases.ts';
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

/** What the sender wrote is quoted short and on one line, so that no line of it can pass for the bot's. */
function quotable(facts: Record<string, unknown> = {}): Record<string, unknown> {
  const quoted = ['word', 'written'].flatMap((name) => {
    const words = facts[name];
    return typeof words === 'string' ? [[name, oneLine(words, 20)]] : [];
  });
  return { ...facts, ...Object.fromEntries(quoted) };
}

/** What the user reads of a refusal. */
export function refusalInWords(say: Say, refusal: Refusal): string {
  const text = (say as (id: string, facts: object) => string)(refusal.code, refusal.facts);
  const example = refusal.facts.commandExample;
  return refusal.withExample && typeof example === 'string' ? `${text}\n${say('bot.example', { example })}` : text;
}
