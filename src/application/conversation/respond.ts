import { fold } from '../../domain/fold.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Answer } from '../delivery/answer.ts';
import type { Intent } from '../language/intents.ts';
import { LeftOpen } from '../language/model.ts';
import { rememberDirectChat } from '../people/people.ts';
import { allowed } from '../people/permit.ts';
import { LONGEST_TEXT, oneLine } from '../words/normalise.ts';
import { hasFurtherCommand, nearestCommand, readCommand, type Spoken } from '../words/parse.ts';
import { refuse } from '../words/refuse.ts';
import { awaitsFile } from '../works/draft.ts';
import type { Context } from './context.ts';
import { splitAtNumber } from './entry-number.ts';
import { homeSaid } from './intake/belongs.ts';
import { takeFiles } from './intake/files.ts';
import { filesCounted, takeCount } from './intake/files-counted.ts';
import { takeLink } from './intake/link.ts';
import { answerQuestion } from './intake/questions.ts';
import { usableFiles } from './intake/usable-files.ts';
import { isToldOf } from './intake/withheld.ts';
import { answerGivenUp, answerMeaning } from './plain/answer.ts';
import { answerParts } from './plain/answer-parts.ts';
import { offer } from './plain/offer.ts';
import { understood } from './plain/understood.ts';
import { answerInstead } from './proposals/instead.ts';
import { openQuestion } from './proposals/open-question.ts';
import { run } from './run.ts';

/** What the bot says to one message: an answer to its question, a command, files, or nothing. */
export async function respond(context: Context): Promise<Answer[]> {
  const { message, say } = context;
  if (message.masked) return [{ text: say('bot.card-number', { inGroup: context.inGroup }) }];
  if (message.text.length > LONGEST_TEXT) refuse('bot.too-long', { most: LONGEST_TEXT });
  await rememberDirectChat(context, message);
  if (message.unreadable && message.text === '' && message.files.length === 0) return [{ text: say('bot.unreadable') }];
  return answerTo(context);
}

/** Answers the question that is open in this chat; undefined where nothing is asked, or the message is no answer. */
export async function answerWaiting(context: Context): Promise<Answer[] | undefined> {
  const question = await openQuestion(context);
  return question && answerQuestion(context, question);
}

async function answerTo(context: Context): Promise<Answer[]> {
  const question = await openQuestion(context);
  const answered = question && (await answerQuestion(context, question));
  if (answered) return answered;
  return question?.kind === 'confirm' ? answerInstead(context, question, answerNew) : answerNew(context);
}

/** Answers a message that is about no open question. */
async function answerNew(context: Context): Promise<Answer[]> {
  const { message, vocabulary } = context;
  const spoken = readCommand(message.text, vocabulary) ?? gluedCommand(context);
  if (spoken?.command) {
    if (hasFurtherCommand(message.text, spoken, vocabulary))
      refuse('bot.one-at-a-time', { first: oneLine(/^[^\n]*/.exec(message.text)?.[0] ?? '') });
    return run(context, spoken.command, spoken.rest);
  }
  const own = context.files.filter((file) => !file.quoted);
  if (own.length > 0) return (await filesWithWords(context)) ?? takeFiles({ ...context, files: own });
  return (await takeLink(context)) ?? (await takeCount(context)) ?? answerElse(context, spoken);
}

/** `补正22` beside a file, or alone: a command that names the entry its files are for may be written without a blank. */
function gluedCommand({ message: { text }, vocabulary, commands }: Context): Spoken | undefined {
  const glued = splitAtNumber(text);
  const spoken = glued && readCommand(glued.word, vocabulary);
  const command = commands.find(({ id }) => id === spoken?.command);
  const ofEntry =
    command?.takesFiles && Object.values(command.args).some(({ kind }) => kind === 'entry' || kind === 'entries');
  return spoken && ofEntry ? { ...spoken, rest: glued.rest } : undefined;
}

