import type { Answer } from '../../delivery/answer.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { sizeInWords } from '../../words/measures.ts';
import type { Entry, EntryFile } from '../../works/entries.ts';
import type { Context } from '../context.ts';
import { titleHere } from '../receipt.ts';
import { commandNamed, permitted } from '../run.ts';
import { ask, type Step } from './open-question.ts';

/** A deed that waits for 确认, with what people read of it: what it would do, in absolute values. */
export interface Proposal extends Step {
  unitId?: string;
  categoryId?: string;
  entry?: Entry;
  /** Files that go with it. */
  files?: EntryFile[];
  /** Said in front of it. */
  before?: string;
}

/** Restates a write, or several, with the commands that do the same, and waits for 确认; nothing is done here. */
export async function propose(context: Context, commandId: string, make: () => Promise<Proposal[]>): Promise<Answer[]> {
  return askToConfirm(context, await proposalsFor(context, commandId, make));
}

/** What a command would do, for whoever may use it. */
export const proposalsFor = (
  context: Context,
  commandId: string,
  make: () => Promise<Proposal[]>,
): Promise<Proposal[]> => permitted(context, commandNamed(context, commandId).command, make);

export async function askToConfirm(context: Context, proposals: Proposal[], aside?: number): Promise<Answer[]> {
  const [first, ...more] = proposals;
  if (!first) return [];
  const steps = proposals.map(({ deed, input, command, printed, does, when }) => ({
    ...{ deed, input, command, printed },
    ...(does !== undefined && { does }),
    ...(when !== undefined && { when }),
  }));
  const question = { kind: 'confirm' as const, steps, ...(aside !== undefined && { aside }) };
  const words = (proposal: Proposal) => context.vocabulary.commands[proposal.command];
  const doing = (proposal: Proposal) => proposal.does ?? words(proposal)?.does ?? '';
  const line = (proposal: Proposal) => ({
    command: `${words(proposal)?.name ?? ''}${proposal.printed === '' ? '' : ' '}${proposal.printed}`,
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
