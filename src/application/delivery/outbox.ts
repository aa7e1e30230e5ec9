import type { Chat, Destination, Message, Post } from '../message.ts';
import type { House, Tx } from '../office.ts';
import type { Delivery } from '../ports.ts';
import type { Answer, Recipe } from './answer.ts';
import { backOffMs } from './back-off.ts';
import { keepRenewing, writtenDown } from './in-hand.ts';
import {
  giveUpLeftOver,
  type NewRow,
  type Outcome,
  putBack,
  putBackLeftOver,
  renew,
  takeNext,
  type Waiting,
  wordsAreThere,
  writeOutcome,
} from './outbound-rows.ts';
import { shownIn } from './shown-in.ts';
import { storePicture } from './store-picture.ts';
import { storeSheet } from './store-sheet.ts';

/** A post made anew: what to say, or that nobody needs it any more, that it comes too late, or not at this hour. */
export type Remade =
  | Pick<Post, 'text' | 'mentions' | 'picture'>
  | { drop: 'needless' | 'missed' }
  | { afterMs: number };
export type Remake = (recipe: Recipe, to: Destination, since: Date) => Promise<Remade>;

const RENEWED_EVERY_MS = 30_000;
const MOST_ATTEMPTS = 12;
const LONGEST_QUEUE_MS = 24 * 3_600_000;
/** A post younger than this is sent as it is; making it anew would say the same. */
const FRESH_MS = 10_000;
const ANEW_AGAIN_MS = 5_000;

const keyOf = (id: bigint): string => `out-${id}`;
/** The post that a channel was given this key for. */
export const idOfKey = (key: string): bigint | undefined => {
  const digits = /^out-(\d{1,18})$/.exec(key)?.[1];
  return digits === undefined ? undefined : BigInt(digits);
};

/** Makes rows of what the bot says, in order; they are sent after the transaction is committed. */
export async function enqueue(
  tx: Tx,
  answers: Answer[],
  at: Date,
  here?: { message: Message; inboundId: bigint },
): Promise<void> {
  const rows = answers.map((answer): NewRow => {
    const { to, text, files = [], sheets, mentions = [], choices, table, picture, recipe } = answer;
    const { channel, chat } = to ?? here?.message ?? nowhere();
    const more = {
      ...(choices && { choices }),
      ...(table && { table }),
      ...(sheets && { sheets }),
      ...(picture && { picture }),
    };
    const post: Post = { text, files, mentions, ...more };
    return {
      channel,
      chatKind: chat.kind,
      chatId: chat.id,
      inboundId: here?.inboundId ?? null,
      post: post as object,
      ...(recipe && { recipe: recipe as object }),
      createdAt: at,
      // The epoch, so that it is due at once even if this computer's clock is ahead of the database's.
      nextAt: new Date(0),
    };
  });
  if (rows.length > 0) await tx.outbound.createMany({ data: rows });
}

function nowhere(): never {
  throw new Error('a post without a destination');
}

/** What is said here becomes one answer, in its order; what is said elsewhere stays as it is. */
export function asOne(answers: Answer[]): Answer[] {
  const isHere = ({ to, picture }: Answer) => to === undefined && picture === undefined;
  const here = answers.filter(isHere);
  if (here.length < 2) return answers;
  const table = here.find((answer) => answer.table)?.table;
  const joined: Answer = {
    text: here
      .map(({ text }) => text)
      .filter((text) => text !== '')
      .join('\n\n'),
    files: here.flatMap(({ files }) => files ?? []),
    mentions: here.flatMap(({ mentions }) => mentions ?? []),
    choices: here.flatMap(({ choices }) => choices ?? []),
    sheets: here.flatMap(({ sheets }) => sheets ?? []),
    ...(table && { table }),
  };
  return [joined, ...answers.filter((answer) => !isHere(answer))];
}

/**
 * Sends whatever waits, oldest first per chat, until nothing is due. A post whose outcome is unknown stays so: it is
 * not repeated. What did not get through is marked, for staff to be told. Nothing is begun any more
 * once `goesOn`, asked before each look, says no; `more` hears that others could be sent meanwhile.
 */
export async function sendWaiting(
  house: House,
  remake: Remake,
  goesOn: () => boolean,
  more: () => void = () => undefined,
): Promise<void> {
  while (goesOn()) {
    const waiting = await takeNext(house);
    if (!waiting) return;
    if (waiting.more) more();
    await sendOne(house, waiting, remake);
  }
}

async function sendOne(house: House, waiting: Waiting, remake: Remake): Promise<void> {
  const letGo = keepRenewing(house, () => renew(house, waiting), RENEWED_EVERY_MS);
  try {
    if (waiting.post.picture && !(await wordsAreThere(house, waiting)))
      return await conclude(house, waiting, { state: 'dropped', reason: 'needless' });
    const old = house.clock.now().getTime() - waiting.created_at.getTime() > FRESH_MS;
    const post = waiting.recipe && old ? await anew(house, waiting, waiting.recipe, remake) : waiting.post;
    if ('afterMs' in post) return await postpone(house, waiting, { ...post, queued: true });
    if ('drop' in post) return await conclude(house, waiting, { state: 'dropped', reason: post.drop });
    const delivery = await deliver(house, waiting, await finished(house, waiting, post));
    if (delivery.state !== 'later') await conclude(house, waiting, delivery);
    else if (asksAgain(house, waiting, delivery.queued === true)) await postpone(house, waiting, delivery);
    else await conclude(house, waiting, { state: 'refused', reason: delivery.reason });
  } finally {
    letGo();
  }
}