/** Files with words that say what to do with them are proposed as that command; else they are asked about as any file. */
async function filesWithWords(context: Context): Promise<Answer[] | undefined> {
  if (context.message.text === '' || context.actor.personId === undefined) return undefined;
  if (filesCounted(context)) return undefined;
  if (await homeSaid(context, usableFiles(context))) return undefined;
  const { meaning } = understood(context);
  if (!meaning || !WITH_FILES.includes(meaning.intent)) return undefined;
  if (meaning.intent !== 'revise_submission' && (await awaitsFile(context))) return undefined;
  try {
    return await answerMeaning(context, meaning);
  } catch (error) {
    // What lacks a word cannot be proposed: the file is then asked about step by step, so that it is not lost.
    if (error instanceof Refusal && (error.withExample || error.code === 'language.which')) return undefined;
    throw error;
  }
}

const WITH_FILES: Intent[] = [
  ...(['revise_submission', 'submit_work', 'submit_event', 'register_ambassador', 'submit_report'] as const),
];
const QUOTED_FILES: Intent[] = [
  ...WITH_FILES,
  ...(['withdraw_submission', 'approve_submission', 'return_submission', 'query_receipt'] as const),
];

async function answerElse(context: Context, spoken: Spoken | undefined): Promise<Answer[]> {
  const { message, vocabulary, say, actor } = context;
  const text = message.text;
  const bare = vocabulary.prefixes.includes(text);
  const heard = spoken?.slashed || bare ? undefined : understood(context);
  const meaning = heard?.meaning ?? context.advice ?? undefined;
  if (!context.inGroup && isGreeting(context)) return [{ text: say('bot.welcome') }];
  if (meaning === undefined && !spoken?.slashed && isChatter(context)) return [];
  if (vocabulary.confirm.some((word) => fold(word) === fold(text))) return [{ text: say('bot.nothing-to-confirm') }];
  const quotesFile = context.inGroup && !spoken && message.quote?.files.some(isToldOf);
  if (quotesFile && (text === '' || !meaning || !QUOTED_FILES.includes(meaning.intent)))
    return [{ text: say('bot.quote-without-command') }];
  const parts = heard && (await answerParts(context));
  if (parts) return parts;
  const givenUp = heard && (!meaning || meaning.intent === 'ignore') ? answerGivenUp(context) : undefined;
  if (givenUp) return givenUp;
  if (meaning) return answerMeaning(context, meaning);
  if (heard && context.advisor && context.advice === undefined) throw new LeftOpen(heard.reading);
  const offered = heard && spoken?.command === undefined ? await offer(context, heard.choices) : undefined;
  if (offered) return offered;
  const near = spoken ? nearestCommand(spoken.word, vocabulary) : slipOfACommand(context);
  const words = near === undefined ? undefined : vocabulary.commands[near];
  if (words)
    return [
      {
        text: say('bot.unknown-near', {
          word: oneLine(spoken?.word ?? '', 20),
          name: words.name,
          does: words.does,
          example: words.example,
        }),
      },
    ];
  return [{ text: say('bot.unknown', { bound: actor.personId !== undefined }) }];
}

/** Without a slash only a slip in a command's name is taken for it, and a command that its sender may use. */
function slipOfACommand(context: Context): string | undefined {
  const word = /^\S{1,12}/.exec(context.message.text)?.[0] ?? '';
  const near = nearestCommand(word, context.vocabulary, 'slips');
  const command = context.commands.find(({ id }) => id === near);
  return command && allowed(context, command.action) ? near : undefined;
}

/** Whoever comes in with a greeting wants to know whether anybody is there. */
function isGreeting({ message: { text }, vocabulary }: Context): boolean {
  const bare = fold(text).replace(/[\p{P}\p{S}\s]/gu, '');
  return vocabulary.greetings.some((word) => fold(word) === bare);
}

/** Thanks, acknowledgements and emoji stay unanswered (docs/product.md, section 9). */
function isChatter({ message: { text }, vocabulary }: Context): boolean {
  const bare = fold(text).replace(/[\p{P}\p{S}]/gu, '');
  if (bare === '') return text !== '' && !vocabulary.prefixes.includes(text);
  return vocabulary.chatter.some((word) => bare.startsWith(fold(word)) && bare.length <= fold(word).length + 6);
}
