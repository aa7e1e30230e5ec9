import type { DocumentResult } from '../../domain/document.ts';
import type { Action } from '../../domain/permission.ts';
import type { SheetResult } from '../../domain/sheet.ts';
import type { Answer } from '../delivery/answer.ts';
import type { MadeFile } from '../exporting/made-file.ts';
import type { Interpretation } from '../language/intents.ts';
import type { Message } from '../message.ts';
import type { Office } from '../office.ts';
import type { Deed } from '../people/deed.ts';
import type { ReceivedFile } from '../ports.ts';
import type { Turn } from '../turn.ts';
import type { PhraseTable, SayOf } from '../words/words.ts';
import type { Args, Input } from './args.ts';

/**
 * One thing a person can say. Its names, the labels of its arguments, usage and example are under the same id in
 * `prompts/commands.yaml`; reading, permission, help and the example in a refusal all come from these two.
 */
export interface Command<Declared extends Args = Args, Own extends PhraseTable = PhraseTable> {
  id: string;
  action: Action;
  /** For some of what it takes it is for those too who may do this; the command itself refuses them all else. */
  alsoFor?: Action;
  /** Whether the files of the message, quoted ones included, are its own. */
  takesFiles?: boolean;
  /** It makes no difference in which campaign it is said: of several, nobody is asked which. */
  everywhere?: boolean;
  /** Of no use with one campaign alone. */
  ofSeveral?: boolean;
  args: Declared;
  /** What this command alone says, with the variables of each; refusals, and what is said elsewhere too, are in `words/phrases*.ts`. */
  phrases?: Own;
  /**
   * Gets ids and days, never words: a sentence in plain language, once understood, calls it directly, without printing
   * and reading a command line.
   */
  handle(context: Context, input: Input<Declared>, say: SayOf<Own>): Promise<Answer[] | string>;
}

/** A command of a list, whose own type of input is lost. Whoever calls it has read the input by `args`. */
export type AnyCommand = Omit<Command, 'handle'> & {
  handle(context: Context, input: never, say: never): Promise<Answer[] | string>;
};

/** A command with its input typed by its own arguments. */
export const command = <Declared extends Args, const Own extends PhraseTable = Record<never, never>>(
  literal: Command<Declared, Own>,
): Command<Declared, Own> => literal;

/** A deed with what is said of it: to whoever did it, and to everybody whom it concerns. */
export interface SpokenDeed<Wanted> {
  deed: Pick<Deed<Wanted, unknown>, 'id' | 'input'>;
  carryOut(context: Context, input: Wanted): Promise<Answer[]>;
}

/** A deed of a list. Its input is checked by its own schema before it is carried out. */
export interface AnySpokenDeed {
  deed: { id: string; input: { parse(input: unknown): unknown } };
  carryOut(context: Context, input: never): Promise<Answer[]>;
}

/** Joins a deed and what is said of it, as they are carried out in a chat. */
export function spoken<Wanted, Facts>(
  deed: Deed<Wanted, Facts>,
  said: (context: Context, facts: Facts) => Promise<Answer[]>,
): SpokenDeed<Wanted> {
  return { deed, carryOut: async (context, input) => said(context, await deed(context, input)) };
}

/** One message in hand, inside one transaction. */
export interface Context extends Omit<Office, 'prisma' | 'sheets' | 'documents'>, Turn {
  /**
   * All commands. Handed in, because a command such as `/帮助` needs the list it stands in, and importing that would be a
   * circle of files.
   */
  commands: readonly AnyCommand[];
  /** Everything that can wait for consent, by the deed's id. */
  deeds: ReadonlyMap<string, AnySpokenDeed>;
  message: Message;
  inGroup: boolean;
  files: ReceivedFile[];
  /** Sheets that have been read for this message, by the hash of their bytes. */
  sheets: ReadonlyMap<string, SheetResult>;
  /** Documents that have been read for it, in the same way. */
  documents: ReadonlyMap<string, DocumentResult>;
  /** Files that have been made for this message, by the request that they answer. */
  made: ReadonlyMap<string, MadeFile>;
  /** What the language model takes the message for, when it was asked; null when it did not know. */
  advice?: Interpretation | null;
}
