import type { Role } from '../../domain/permission.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { Chat, Destination, Message } from '../message.ts';
import type { Office, Tx } from '../office.ts';
import type { Speaker, Turn } from '../turn.ts';

interface Account {
  id: number;
  name: string;
  direct_chat_id: string | null;
  roles: Speaker['roles'];
}

/** A known person as somebody who acts in a campaign: they speak for none of the units that are not in it. */
export function speakerFrom(
  campaign: Office['campaign'],
  { id: personId, name, roles: held }: Pick<Account, 'id' | 'name' | 'roles'>,
): Speaker {
  const known = new Set(campaign.units.map(({ id }) => id));
  const roles = held
    .filter(({ unitId }) => unitId === '' || known.has(unitId))
    .map(({ role, unitId }) => ({ role, unitId }));
  const own = new Set(roles.filter((one) => one.role === 'coordinator').map((one) => one.unitId));
  const units = campaign.units.filter((unit) => own.has(unit.id)).map((unit) => unit.id);
  return { personId, name, roles, units };
}

/** Who wrote: the person behind a platform's id with the roles in force, or a stranger. */
export async function speakerOf(
  tx: Tx,
  campaign: Office['campaign'],
  channel: string,
  senderId: string,
): Promise<Speaker> {
  // This runs for every message: one statement instead of the three that Prisma would make.
  const [account] = await tx.$queryRaw<Account[]>`
    SELECT p.id, p.name, a.direct_chat_id, coalesce(json_agg(json_build_object('role', m.role, 'unitId', m.unit_id) ORDER BY m.id)
      FILTER (WHERE m.id IS NOT NULL), '[]') AS roles
    FROM account a JOIN person p ON p.id = a.person_id LEFT JOIN membership m ON m.person_id = p.id AND m.until IS NULL
      AND m.campaign IN ('', ${campaign.id})
    WHERE a.channel = ${channel} AND a.sender_id = ${senderId} GROUP BY p.id, a.channel, a.sender_id`;
  if (!account) return { name: '', roles: [], units: [] };
  const { direct_chat_id: directChatId } = account;
  return { ...speakerFrom(campaign, account), ...(directChatId !== null && { directChatId }) };
}

/**
 * The direct chat of the sender of a message, from now on; null while the platform lets the bot write only after it was
 * spoken to there.
 */
export function directChatOf({ channels, message }: Pick<Office, 'channels'> & { message: Message }): string | null {
  const { channel, chat, sender } = message;
  if (chat.kind === 'direct') return chat.id;
  return channels.get(channel)?.directChatWith?.(sender.id) ?? null;
}

/** The known people whose names stand in a text. */
export async function namesIn(prisma: Pick<Tx, '$queryRaw'>, text: string): Promise<string[]> {
  const found = await prisma.$queryRaw<{ name: string }[]>`
    SELECT DISTINCT name FROM person WHERE name <> '' AND position(name IN ${text}) > 0 LIMIT 50`;
  return found.map(({ name }) => name);
}

export interface Reachable {
  personId: number;
  name: string;
  /**
   * Where the bot can write to this person on its own account; undefined when they never spoke to it directly, or when
   * no channel on which they did lets it write first.
   */
  to?: Destination;
  /** Whether they ever spoke to it directly. */
  spoke: boolean;
  /** The person's ids on each channel, for mentions. */
  accounts: { channel: string; senderId: string }[];
}

/** Somebody with what they may do, and since when. */
export interface Member extends Reachable {
  role: Role;
  unitId: string;
  since: Date;
}

/** What is needed to find out who can be reached; without a campaign, of all of them. */
export type Reaching = { tx: Tx; campaign?: Pick<Office['campaign'], 'id'> } & Pick<Office, 'channels'>;

/** What somebody may do in a campaign: what holds in every one, and in it alone. */
export const holdsIn = (campaign: Pick<Office['campaign'], 'id'>) => ({
  until: null,
  campaign: { in: ['', campaign.id] },
});

/** The same, of what was read already. */
export const holdingIn =
  ({ id }: Pick<Office['campaign'], 'id'>) =>
  ({ campaign }: { campaign: string }): boolean =>
    campaign === '' || campaign === id;

