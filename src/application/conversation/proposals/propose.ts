import { Refusal } from '../../../domain/refusal.ts';
import type { Answer } from '../../delivery/answer.ts';
import { allowed } from '../../people/permit.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { refuse } from '../../words/refuse.ts';
import type { Entry, EntryFile } from '../../works/entries.ts';
import type { Context } from '../context.ts';
import { sizeInWords, titleHere } from '../receipt.ts';
import { exampleFor } from '../run.ts';
import { ask } from './open-question.ts';

/** A write as a command that waits for 确认, with what it would do in absolute values. */
export interface Proposal {
  command: string;
  rest: string;
  unitId?: string;
  categoryId?: string;
  entry?: Entry;
  /** What it does, where the command's own line says more than that. */
  does?: string;
  /** A day or an instant, with the weekday. */
  when?: string;
  /** Files that go with it. */
  files?: EntryFile[];
  /** The draft in which those files waited. */
  draft?: number;
  /** Said in front of it. */
  before?: string;
}

/** Restates a write, or several, as commands, and waits for 确认; nothing is done here. */
export async function propose(context: Context, commandId: string, make: () => Promise<Proposal[]>): Promise<Answer[]> {
  return askToConfirm(context, await proposalsFor(context, commandId, make));
}

/** What a command would do, for whoever may use it. */
export async function proposalsFor(
  context: Context,
  commandId: string,
  make: () => Promise<Proposal[]>,
): Promise<Proposal[]> {
  const command = context.commands.find(({ id }) => id === commandId);
  const words = context.vocabulary.commands[commandId];
  if (!command || !words || !allowed(context, command.action))
    return refuse(context.actor.personId === undefined ? 'bot.not-bound' : 'bot.not-allowed', {
      command: words?.name ?? '',
    });
  return make().catch((error: unknown) => {
    if (error instanceof Refusal) error.facts.commandExample ??= exampleFor(context, command, words);
    throw error;
  });
}

export async function askToConfirm(context: Context, proposals: Proposal[]): Promise<Answer[]> {
  const [first, ...more] = proposals;
  if (!first) return [];
  const { command, rest, files, draft } = first;
  const question = {
    kind: 'confirm' as const,
    command,
    rest,
    ...(more.length > 0 && { after: more.map((one) => ({ command: one.command, rest: one.rest })) }),
    ...(files && files.length > 0 && { files }),
    ...(draft !== undefined && { draft }),
  };
  const words = (proposal: Proposal) => context.vocabulary.commands[proposal.command];
  const doing = (proposal: Proposal) => proposal.does ?? words(proposal)?.does ?? '';
  const line = (proposal: Proposal) => ({
    command: `${words(proposal)?.name ?? ''}${proposal.rest === '' ? '' : ' '}${proposal.rest}`,
  });
  const before = first.before ?? '';
  const answers =
    more.length > 0
      ? await ask(context, question, 'language.propose-several', {
          does: [...new Set(proposals.map(doing))].join('；'),
          count: proposals.length,
          commands: proposals.map((one, index) => ({
            ...line(one),
            index: index + 1,
            title: titleOf(context, one),
          })),
        })
      : await ask(context, question, 'language.propose', { ...factsOf(context, first, doing(first)), ...line(first) });
  return before === '' ? answers : answers.map((answer) => ({ ...answer, text: `${before}\n${answer.text}` }));
}

const titleOf = (context: Context, { entry }: Proposal) => (entry ? titleHere(context, entry) : '');

function factsOf(context: Context, proposal: Proposal, does: string) {
  const { entry, files = [], when = '' } = proposal;
  const unit = entry?.unitId || proposal.unitId;
  const category = entry?.categoryId || proposal.categoryId;
  return {
    does,
    unit: unit ? unitOf(context, unit).name : '',
    category: category ? categoryOf(context, category).short : '',
    number: entry?.number ?? '',
    title: titleOf(context, proposal),
    when,
    file: files.map(({ name, size }) => `${name} ${sizeInWords(size)}`).join('、'),
  };
}
