import type { Action } from '../domain/permission.ts';
import type { Answer, Context } from './context.ts';
import type { Arguments } from './parse.ts';

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
