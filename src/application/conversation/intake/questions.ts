import type { Answer } from '../../delivery/answer.ts';
import { drop, filesOut, fill } from '../../works/draft.ts';
import { type Entry, entriesWhere, entryByNumber } from '../../works/entries.ts';
import { lackingOfEvent } from '../../works/said.ts';
import type { Context } from '../context.ts';
import { answerOffer } from '../plain/offer.ts';
import { almostConfirmed, answerProposal, answerReplacement, says } from '../proposals/consent.ts';
import { type DraftQuestion, forget, type Question } from '../proposals/open-question.ts';
import { speakerIn } from '../speaking.ts';
import { answerAttendance } from './attendance.ts';
import { captionSays } from './belongs.ts';
import { choose, type Picked } from './choose.ts';
import { correcting } from './correcting.ts';
import { dropped } from './dropped.ts';
import { factsAnswered } from './event-facts.ts';
import { askConfirmation } from './files.ts';
import { filesCounted } from './files-counted.ts';
import { meansElse } from './means-else.ts';
import { answerOnPlatform } from './on-platform.ts';
import { answerReason } from './reason.ts';
import { attaching } from './received.ts';
import { settle } from './settle.ts';

/** Handles a message that answers the question open in this chat; undefined when it answers none. */
export async function answerQuestion(context: Context, question: Question): Promise<Answer[] | undefined> {
  if (question.kind === 'confirm') return answerProposal(context, question);
  if (question.kind === 'replacement') return answerReplacement(context, question);
  if (question.kind === 'on-platform') return answerOnPlatform(context, question);
  if (question.kind === 'attendance') return answerAttendance(context, question.slots);
  if (question.kind === 'reading') return answerOffer(context, question);
  if (question.kind === 'return-reason') return answerReason(context, question.number);
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
  if (question.kind === 'again') return answerAgain(context, draft, Number(question.options[0]));
  if (question.kind === 'fact') return answerFact(context, draft, question.field);
  if (captionSays(context) === 'replaces' && draft.files.length > 1) return keepNewest(context, draft);
  const counted = ['category', 'one-or-many'].includes(question.kind) ? filesCounted(context) : undefined;
  if (counted && counted.expects > draft.files.length) {
    await forget(context);
    return settle(context, (await fill(context, { number: draft.number, ...counted })).entry);
  }
  const chosen = choose(context, question, draft);
  if (chosen === 'none') return undefined;
  const among = question.kind === 'category' ? { among: question.options } : {};
  if (chosen === 'again') return settle(context, draft, among);
  if (chosen === 'out-of-range')
    return [{ text: context.say('intake.out-of-range', { most: question.options.length }) }];
  if ('found' in chosen)
    return [{ text: context.say('intake.titles-count', { found: chosen.found, count: draft.files.length }) }];
  await forget(context);
  return apply(context, question, draft, chosen);
}

/** Whether it is another than the entry that it looks like. */
async function answerAgain(context: Context, draft: Entry, earlier: number): Promise<Answer[] | undefined> {
  const { another, no_other: same } = context.tongue.grammar.words;
  const { text } = context.message;
  if (captionSays(context) === 'replaces' && draft.files.length > 0) {
    await forget(context);
    return correcting.carryOut(context, { number: earlier, fromDraft: draft.number });
  }
  if (another?.test(text)) {
    await forget(context);
    return settle(context, draft, { another: true });
  }
  if (!same?.test(text)) return undefined;
  await forget(context);
  return [dropped(context, await drop(context, { number: draft.number }))];
}

/** What an event lacked, or anything else of it. */
async function answerFact(context: Context, draft: Entry, asked: string): Promise<Answer[] | undefined> {
  if (meansElse(context)) return undefined;
  const said = factsAnswered(context, asked, context.message.text, lackingOfEvent(draft));
  if (!said) return undefined;
  await forget(context);
  const title = said.title === '' ? {} : { title: said.title };
  return settle(context, (await fill(context, { number: draft.number, ...title, fields: said.fields })).entry);
}

/** `换成这个` behind a file: only what came last is meant. */
async function keepNewest(context: Context, draft: Entry): Promise<Answer[]> {
  const files = draft.files.slice(-1);
  return settle(context, (await fill(context, { number: draft.number, files, replacing: true })).entry);
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
  { option, title, titles, eachFields, asOne, fields }: Picked,
): Promise<Answer[]> {
  const { number } = draft;
  const said = {
    ...(title !== undefined && { title }),
    ...(titles && { titles }),
    ...(eachFields && { eachFields }),
    ...(asOne !== undefined && { asOne }),
    ...(fields && { fields }),
  };
  const change = async (what: Omit<Parameters<typeof fill>[1], 'number'>) => {
    const { entry, again } = await fill(context, { number, ...what, ...said });
    return settle(context, entry, { again });
  };
  switch (question.kind) {
    case 'category':
      return change(option === '' ? {} : { categoryId: option });
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
      const { entry, again } = await fill(context, { number: into.number, files });
      return settle(context, entry, { again });
    }
    default:
      return change({});
  }
}
