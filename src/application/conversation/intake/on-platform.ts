import { mediaOf } from '../../../domain/formats.ts';
import type { Answer } from '../../delivery/answer.ts';
import type { Destination } from '../../message.ts';
import type { Turn } from '../../turn.ts';
import { categoryOf } from '../../words/lexicons.ts';
import { goesToPlatform, markAsked, noteOnPlatform, onPlatformOf } from '../../works/double-submission.ts';
import type { Entry, EntryFile } from '../../works/entries.ts';
import type { Context } from '../context.ts';
import { type Asking, ask, forget, inWords, openQuestion, type Question } from '../proposals/open-question.ts';
import { inNumbers } from '../receipts.ts';
import { usableFiles } from './usable-files.ts';

type Asked = Extract<Question, { kind: 'on-platform' }>;

/** What was said of a work on its platform. */
export interface SaidOfPlatform {
  handedIn: boolean;
  platformNumber?: string;
}

/**
 * Asks, below the receipt, whether the works were handed in on their platform too. Once for each: works of the same category that come
 * while that is still asked are meant by its answer as well, and no other question is pushed aside.
 */
export async function withPlatformAsked(
  context: Turn & Asking,
  entries: Entry[],
  receipts: Answer[],
): Promise<Answer[]> {
  const [first] = entries;
  if (!first || !goesToPlatform(context, first.categoryId)) return receipts;
  // Staff who report for a unit do not know.
  if (!context.actor.units.includes(first.unitId)) return receipts;
  const known = await onPlatformOf(
    context,
    entries.map(({ number }) => number),
  );
  const fresh = entries.map(({ number }) => number).filter((number) => !known.has(number));
  const place = receipts.find(({ to }) => to !== undefined) ?? receipts[0];
  if (!place || fresh.length === 0) return receipts;
  const there = inChat(context, place.to);
  const open = await openQuestion(there);
  // What was asked about a draft is over when that is what was received.
  const over = open !== undefined && 'number' in open && fresh.includes(open.number);
  if (open && open.kind !== 'on-platform' && !over) return receipts;
  await markAsked(context, fresh);
  const same = open?.kind === 'on-platform' && open.categoryId === first.categoryId ? open.numbers : [];
  const question = { kind: 'on-platform' as const, categoryId: first.categoryId, numbers: [...same, ...fresh] };
  const { short, project } = categoryOf(context, first.categoryId);
  const facts = {
    host: project?.host ?? '',
    category: short,
    clause: context.campaign.alsoOnPlatform?.clause ?? '',
    count: fresh.length > 1 ? fresh.length : '',
  };
  const choices = inWords(
    context.say('platform.choice', { yes: true }),
    context.say('platform.choice', { yes: false }),
  );
  const [asked] = await ask(there, question, 'platform.ask', facts, choices);
  if (!asked || same.length > 0) return receipts;
  return receipts.map((one) => (one === place ? { ...one, text: `${one.text}\n${asked.text}`, choices } : one));
}

/** The same, with the chat in which something is asked. */
const inChat = (context: Turn & Asking, to: Destination | undefined): Turn & Asking =>
  to ? { ...context, message: to } : context;

/** An answer in words, a number, or a screenshot; undefined: the message is about something else. */
export async function answerOnPlatform(context: Context, question: Asked): Promise<Answer[] | undefined> {
  const shot = screenshotIn(context, question);
  const said = shot ? { handedIn: true } : saidOfPlatform(context, context.message.text);
  if (!said || (context.files.length > 0 && !shot)) return undefined;
  const { numbers } = question;
  if ('platformNumber' in said && numbers.length > 1)
    return [{ text: context.say('platform.several', { range: numbers[0] ?? '' }) }];
  await forget(context);
  const [noted, ...more] = await notingEach(context, numbers, said, shot);
  const unsure = shot !== undefined && context.message.text === '';
  const text = unsure ? `${noted?.text}${context.say('platform.unsure')}` : noted?.text;
  return noted ? [{ ...noted, text: text ?? '' }, ...more] : more;
}

/** A picture that is no further work: its words say what it shows, or no work of this category is a picture. */
function screenshotIn(context: Context, { categoryId }: Asked): EntryFile | undefined {
  const own = context.files.filter(({ quoted }) => !quoted);
  const { text } = context.message;
  if (own.length !== 1 || own.some((file) => 'failure' in file)) return undefined;
  const [file] = usableFiles({ ...context, files: own });
  if (!file || mediaOf(file) !== 'image') return undefined;
  const shows = context.tongue.grammar.words.on_platform_shot?.test(text) || saidOfPlatform(context, text)?.handedIn;
  const noWork = text === '' && !categoryOf(context, categoryId).media.includes('image');
  return shows || noWork ? file : undefined;
}

/** `交了`, `还没交`, `编号TJ2020001`; undefined for anything else. */
export function saidOfPlatform({ tongue }: Pick<Context, 'tongue'>, text: string): SaidOfPlatform | undefined {
  const { on_platform_yes: yes, on_platform_no: no, on_platform_number: number } = tongue.grammar.words;
  const written = text.normalize('NFKC').trim();
  if (no?.test(written)) return { handedIn: false };
  if (yes?.test(written)) return { handedIn: true };
  const { v, v2 } = number?.exec(written)?.groups ?? {};
  const platformNumber = v ?? v2;
  return platformNumber === undefined ? undefined : { handedIn: true, platformNumber };
}

/** Keeps the same of each of the works. */
export async function notingEach(
  context: Context,
  numbers: number[],
  { handedIn, platformNumber }: SaidOfPlatform,
  screenshot: EntryFile | undefined,
): Promise<Answer[]> {
  const named: string[] = [];
  for (const number of numbers) {
    const { entry } = await noteOnPlatform(context, {
      number,
      handedIn,
      ...(platformNumber !== undefined && { platformNumber }),
      ...(screenshot && { screenshot }),
    });
    named.push(`#${number}《${entry.title}》`);
  }
  const text = context.say('platform.noted', {
    named: named.join('、'),
    yes: handedIn,
    number: platformNumber ?? '',
    screenshot: screenshot !== undefined,
    one: inNumbers(numbers),
  });
  return [{ text }];
}
