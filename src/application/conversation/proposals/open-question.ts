import { z } from 'zod';
import { shortOf } from '../../../domain/campaigns.ts';
import type { Prisma } from '../../../generated/prisma/client.ts';
import type { Answer } from '../../delivery/answer.ts';
import { INTENTS, type SlotValue } from '../../language/intents.ts';
import { holdingIn } from '../../people/people.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import type { PhraseId, Phrases } from '../../words/phrases.ts';
import type { Facts } from '../../words/words.ts';
import { DRAFT_MINUTES, inMinutes } from '../../works/draft.ts';
import type { Context } from '../context.ts';

const CONFIRM_MINUTES = 10;

const draftQuestion = z.object({ number: z.number(), options: z.array(z.string()) });
/** One deed that waits for 确认, with what it is done with. */
const step = z.object({
  deed: z.string(),
  input: z.record(z.string(), z.unknown()),
  /** The command that does the same, and what one would type after its word: for people to read. */
  command: z.string(),
  printed: z.string(),
  /** What it does, where the command's own line says more than that. */
  does: z.string().exactOptional(),
  /** A day or an instant, with the weekday. */
  when: z.string().exactOptional(),
});
const reading = z.object({ intent: z.enum(INTENTS), slots: z.record(z.string(), z.custom<SlotValue>()) });
const payloads = z.discriminatedUnion('kind', [
  draftQuestion.extend({ kind: z.literal('category') }),
  draftQuestion.extend({ kind: z.literal('unit') }),
  draftQuestion.extend({ kind: z.literal('one-or-many') }),
  draftQuestion.extend({ kind: z.literal('title') }),
  draftQuestion.extend({ kind: z.literal('whose-files') }),
  draftQuestion.extend({ kind: z.literal('join-or-new') }),
  draftQuestion.extend({ kind: z.literal('confirm-draft') }),
  /** `aside`: a draft of files that came meanwhile, asked about afterwards. */
  z.object({ kind: z.literal('confirm'), steps: z.array(step).min(1), aside: z.number().exactOptional() }),
  /** A file that was asked for; `add` and `replace` are done at once, without them it is proposed. */
  z.object({ kind: z.literal('replacement'), number: z.number(), how: z.enum(['add', 'replace']).exactOptional() }),
  /** What an event draft lacks next. */
  draftQuestion.extend({ kind: z.literal('fact'), field: z.string() }),
  /** Whether a draft is another than an entry it looks like. */
  draftQuestion.extend({ kind: z.literal('again') }),
  /** What a sentence may mean, and the sentence. */
  z.object({ kind: z.literal('reading'), text: z.string(), readings: z.array(reading).min(1) }),
  /** Whether works that were received are on their platform too. */
  z.object({ kind: z.literal('on-platform'), categoryId: z.string(), numbers: z.array(z.number()).min(1) }),
  /** Why an entry is to be returned. */
  z.object({ kind: z.literal('return-reason'), number: z.number() }),
  /** An event that lacks nothing but this, as it was understood. */
  z.object({ kind: z.literal('attendance'), slots: z.record(z.string(), z.string()) }),
]);
/** Of which campaign a message is; what was asked of none of them. */
const whichCampaign = z.object({
  kind: z.literal('campaign'),
  /** Campaigns by their ids, as they were numbered. */
  options: z.array(z.string()),
  /** The stored message that is answered once it is known. */
  inbound: z.string(),
});
export type WhichCampaign = z.infer<typeof whichCampaign>;

/** What was asked, with what each answer would do. */
export type Question = z.infer<typeof payloads>;
/** What is asked about a draft; its answer is chosen among options. */
export type DraftQuestion = Extract<Question, { options: string[] }>;
export type Proposed = Extract<Question, { kind: 'confirm' }>;
export type Step = z.infer<typeof step>;

type Choices = NonNullable<Answer['choices']>;

/** Whom something is asked, and in which chat. */
export type Asking = Pick<Context, 'tx' | 'say' | 'actor' | 'now' | 'vocabulary' | 'campaign'> & {
  message: Pick<Context['message'], 'channel' | 'chat'>;
};

/** Asks, and remembers what was asked in this chat; an earlier question of the same chat is forgotten. `choices`: the buttons under it. */
export async function ask<Id extends PhraseId>(
  context: Asking,
  question: Question,
  id: Id,
  facts: Facts<Id>,
  choices: Choices = CONFIRMED.has(question.kind) ? consentOrNot(context) : numbered(context, question),
): Promise<Answer[]> {
  const { say, campaign } = context;
  const minutes = ['confirm', 'reading'].includes(question.kind) ? CONFIRM_MINUTES : DRAFT_MINUTES;
  await keep(context, { campaign: campaign.id, kind: question.kind, payload: question as object }, minutes);
  const text = say(id, ...([facts] as Phrases[Id][number] extends never ? [] : [Facts<Id>]));
  return [{ text, ...(choices.length > 0 && { choices }) }];
}

type Kept = Pick<Prisma.QuestionUncheckedCreateInput, 'kind' | 'payload'> & { campaign: string };

