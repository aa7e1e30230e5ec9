import { Refusal } from '../../domain/refusal.ts';
import type { Answer } from '../delivery/answer.ts';
import { allowed } from '../people/permit.ts';
import { unitOf } from '../words/lexicons.ts';
import { readArguments } from '../words/parse.ts';
import { misuse, refuse } from '../words/refuse.ts';
import type { Args, Input } from './args.ts';
import type { AnyCommand, Command, Context } from './context.ts';
import { takeFiles } from './intake/files.ts';
import { readInput } from './read-input.ts';
import { refuseStranger } from './speaking.ts';

/** Runs a command as it was typed: permission first, then its arguments are read. */
export function run(context: Context, id: string, rest: string): Promise<Answer[]> {
  const { command, words } = commandNamed(context, id);
  return permitted(context, command, async () => {
    const args = readArguments(rest, words);
    if (args.misspelt) misuse('bot.misspelt-field', args.misspelt);
    const input = readInput(context, command, args);
    const own = context.files.filter((file) => !file.quoted);
    const answers = await handled({ ...context, files: command.takesFiles ? context.files : own }, command, input);
    if (!command.takesFiles && own.length > 0) answers.push(...(await takeFiles({ ...context, files: own })));
    return answers;
  });
}

/**
 * Runs a command whose input is understood already, with the same permission and the same answer as if it had been
 * typed.
 */
export const call = <Declared extends Args>(
  context: Context,
  command: Command<Declared>,
  input: Input<Declared>,
): Promise<Answer[]> => permitted(context, command as AnyCommand, () => handled(context, command as AnyCommand, input));

async function handled(context: Context, command: AnyCommand, input: object): Promise<Answer[]> {
  const said = await command.handle(context, input as never, context.say as never);
  return typeof said === 'string' ? [{ text: said }] : said;
}

/** Does it for whoever may use the command; what is refused gets an example of the command that works. */
export async function permitted<Result>(
  context: Context,
  { id, action }: Pick<AnyCommand, 'id' | 'action'>,
  work: () => Promise<Result>,
): Promise<Result> {
  const { words } = commandNamed(context, id);
  try {
    if (!allowed(context, action)) {
      if (context.actor.personId === undefined) refuseStranger(context, words.name);
      refuse('bot.not-allowed', { command: words.name });
    }
    return await work();
  } catch (error) {
    if (error instanceof Refusal) error.facts.commandExample ??= exampleFor(context, id);
    throw error;
  }
}

export function commandNamed({ commands, vocabulary }: Context, id: string) {
  const command = commands.find((one) => one.id === id);
  const words = vocabulary.commands[id];
  if (!command || !words) throw new Error(`no command ${id}`);
  return { command, words };
}

/** An example that works for this actor: whoever reports for others, or for several units, must name the unit. */
function exampleFor(context: Context, id: string): string {
  const { command, words } = commandNamed(context, id);
  const { units } = context.actor;
  const unitId = units.length === 1 ? undefined : (units[0] ?? context.campaign.units[0]?.id);
  const reports = Object.values(command.args).some((arg) => arg.kind === 'unit' && arg.for === 'report');
  if (!reports || unitId === undefined) return words.example;
  return words.example.replace(' ', ` ${unitOf(context, unitId).short} `);
}
