import { Refusal } from '../../domain/refusal.ts';
import type { Answer } from '../delivery/answer.ts';
import { allowed } from '../people/permit.ts';
import { type Arguments, readArguments } from '../words/form.ts';
import { unitOf } from '../words/lexicons.ts';
import { oneLine } from '../words/normalise.ts';
import { misuse, refuse } from '../words/refuse.ts';
import { labelsToRead } from '../words/vocabulary.ts';
import type { Args, Input } from './args.ts';
import type { AnyCommand, Command, Context } from './context.ts';
import { beginsWithNumber } from './entry-number.ts';
import { quotedNumber } from './intake/belongs.ts';
import { takeFiles } from './intake/files.ts';
import { readInput } from './read-input.ts';
import { refuseStranger } from './speaking.ts';

/** Runs a command as it was typed: permission first, then its arguments are read. */
export function run(context: Context, id: string, rest: string): Promise<Answer[]> {
  const { command } = commandNamed(context, id);
  return permitted(context, command, async () => {
    const args = readArguments(withQuotedNumber(context, command, rest), labelsToRead(context.vocabulary, id));
    if (args.misspelt) misuse('bot.misspelt-field', args.misspelt);
    const input = readInput(context, command, args);
    const own = context.files.filter((file) => !file.quoted);
    const said = await handled({ ...context, files: command.takesFiles ? context.files : own }, command, input);
    const answers = withRest(context, args, said);
    if (!command.takesFiles && own.length > 0) answers.push(...(await takeFiles({ ...context, files: own })));
    return answers;
  });
}

/** Whoever quotes what the bot has said of an entry need not write its number. */
function withQuotedNumber(context: Context, { args }: AnyCommand, rest: string): string {
  const ofEntry = Object.values(args).some((arg) => arg.kind === 'entries' || (arg.kind === 'entry' && arg.required));
  const quoted = ofEntry && !beginsWithNumber(rest) ? quotedNumber(context) : undefined;
  return quoted === undefined ? rest : `${quoted} ${rest}`;
}

/** What had no field of its own is named, so that nobody takes it for recorded where it is not. */
export function withRest(
  { say }: Pick<Context, 'say'>,
  { noted, leftOut }: Pick<Arguments, 'noted' | 'leftOut'>,
  answers: Answer[],
): Answer[] {
  const here = answers.find(({ to }) => to === undefined);
  if (here === undefined || noted.length + leftOut.length === 0) return answers;
  const rest = say('bot.rest', {
    noted: noted.join('、'),
    leftOut: leftOut.map((one) => oneLine(one, LONGEST_NAMED)).join('、'),
  });
  return answers.map((answer) => (answer === here ? { ...answer, text: `${answer.text}\n${rest}` } : answer));
}

const LONGEST_NAMED = 20;

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
  { id, action, alsoFor = action }: Pick<AnyCommand, 'id' | 'action' | 'alsoFor'>,
  work: () => Promise<Result>,
): Promise<Result> {
  const { words } = commandNamed(context, id);
  try {
    if (!allowed(context, action) && !allowed(context, alsoFor)) {
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