/**
 * Writes the new text into the row before it is sent: if the outcome stays unknown, staff are shown what may have been
 * said.
 */
async function anew(house: House, waiting: Waiting, recipe: Recipe, remake: Remake) {
  const chat: Chat = { kind: waiting.chat_kind, id: waiting.chat_id };
  try {
    const made = await remake(recipe, { channel: waiting.channel, chat }, waiting.created_at);
    if ('afterMs' in made) return { ...made, reason: 'quiet hour' };
    if (!('text' in made)) return made;
    const post: Post = { ...waiting.post, ...made };
    await house.prisma.outbound.update({ where: { id: waiting.id }, data: { post: post as object } });
    return post;
  } catch (error) {
    house.log.warn({ outbound: String(waiting.id), error }, 'post not made anew');
    return { afterMs: ANEW_AGAIN_MS, reason: 'not made anew' };
  }
}

/** With its files written and drawn; undefined where that has to be tried again. */
async function finished(house: House, waiting: Waiting, post: Post): Promise<Post | undefined> {
  if (post.picture) return withPicture(house, waiting, post);
  return post.sheets ? withSheets(house, waiting, post) : post;
}

/** Without files where it cannot be drawn: then there is nothing to be sent. */
async function withPicture(house: House, { id }: Waiting, { picture, ...post }: Post): Promise<Post> {
  if (!picture) return post;
  try {
    const { name, sha256 } = await storePicture(house, 'progress', { kind: 'city', sheet: picture });
    return { ...post, files: [{ name, sha256 }] };
  } catch (error) {
    house.log.warn({ outbound: String(id), error }, 'picture not drawn');
    return { ...post, files: [] };
  }
}

/** Writes its sheets; the row has them as files from then on, so that they are written once. */
async function withSheets(house: House, { id }: Waiting, { sheets = [], ...post }: Post): Promise<Post | undefined> {
  try {
    const files = [...post.files];
    for (const { name, sheet } of sheets) {
      const { sha256, name: called } = await storeSheet(house, name, sheet);
      files.push({ name: called, sha256 });
    }
    await house.prisma.outbound.update({ where: { id }, data: { post: { ...post, files } as object } });
    return { ...post, files };
  } catch (error) {
    house.log.warn({ outbound: String(id), error }, 'sheet not written');
    return undefined;
  }
}

async function deliver(house: House, waiting: Waiting, post: Post | undefined): Promise<Delivery> {
  if (!post) return { state: 'later', afterMs: ANEW_AGAIN_MS, reason: 'sheet not written' };
  if (post.text === '' && post.files.length === 0) return { state: 'refused', reason: 'nothing to send' };
  const channel = house.channels.get(waiting.channel);
  if (!channel) return { state: 'refused', reason: `channel ${waiting.channel} is off` };
  const chat: Chat = { kind: waiting.chat_kind, id: waiting.chat_id };
  try {
    const { id, reply_context: context, progress } = waiting;
    return await channel.send(chat, shownIn(chat, post), keyOf(id), context ?? undefined, progress ?? undefined);
  } catch (error) {
    return { state: 'unknown', reason: (error as Error).name };
  }
}

/**
 * How long to go on: a queued post for a day, as later it would be of no use to anybody; one that the platform turned
 * down for a number of attempts.
 */
const asksAgain = (house: House, { attempts, created_at }: Waiting, queued: boolean): boolean =>
  queued ? house.clock.now().getTime() - created_at.getTime() < LONGEST_QUEUE_MS : attempts + 1 < MOST_ATTEMPTS;

type Later = Omit<Extract<Delivery, { state: 'later' }>, 'state'>;

/**
 * Puts the post back. What merely waited in the platform's queue was not turned down, so it does not count as an
 * attempt.
 */
async function postpone(house: House, waiting: Waiting, later: Later): Promise<void> {
  const { afterMs, reason, queued, begun, progress = waiting.progress } = later;
  const attempts = waiting.attempts + (queued ? 0 : 1);
  // Spread at random, else all that wait for the same allowance would come back at one moment.
  const waitMs = queued
    ? afterMs * (reason === 'rate' ? 1 + Math.random() : 1)
    : backOffMs(attempts, afterMs, Math.random());
  const put = { attempts, reason, begun: begun === true, progress, waitMs };
  await writtenDown(house, () => putBack(house, waiting, put));
}

async function conclude(house: House, { id, post }: Waiting, outcome: Outcome): Promise<void> {
  const { state } = outcome;
  const unreached = state === 'sent' ? (outcome.unreached ?? []) : [];
  const failed = state === 'sent' ? unreached.length > 0 : outcome.reason !== 'needless';
  const trouble = failed && post.picture === undefined;
  if (trouble) {
    const reason = state === 'sent' ? null : outcome.reason;
    house.log.warn({ outbound: String(id), state, reason, unreached: unreached.length }, 'post not delivered');
  }
  await writtenDown(house, () => writeOutcome(house, id, outcome, trouble));
}

/**
 * After a crash: a post that was being sent may be in the chat. A channel that knows a repeat by its key gets it again,
 * at the start at once; for the others the outcome is unknown once no living process can be sending it.
 */
export async function takeUpSending(house: House, which: 'all' | 'expired'): Promise<void> {
  const repeatable = [...house.channels.values()].filter((channel) => channel.knowsRepeats).map(({ name }) => name);
  await putBackLeftOver(house, repeatable, which);
  await giveUpLeftOver(house, repeatable);
}