type InChat = Pick<Asking, 'tx' | 'actor' | 'message' | 'now'>;

async function keep({ tx, actor, message, now }: InChat, asked: Kept, minutes: number): Promise<void> {
  const key = { personId: actor.personId as number, channel: message.channel, chatId: message.chat.id };
  const kept = { ...asked, expiresAt: inMinutes(now, minutes) };
  await tx.question.upsert({
    where: { personId_channel_chatId: key },
    create: { ...key, ...kept },
    update: kept,
  });
}

/** Asks of which campaign the message in hand is. */
export async function askCampaign<Id extends PhraseId>(
  context: Context,
  options: string[],
  id: Id,
  facts: Facts<Id>,
): Promise<Answer[]> {
  const question: WhichCampaign = { kind: 'campaign', options, inbound: context.origin.id ?? '' };
  await keep(context, { campaign: '', kind: question.kind, payload: question }, DRAFT_MINUTES);
  const text = context.say(id, ...([facts] as Phrases[Id][number] extends never ? [] : [Facts<Id>]));
  const choices = options.flatMap((option, index) => {
    const campaign = context.campaigns.get(option)?.campaign;
    const says = String(index + 1);
    return campaign ? [{ label: `${says} ${shortOf(campaign)}`, says, answers: true }] : [];
  });
  return [{ text, choices }];
}

async function rowOf({ tx, actor, message, now }: InChat) {
  if (actor.personId === undefined) return undefined;
  const key = { personId: actor.personId, channel: message.channel, chatId: message.chat.id };
  const row = await tx.question.findUnique({ where: { personId_channel_chatId: key } });
  return row && row.expiresAt > now ? row : undefined;
}

/** Whether it was asked in this chat of which campaign a message is. */
export async function campaignAsked(context: Context): Promise<WhichCampaign | undefined> {
  const row = await rowOf(context);
  return row?.kind === 'campaign' ? whichCampaign.parse(row.payload) : undefined;
}

/** The campaign whose question waits for an answer in this chat. */
export async function waitsIn(context: Context): Promise<string | undefined> {
  const row = await rowOf(context);
  return row && row.kind !== 'campaign' ? row.campaign : undefined;
}

/** What each number stands for, as buttons; none for what is answered in words of one's own. */
export function numbered(context: Asking, question: Question): Choices {
  if (!('options' in question)) return [];
  return question.options.flatMap((option, index) => {
    const words = optionInWords(context, question.kind, option);
    const says = String(index + 1);
    return words === undefined ? [] : [{ label: `${says} ${words}`, says, answers: true }];
  });
}

function optionInWords(context: Asking, kind: DraftQuestion['kind'], option: string): string | undefined {
  switch (kind) {
    case 'category':
      return categoryOf(context, option).short;
    case 'unit':
      return unitOf(context, option).short;
    case 'one-or-many':
      return context.say('intake.choice-count', { one: option === 'one' });
    case 'whose-files':
    case 'join-or-new':
      return context.say('intake.choice-home', { number: option === 'new' ? '' : option });
    default:
      return undefined;
  }
}

/** Words that answer a question, as buttons. */
export const inWords = (...words: string[]): Choices =>
  words.map((word) => ({ label: word, says: word, answers: true }));

const CONFIRMED = new Set<Question['kind']>(['confirm', 'confirm-draft']);

/** The two answers to what waits for consent, as buttons where the platform has them. */
export const consentOrNot = ({ vocabulary: { confirm, cancel } }: Pick<Context, 'vocabulary'>): Choices =>
  inWords(...[confirm[0], cancel[0]].flatMap((word) => word ?? []));

/** What was asked in this chat, in the campaign at hand, and still waits for an answer. */
export async function openQuestion(context: Asking): Promise<Question | undefined> {
  const row = await rowOf(context);
  if (!row || row.kind === 'campaign') return undefined;
  return holdingIn(context.campaign)(row) ? payloads.parse(row.payload) : undefined;
}

/** The file that this person's command has asked for, in whichever chat, and what is to be done with it. */
export async function fileAwaited({
  tx,
  actor,
  campaign,
  now,
}: Context): Promise<{ number: number; how: 'add' | 'replace' } | undefined> {
  if (actor.personId === undefined) return undefined;
  const rows = await tx.question.findMany({
    where: {
      personId: actor.personId,
      kind: 'replacement',
      campaign: { in: ['', campaign.id] },
      expiresAt: { gt: now },
    },
    orderBy: { expiresAt: 'desc' },
  });
  for (const { payload } of rows) {
    const asked = payloads.parse(payload);
    if (asked.kind === 'replacement' && asked.how !== undefined) return { number: asked.number, how: asked.how };
  }
  return undefined;
}

/** The file has come. */
export async function fileCame({ tx, actor }: Context): Promise<void> {
  await tx.question.deleteMany({ where: { personId: actor.personId as number, kind: 'replacement' } });
}

export async function forget({ tx, actor, message }: Context): Promise<void> {
  await tx.question.deleteMany({
    where: { personId: actor.personId as number, channel: message.channel, chatId: message.chat.id },
  });
}
