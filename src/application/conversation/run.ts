import { Refusal } from '../../domain/refusal.ts';
import type { Answer } from '../delivery/answer.ts';
import { allowed } from '../people/permit.ts';
import { unitOf } from '../words/lexicons.ts';
import { readArguments } from '../words/parse.ts';
import { misuse, refuse } from '../words/refuse.ts';
import type { CommandWords } from '../words/vocabulary.ts';
import type { Command, Context } from './context.ts';
import { takeFiles } from './intake/files.ts';
import { refuseStranger } from './speaking.ts';

/** Runs a command for the actor, permission first. */
export async function run(context: Context, id: string, rest: string): Promise<Answer[]> {
  const command = context.commands.find((one) => one.id === id);
  const words = context.vocabulary.commands[id];
  if (!command || !words) throw new Error(`no command ${id}`);
  try {
    if (!allowed(context, command.action)) {
      if (context.actor.personId === undefined) refuseStranger(context, words.name);
      refuse('bot.not-allowed', { command: words.name });
    }
    const args = readArguments(rest, words);
    if (args.misspelt) misuse('bot.misspelt-field', args.misspelt);
    const own = context.files.filter((file) => !file.quoted);
    const said = await command.handle({ ...context, files: command.takesFiles ? context.files : own }, args);
    const answers = typeof said === 'string' ? [{ text: said }] : said;
    if (!command.takesFiles && own.length > 0) answers.push(...(await takeFiles({ ...context, files: own })));
    return answers;
  } catch (error) {
    if (error instanceof Refusal) error.facts.commandExample ??= exampleFor(context, command, words);
    throw error;
  }
}

/** An example that works for this actor: whoever reports for others, or for several units, must name the unit. */
export function exampleFor(context: Context, { action }: Command, { example, fields }: CommandWords): string {
  const { units } = context.actor;
  const unitId = units.length === 1 ? undefined : (units[0] ?? context.campaign.units[0]?.id);
  if (action !== 'report' || !fields.unit || unitId === undefined) return example;
  return example.replace(' ', ` ${unitOf(context, unitId).short} `);
}
