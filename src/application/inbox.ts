import { Prisma } from '../generated/prisma/client.ts';
import type { Office, ReceivedFile } from './context.ts';
import { keepRenewing } from './in-hand.ts';
import type { Message } from './message.ts';

export interface Claimed {
  id: bigint;
  message: Message;
  fetched: ReceivedFile[] | null;
  attempts: number;
}

/** How long a message waits for another process after the one that had it has died. */
const LEASE = '1 minute';
const RENEWED_EVERY_MS = 15_000;

/** Stores a message before it is acknowledged. `duplicate`: this message is stored already, nothing more is to be done. */
export async function store(office: Office, message: Message): Promise<{ id: bigint } | 'duplicate'> {
  try {
    return await office.prisma.inbound.create({
      data: rowOf(office, message),
      select: { id: true },
    });
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return 'duplicate';
    throw error;
  }
}

/** Stores messages that came together, in their order, with one statement: a burst is acknowledged as fast as one message. */
export async function storeAll(office: Office, messages: Message[]): Promise<('stored' | 'duplicate')[]> {
  const stored = await office.prisma.inbound.createManyAndReturn({
    data: messages.map((message) => rowOf(office, message)),
    skipDuplicates: true,
    select: { channel: true, messageId: true },
  });
  const fresh = new Set(stored.map(({ channel, messageId }) => `${channel}/${messageId}`));
  // The same message twice in one burst is stored once.
  return messages.map(({ channel, id }) => (fresh.delete(`${channel}/${id}`) ? 'stored' : 'duplicate'));
}

const rowOf = (office: Office, message: Message) => ({
  channel: message.channel,
  messageId: message.id,
  senderId: message.sender.id,
  message: wellFormed(message) as unknown as Prisma.InputJsonObject,
  receivedAt: office.clock.now(),
});

/** PostgreSQL takes neither NUL nor half a surrogate pair in JSON; a name with one must not lose the message. */
const wellFormed = (message: Message): Message =>
  JSON.parse(JSON.stringify(message), (_, value) =>
    typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value,
  );

/** Takes the oldest waiting message whose sender has no earlier one unfinished, so that order per person is kept. */
export async function claim(office: Office): Promise<Claimed | undefined> {
  const rows = await office.prisma.$queryRawUnsafe<Claimed[]>(`
    UPDATE inbound i SET state = 'working', lease_until = now() + interval '${LEASE}', attempts = i.attempts + 1
    WHERE i.id = (
      SELECT w.id FROM inbound w
      WHERE (w.state = 'waiting' OR (w.state = 'working' AND w.lease_until < now()))
        AND (w.lease_until IS NULL OR w.lease_until < now())
        AND NOT EXISTS (
          SELECT 1 FROM inbound e
          WHERE e.channel = w.channel AND e.sender_id = w.sender_id AND e.id < w.id AND e.state IN ('waiting', 'working'))
      ORDER BY w.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING i.id, i.message, i.fetched, i.attempts`);
  return rows[0];
}

/** True of the row only as long as nobody else has taken the message up. */
export const inHand = ({ id, attempts }: Claimed) => ({ id, attempts, state: 'working' });

/** So that another attempt does not need links that have died by then. */
export async function keepFetched(office: Office, claimed: Claimed, fetched: ReceivedFile[]): Promise<void> {
  await office.prisma.inbound.updateMany({ where: inHand(claimed), data: { fetched: fetched as object[] } });
}

/** Lets no other process take the message up while this one lives, however long its files take. Returns how to stop. */
export function keepInHand(office: Office, { id, attempts }: Claimed, everyMs = RENEWED_EVERY_MS): () => void {
  const renewed = `UPDATE inbound SET lease_until = now() + interval '${LEASE}' WHERE id = $1 AND attempts = $2 AND state = 'working'`;
  return keepRenewing(office, () => office.prisma.$executeRawUnsafe(renewed, id, attempts), everyMs);
}

/** To be tried again. */
export async function putBack(office: Office, claimed: Claimed): Promise<void> {
  await office.prisma.inbound.updateMany({ where: inHand(claimed), data: { state: 'waiting', leaseUntil: null } });
}

/** After a crash, without other processes: what was in hand waits again. If another process has it after all, only one of the two can finish it. */
export async function takeUp(office: Office): Promise<void> {
  await office.prisma.inbound.updateMany({ where: { state: 'working' }, data: { state: 'waiting', leaseUntil: null } });
}
