import { phrases } from '../words/phrases.ts';
import { admissionPhrases } from '../words/phrases-admission.ts';
import type { PhraseTable, Say } from '../words/words.ts';
import { type Section, wordsFrom } from '../words/words.ts';
import type { AnyCommand } from './context.ts';

/** Everything that `prompts/replies/` says: what is said everywhere, and what each command says by itself. */
export const repliesOf = (commands: readonly Pick<AnyCommand, 'phrases'>[]): PhraseTable =>
  Object.assign({}, phrases, admissionPhrases, ...commands.map((command) => command.phrases ?? {}));

/** Throws `WordsInvalid` with file and line for what does not fit. */
export const sayWith = (sections: ReadonlyMap<string, Section>, commands: readonly AnyCommand[]): Say =>
  wordsFrom(sections, repliesOf(commands)) as Say;
