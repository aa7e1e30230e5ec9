import type { Action } from '../../domain/permission.ts';
import type { Answer } from '../delivery/answer.ts';
import type { Interpretation } from '../language/intents.ts';
import type { Message } from '../message.ts';
import type { Office } from '../office.ts';
import type { ReceivedFile } from '../ports.ts';
import type { Turn } from '../turn.ts';
import type { Arguments } from '../words/parse.ts';

/**
 * One thing a person can say. Its names, fields, usage and example are under the same id in `prompts/commands.yaml`;
 * routing, permission, help and the example in a refusal all come from these two.
 */
export interface Command {
  id: string;
  action: Action;
  /** Whether the files of the message, quoted ones included, are its own. */
  takesFiles?: boolean;
  handle(context: Context, args: Arguments): Promise<Answer[] | string>;
}

/** One message in hand, inside one transaction. */
export interface Context extends Omit<Office, 'prisma'>, Turn {
  /** Everything that can be said, handed in so that no command needs to know the list it stands in. */
  commands: readonly Command[];
  message: Message;
  inGroup: boolean;
  files: ReceivedFile[];
  /** The sender answered 确认 to this very command. */
  confirmed: boolean;
  /** What the language model takes the message for, when it was asked; null when it did not know. */
  advice?: Interpretation | null;
}
