import type { Prisma } from '../../generated/prisma/client.ts';
import type { Answer, Context } from '../context.ts';
import {
  addFiles,
  changeState,
  type Entry,
  type EntryFile,
  entriesWhere,
  entryByNumber,
  reread,
  updateDraft,
} from '../entries.ts';
import { categoryOf, unitOf } from '../lexicons.ts';
import { fold, oneLine } from '../normalise.ts';
import { readArguments, readCommand } from '../parse.ts';
import { almostConfirmed, answerProposal, answerReplacement, says } from './consent.ts';
import { dropDraft } from './drop.ts';
import { askConfirmation } from './files.ts';
import { type DraftQuestion, forget, openQuestion, type Question } from './open-question.ts';
import { attach } from './receive.ts';
import { settle } from './settle.ts';

/** Handles a message that answers the question open in this chat; undefined when it answers none. */
export async function answerQuestion(context: Context, question: Question): Promise<Answer[] | undefined> {
  if (question.kind === 'confirm') return answerProposal(context, question);
  if (question.kind === 'replacement') return answerReplacement(context, question.number);
  const draft = await openDraft(context, question.number);
  if (!draft) return undefined;
  if (says(context, 'cancel')) {
    await forget(context);
    return dropDraft(context, draft);
  }
  if (question.kind === 'confirm-draft') {
    if (!says(context, 'confirm')) return almostConfirmed(context);
    await forget(context);
    return [...(await settle(context, draft)), ...(await askNext(context, draft.number))];
  }
  if (context.files.some((file) => !file.quoted)) return undefined;
  const chosen = choose(context, question, context.message.text);
  if (chosen === 'none') return undefined;
  if (chosen === 'again') return settle(context, draft);
  if (chosen === 'out-of-range')
    return [{ text: context.say('intake.out-of-range', { most: question.options.length }) }];
  await forget(context);
  return apply(context, question, draft, chosen);
}

/** Several files may be read from their names before one is confirmed: the next is asked when one is settled. */
async function askNext(context: Context, after: number): Promise<Answer[]> {
  const drafts = await entriesWhere(context, {
    byPerson: context.speaker.personId as number,
    state: 'draft',
    openUntil: { gt: context.now },
    NOT: [{ number: after }, { categoryId: '' }, { unitId: '' }, { title: '' }],
  });
  const next = drafts.find(({ files, fields }) => files.length > 0 && fields.gathered !== 'yes');
  return next ? askConfirmation(context, next) : [];
}

/** More files for a draft whose question stands in this chat: what came is said, the question stays as it is. */
export async function stillAsked(context: Context, number: number, files: EntryFile[]): Promise<Answer[] | undefined> {
  const question = await openQuestion(context);
  if (!question || question.kind === 'confirm' || question.kind === 'title') return undefined;
  if (question.kind === 'replacement' || question.number !== number) return undefined;
  const count = (await reread(context, number)).files.length;
  const more = files.length > 1 ? files.length : '';
  return [{ text: context.say('intake.gathered', { number, file: files[0]?.name ?? '', more, count }) }];
}

async function openDraft(context: Context, number: number): Promise<Entry | undefined> {
  const draft = await entryByNumber(context, number);
  return draft?.state === 'draft' && draft.byPerson === context.speaker.personId ? draft : undefined;
}

interface Choice {
  option: string;
  /** A title said along with the choice: `2 《夜班的灯》`. */
  title?: string;
}

function choose(context: Context, question: DraftQuestion, text: string): Choice | 'none' | 'again' | 'out-of-range' {
  const { vocabulary } = context;
  const { title } = readArguments(text, {
    name: '',
    aliases: [],
    usage: '',
    does: '',
    example: '',
    detail: '',
    fields: {},
  });
  if (question.kind === 'title') return chooseTitle(context, text, title);
  const bare = text
    .replace(/《[^》]*》/, '')
    .normalize('NFKC')
    .trim();
  const digits = /^[\p{P}\p{S}\s]*(\d{1,2})[\p{P}\p{S}\s]*$/u.exec(bare)?.[1];
  const said = title === undefined ? {} : { title };
  if (digits !== undefined && !readCommand(text, vocabulary)?.command) {
    const option = question.options[Number(digits) - 1];
    return option === undefined ? 'out-of-range' : { option, ...said };
  }
  const named = question.options.find((option) => namesOf(context, question.kind, option).includes(fold(bare)));
  return named === undefined ? 'none' : { option: named, ...said };
}

/** A bare number answers an earlier question, and a question of the sender's is no title. */
function chooseTitle({ vocabulary }: Context, text: string, quoted: string | undefined): Choice | 'none' | 'again' {
  const title = oneLine(quoted ?? text);
  const command = readCommand(text, vocabulary);
  const chatter = vocabulary.chatter.some((word) => fold(word) === fold(text));
  if (title === '' || command?.slashed || (command?.command && quoted === undefined) || chatter) return 'none';
  if (quoted === undefined && /^[\d\s\p{P}]+$/u.test(title.normalize('NFKC'))) return 'again';
  if (quoted === undefined && /[?？]$/.test(title)) return 'none';
  return { option: '', title };
}

function namesOf(context: Context, kind: Question['kind'], option: string): string[] {
  if (kind !== 'category' && kind !== 'unit') return [];
  const { name, short, aliases } = kind === 'category' ? categoryOf(context, option) : unitOf(context, option);
  return [name, short, ...aliases].map(fold);
}

async function apply(
  context: Context,
  question: DraftQuestion,
  draft: Entry,
  { option, title }: Choice,
): Promise<Answer[]> {
  const named = title === undefined ? {} : { title: oneLine(title) };
  const change = (data: Prisma.SubmissionUpdateInput) => updateDraft(context, draft.number, { ...data, ...named });
  switch (question.kind) {
    case 'category':
      return settle(context, await change({ categoryId: option }));
    case 'unit':
      return settle(context, await change({ unitId: option }));
    case 'title':
      return settle(context, await change({}));
    case 'one-or-many':
      return settle(context, await change({ fields: { ...draft.fields, asOne: option === 'one' ? 'yes' : 'no' } }));
    case 'whose-files':
    case 'join-or-new': {
      if (option === 'new') return settle(context, await change({}));
      const into = await entryByNumber(context, Number(option));
      if (!into) return settle(context, draft);
      await context.tx.submissionFile.deleteMany({ where: { submissionNumber: draft.number } });
      await changeState(context, draft, 'lapsed', { action: 'draft.join', data: { openUntil: null } });
      if (into.state !== 'draft') return attach(context, into, draft.files);
      await addFiles(context, into.number, draft.files);
      return settle(context, await reread(context, into.number));
    }
    default:
      return settle(context, draft);
  }
}