async function reach({ tx, channels, campaign }: Reaching, where: Prisma.MembershipWhereInput): Promise<Member[]> {
  const memberships = await tx.membership.findMany({
    where: { ...where, ...(campaign ? holdsIn(campaign) : { until: null }) },
    include: { person: { include: { accounts: true } } },
    orderBy: { id: 'asc' },
  });
  return memberships.map(({ person, unitId, role, since }) => {
    const chats = person.accounts.flatMap(({ channel, directChatId }): Destination[] =>
      directChatId === null ? [] : [{ channel, chat: { kind: 'direct', id: directChatId } }],
    );
    const to = chats.find(({ channel, chat }) => canPost(channels, channel, chat));
    return {
      personId: person.id,
      name: person.name,
      role: role as Role,
      unitId,
      since,
      accounts: person.accounts.map(({ channel, senderId }) => ({ channel, senderId })),
      spoke: chats.length > 0,
      ...(to && { to }),
    };
  });
}

function canPost(channels: Office['channels'], name: string, chat: Chat): boolean {
  const channel = channels.get(name);
  return channel !== undefined && channel.reach?.(chat).posts !== false;
}

/** The coordinators of units, with where the bot can write to them. */
export const coordinatorsOf = (reaching: Reaching, unitIds: string[]) =>
  reach(reaching, { role: { in: ['coordinator'] }, unitId: { in: unitIds } });

/** Everybody on the city's side, once each. */
export async function staffMembers(reaching: Reaching): Promise<Reachable[]> {
  const people = await reach(reaching, { role: { in: ['staff', 'admin'] } });
  return [...new Map(people.map((person) => [person.personId, person])).values()];
}

/** Everybody who may do anything, in the order in which they came; or those of a name, of some ids. */
export const members = (reaching: Reaching, of: { name?: string; personId?: number } = {}): Promise<Member[]> =>
  reach(reaching, {
    ...(of.name !== undefined && { person: { name: of.name } }),
    ...(of.personId !== undefined && { personId: of.personId }),
  });

/** Where the bot can write to somebody, also to one who may do nothing any more. */
export async function directChatTo({ tx, channels }: Reaching, personId: number): Promise<Destination | undefined> {
  const accounts = await tx.account.findMany({ where: { personId, directChatId: { not: null } } });
  return accounts
    .map(
      ({ channel, directChatId }): Destination => ({ channel, chat: { kind: 'direct', id: directChatId as string } }),
    )
    .find(({ channel, chat }) => canPost(channels, channel, chat));
}

/** Names of the people behind a channel's ids, in the order of the ids, as far as they are known. */
export async function namesOf(tx: Tx, channel: string, senderIds: string[]): Promise<string[]> {
  if (senderIds.length === 0) return [];
  const accounts = await tx.account.findMany({
    where: { channel, senderId: { in: senderIds } },
    select: { senderId: true, person: { select: { name: true } } },
  });
  const names = new Map(accounts.map(({ senderId, person }) => [senderId, person.name]));
  return senderIds.flatMap((id) => names.get(id) ?? []);
}

/** Mobile numbers of the people behind a channel's ids, as far as they are known: for calling people up, never for showing. */
export async function phonesOf(
  tx: Pick<Tx, 'account'>,
  channel: string,
  senderIds: string[],
): Promise<Map<string, string>> {
  const accounts = await tx.account.findMany({
    where: { channel, senderId: { in: senderIds } },
    select: { senderId: true, person: { select: { phone: true } } },
  });
  return new Map(accounts.flatMap(({ senderId, person }) => (person.phone ? [[senderId, person.phone]] : [])));
}

/** The people of some ids, as far as they are known. */
export const peopleById = ({ tx }: Pick<Turn, 'tx'>, ids: number[]) =>
  tx.person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true, phone: true } });

/** Where the bot writes to the account that speaks here; undefined as long as it has not been spoken to directly. */
export async function directChatKnown({ tx }: Pick<Turn, 'tx'>, message: Message): Promise<Destination | undefined> {
  const { channel, sender } = message;
  const account = await tx.account.findUnique({ where: { channel_senderId: { channel, senderId: sender.id } } });
  return account?.directChatId ? { channel, chat: { kind: 'direct', id: account.directChatId } } : undefined;
}

/**
 * Remembers the direct chat at the first message in it: on some platforms only that lets the bot write to the person
 * later.
 */
export async function rememberDirectChat(
  { tx, channels, actor }: Pick<Turn, 'tx' | 'channels' | 'actor'>,
  message: Message,
): Promise<void> {
  if (actor.personId === undefined) return;
  const known = actor.directChatId ?? null;
  if (known !== null && message.chat.kind !== 'direct') return;
  const directChatId = directChatOf({ channels, message });
  if (directChatId === null || directChatId === known) return;
  await tx.account.updateMany({
    where: { channel: message.channel, senderId: message.sender.id },
    data: { directChatId },
  });
}
