import type { Destination, Post } from '../message.ts';
import type { House, Tx } from '../office.ts';
import { namesOf, staffMembers } from '../people/people.ts';
import { enqueue } from './outbox.ts';

const AT_ONCE = 50;
const TOLD_ONE_BY_ONE = 5;
const NAMES_BETWEEN = '、';

interface Trouble {
  id: bigint;
  channel: string;
  chat_kind: 'group' | 'direct';
  chat_id: string;
  post: Partial<Post>;
  state: string;
  unreached: string[];
}

/**
 * Tells staff, once each, of posts that did not arrive, or not with everybody; true when there was something to tell.
 * Posts to staff themselves that failed are only counted (`lostUntold`): a message about them would fail too, and so
 * on. While nobody of staff can be written to, everything is only counted.
 */
export async function tellTroubles(house: House): Promise<boolean> {
  return house.prisma.$transaction(async (tx) => {
    const untold = await tx.$queryRaw<Trouble[]>`
      SELECT id, channel, chat_kind, chat_id, post, state, coalesce(unreached, '{}') AS unreached FROM outbound
      WHERE trouble = 'untold' ORDER BY id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`;
    if (untold.length === 0) return false;
    const chats = (await staffMembers({ tx, channels: house.channels })).flatMap(({ to }) => to ?? []);
    if (chats.length === 0) return false;
    const isStaffs = ({ channel, chat_id }: Trouble) =>
      chats.some((to: Destination) => to.channel === channel && to.chat.id === chat_id);
    const kept = untold.filter(isStaffs);
    const told = untold.filter((one) => !isStaffs(one));
    await mark(tx, kept, 'kept');
    await mark(tx, told, 'told');
    if (told.length === 0) return true;
    const texts: string[] = [];
    for (const one of told.slice(0, TOLD_ONE_BY_ONE)) texts.push(await inWords(house, tx, one));
    if (told.length > TOLD_ONE_BY_ONE)
      texts.push(house.say('bot.more-troubles', { count: told.length - TOLD_ONE_BY_ONE }));
    const text = texts.join('\n\n');
    const answers = chats.map((to) => ({ to, text }));
    await enqueue(tx, answers, house.clock.now());
    return true;
  });
}

async function mark(tx: Tx, troubles: Trouble[], trouble: 'kept' | 'told'): Promise<void> {
  if (troubles.length > 0)
    await tx.outbound.updateMany({ where: { id: { in: troubles.map(({ id }) => id) } }, data: { trouble } });
}

async function inWords({ say, campaigns }: House, tx: Tx, lost: Trouble): Promise<string> {
  const { text = '', mentions = [] } = lost.post;
  const group = lost.chat_kind === 'group';
  const meant = lost.unreached.length > 0 ? lost.unreached : mentions;
  const names = (
    group || lost.unreached.length > 0
      ? await namesOf(tx, lost.channel, meant)
      : await ownersOf(tx, lost.channel, lost.chat_id)
  ).join(NAMES_BETWEEN);
  const campaign = [...campaigns.values()].map((one) => one.campaign.name).join(NAMES_BETWEEN);
  const facts = { first: text.split('\n')[0] ?? '', names, campaign };
  if (lost.state === 'sent') return say('bot.post-unreached', facts);
  const where = { ...facts, group };
  if (lost.state === 'unknown') return say('bot.post-unknown', where);
  return say(lost.state === 'dropped' ? 'bot.post-missed' : 'bot.post-refused', where);
}

/** The name of the person whose direct chat it is. */
async function ownersOf(tx: Tx, channel: string, directChatId: string): Promise<string[]> {
  const accounts = await tx.account.findMany({
    where: { channel, directChatId },
    select: { person: { select: { name: true } } },
  });
  return accounts.map(({ person }) => person.name);
}
