import type { Answer } from '../../delivery/answer.ts';
import { drop, filesOut, fill } from '../../works/draft.ts';
import { type Entry, entriesWhere, entryByNumber } from '../../works/entries.ts';
import type { Context } from '../context.ts';
import { almostConfirmed, answerProposal, answerReplacement, says } from '../proposals/consent.ts';
import { type DraftQuestion, forget, type Question } from '../proposals/open-question.ts';
import { speakerIn } from '../speaking.ts';
import { answerAttendance } from './attendance.ts';
import { choose, type Picked } from './choose.ts';
import { dropped } from './dropped.ts';
import { askConfirmation } from './files.ts';
import { attaching } from './received.ts';
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
    return [dropped(context, await drop(context, { number: draft.number }))];
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
    byPerson: speakerIn(context),
    state: 'draft',
    openUntil: { gt: context.now },
    NOT: [{ number: after }, { categoryId: '' }, { unitId: '' }, { title: '' }],
  });
  const next = drafts.find(({ files, gathered }) => files.length > 0 && !gathered);
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
  { option, title }: Picked,
): Promise<Answer[]> {
  const { number } = draft;
  const named = title === undefined ? {} : { title };
  const change = async (what: Omit<Parameters<typeof fill>[1], 'number'>) =>
    settle(context, await fill(context, { number, ...what, ...named }));
  switch (question.kind) {
    case 'category':
      return change({ categoryId: option });
    case 'unit':
      return change({ unitId: option });
    case 'one-or-many':
      return change({ asOne: option === 'one' });
    case 'whose-files':
    case 'join-or-new': {
      const into = option === 'new' ? undefined : await entryByNumber(context, Number(option));
      if (!into) return change({});
      const files = await filesOut(context, number);
      if (into.state !== 'draft') return attaching.carryOut(context, { number: into.number, files });
      return settle(context, await fill(context, { number: into.number, files }));
    }
    default:
      return change({});
  }
}
