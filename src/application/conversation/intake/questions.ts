import type { Prisma } from '../../../generated/prisma/client.ts';
import type { Answer } from '../../delivery/answer.ts';
import { oneLine } from '../../words/normalise.ts';
import {
  addFiles,
  changeState,
  type Entry,
  entriesWhere,
  entryByNumber,
  reread,
  updateDraft,
} from '../../works/entries.ts';
import type { Context } from '../context.ts';
import { almostConfirmed, answerProposal, answerReplacement, says } from '../proposals/consent.ts';
import { type DraftQuestion, forget, type Question } from '../proposals/open-question.ts';
import { answerAttendance } from './attendance.ts';
import { type Choice, choose } from './choose.ts';
import { dropDraft } from './drop.ts';
import { askConfirmation } from './files.ts';
import { attach } from './receive.ts';
import { settle } from './settle.ts';

/** Handles a message that answers the question open in this chat; undefined when it answers none. */
export async function answerQuestion(context: Context, question: Question): Promise<Answer[] | undefined> {
  if (question.kind === 'confirm') return answerProposal(context, question);
  if (question.kind === 'replacement') return answerReplacement(context, question.number);
  if (question.kind === 'attendance') return answerAttendance(context, question.slots);
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
  const chosen = choose(context, question, draft);
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
    byPerson: context.actor.personId as number,
    state: 'draft',
    openUntil: { gt: context.now },
    NOT: [{ number: after }, { categoryId: '' }, { unitId: '' }, { title: '' }],
  });
  const next = drafts.find(({ files, fields }) => files.length > 0 && fields.gathered !== 'yes');
  return next ? askConfirmation(context, next) : [];
}

async function openDraft(context: Context, number: number): Promise<Entry | undefined> {
  const draft = await entryByNumber(context, number);
  return draft?.state === 'draft' && draft.byPerson === context.actor.personId ? draft : undefined;
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
