import { Refusal } from '../domain/refusal.ts';
import type { PhraseId, Phrases } from './phrases.ts';
import type { Facts } from './words.ts';

type Rest<Id extends PhraseId> = Phrases[Id][number] extends never ? [] : [Facts<Id>];

/** Ends the handling of a message: nothing is changed, the user reads the phrase. */
export function refuse<Id extends PhraseId>(id: Id, ...facts: Rest<Id>): never {
  throw new Refusal(id, facts[0] ?? {}, false);
}

/** Like `refuse`, followed by an example of the command that works. */
export function misuse<Id extends PhraseId>(id: Id, ...facts: Rest<Id>): never {
  throw new Refusal(id, facts[0] ?? {}, true);
}
