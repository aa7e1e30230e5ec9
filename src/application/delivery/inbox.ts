import type { Message } from '../message.ts';
import type { Office, Tx } from '../office.ts';
import type { Looking, ReceivedFile } from '../ports.ts';
import { keepRenewing } from './in-hand.ts';

export interface Claimed {
  id: bigint;
  message: Message;
  fetched: ReceivedFile[] | null;
  attempts: number;
  /** The process that had it before died while it opened what came with it. */
  reading: boolean;
}

/** How long a message waits for another process after the one that had it has died. */
const LEASE = '1 minute';
const RENEWED_EVERY_MS = 15_000;

/** Stores messages that came together, in their order, with one statement: a burst is acknowledged as fast as one message. */
export async function storeAll(office: Office, messages: Message[]): Promise<('stored' | 'duplicate')[]> {
  const now = office.clock.now();
  // Prisma's own createMany costs ten times as much for a hundred rows, while as many people wait to be acknowledged.
  const stored = await office.prisma.$queryRaw<{ channel: string; message_id: string }[]>`
    INSERT INTO inbound (channel, message_id, sender_id, message, received_at)
    SELECT m ->> 'channel', m ->> 'id', m -> 'sender' ->> 'id', m, ${now}::timestamptz
    FROM jsonb_array_elements(${wellFormed(messages)}::jsonb) WITH ORDINALITY AS one (m, nth) ORDER BY nth
    ON CONFLICT (channel, message_id) DO NOTHING RETURNING channel, message_id`;
  const fresh = new Set(stored.map((row) => `${row.channel}/${row.message_id}`));
  // The same message twice in one burst is stored once.
  return messages.map(({ channel, id }) => (fresh.delete(`${channel}/${id}`) ? 'stored' : 'duplicate'));
}

/** JSON that PostgreSQL takes: neither NUL nor half a surrogate pair; a name with one must not lose the message. */
function wellFormed(messages: Message[]): string {
  const json = JSON.stringify(messages);
  if (!/\\u(0000|d[89a-f])/.test(json)) return json;
  return JSON.stringify(messages, (_, value) =>
    typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value,
  );
}

/** The oldest in that state whose sender has no earlier one unfinished, so that order per person is kept. */
const oldest = (state: string) => `
  SELECT w.id FROM inbound w
  WHERE ${state} AND NOT EXISTS (
    SELECT 1 FROM inbound e
    WHERE e.channel = w.channel AND e.sender_id = w.sender_id AND e.state IN ('waiting', 'working') AND e.id < w.id)
  ORDER BY w.id LIMIT 1 FOR UPDATE SKIP LOCKED`;

/** Takes the oldest message that waits, or that a process died over. Each state by itself, as an index keeps it in order. */
export async function claim(office: Office): Promise<Claimed | undefined> {
  const rows = await office.prisma.$queryRawUnsafe<Claimed[]>(`
    UPDATE inbound i SET state = 'working', lease_until = now() + interval '${LEASE}', attempts = i.attempts + 1
    WHERE i.id = (
      SELECT min(id) FROM (
        SELECT id FROM (${oldest("w.state = 'waiting'")}) AS waiting
        UNION ALL SELECT id FROM (${oldest("w.state = 'working' AND w.lease_until < now()")}) AS left_over) AS one)
    RETURNING i.id, i.message, i.fetched, i.attempts, i.reading`);
  return rows[0];
}

/** True of the row only as long as nobody else has taken the message up. */
const inHand = ({ id, attempts }: Claimed) => ({ id, attempts, state: 'working' });

/** Lets nothing else of this person be handled beside it, to the end of the transaction. False: another process has it now. */
export async function alone(tx: Tx, { id, attempts, message }: Claimed): Promise<boolean> {
  const person = `${message.channel}/${message.sender.id}`;
  const [row] = await tx.$queryRaw<{ ours: boolean }[]>`
    SELECT pg_advisory_xact_lock(hashtextextended(${person}, 0))::text,
      EXISTS (SELECT 1 FROM inbound WHERE id = ${id} AND attempts = ${attempts} AND state = 'working') AS ours`;
  return row?.ours === true;
}

/** Marks it as done, in the transaction that did it. False: another process has it now. */
export async function finish(tx: Tx, { id, attempts }: Claimed, state: string, at: Date): Promise<boolean> {
  const marked = await tx.$executeRaw`
    UPDATE inbound SET state = ${state}, handled_at = ${at}::timestamptz, lease_until = NULL
    WHERE id = ${id} AND attempts = ${attempts} AND state = 'working'`;
  return marked === 1;
}

/** So that another attempt does not need links that have died by then. */
export async function keepFetched(office: Office, claimed: Claimed, fetched: ReceivedFile[]): Promise<void> {
  await office.prisma.inbound.updateMany({ where: inHand(claimed), data: { fetched: fetched as object[] } });
}

/**
 * Notes that a file of the message is being opened, before it is: should the process die over it, it is not opened again. `begin` is
 * false when that has happened.
 */
export function lookingFor(office: Office, claimed: Claimed): Looking {
  const note = (reading: boolean) => office.prisma.inbound.updateMany({ where: inHand(claimed), data: { reading } });
  return {
    async begin() {
      if (claimed.reading) return false;
      await note(true);
      return true;
    },
    async end() {
      await note(false);
    },
  };
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
