import type { Message } from '../message.ts';
import type { House, Tx } from '../office.ts';
import type { Looking, ReceivedFile } from '../ports.ts';
import { keepRenewing } from './in-hand.ts';
import { inHandFor, LEFT_OVER, type Lease, oldest, renewal } from './rows.ts';

export interface Taken {
  id: bigint;
  message: Message;
  fetched: ReceivedFile[] | null;
  attempts: number;
  /** The process that had it before died while it opened what came with it. */
  reading: boolean;
}

/** How long a message waits for another process after the one that had it has died. */
const LEASE: Lease = '1 minute';
const RENEWED_EVERY_MS = 15_000;

/** Stores messages that came together, in their order, with one statement: a burst is acknowledged as fast as one message. */
export async function storeAll(house: House, messages: Message[]): Promise<('stored' | 'duplicate')[]> {
  const now = house.clock.now();
  // Prisma's own createMany costs ten times as much for a hundred rows, while as many people wait to be acknowledged.
  const stored = await house.prisma.$queryRaw<{ channel: string; message_id: string }[]>`
    INSERT INTO inbound (channel, message_id, sender_id, message, to_fetch, received_at)
    SELECT m ->> 'channel', m ->> 'id', m -> 'sender' ->> 'id', m,
      coalesce(m -> 'files' -> 0, m #> '{quote,files,0}') IS NOT NULL, ${now}::timestamptz
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

/** A message that was stored before, with what was fetched of its files; undefined when it is not kept any more. */
export async function storedMessage(
  tx: Tx,
  id: string,
): Promise<{ message: Message; files: ReceivedFile[] } | undefined> {
  const row = /^\d{1,18}$/.test(id)
    ? await tx.inbound.findUnique({ where: { id: BigInt(id) }, select: { message: true, fetched: true } })
    : null;
  if (!row || (row.message as object | null) === null || 'erased' in (row.message as object)) return undefined;
  return { message: row.message as unknown as Message, files: (row.fetched ?? []) as unknown as ReceivedFile[] };
}

/** `fetch`: a message whose files have still to be fetched, which may take long. `handle`: any other. */
export type Lane = 'fetch' | 'handle';

/** What one look found, and whether other messages wait in each lane, be it behind one of the same person that is in hand. */
export interface Look {
  taken: Taken | undefined;
  waits: Record<Lane, boolean>;
}

/**
 * Takes the oldest message of the lane that waits, or whose lease has run out because its process died. The two states
 * are searched apart, since the index orders rows within one state only. What else waits is told with it, so that nobody
 * has to look in vain.
 */
export async function takeNext(house: House, lane: Lane): Promise<Look> {
  const whose = `${lane === 'fetch' ? '' : 'NOT '}w.to_fetch`;
  const other = (isSo: string, files: boolean) =>
    `EXISTS (SELECT 1 FROM inbound w WHERE ${isSo} AND w.to_fetch = ${files} AND w.id IS DISTINCT FROM one.id)`;
  const others = (files: boolean) => `${other("w.state = 'waiting'", files)} OR ${other(LEFT_OVER, files)}`;
  const [row] = await house.prisma.$queryRawUnsafe<[Omit<Taken, 'id'> & { id: bigint | null } & Look['waits']]>(`
    WITH one AS (
      UPDATE inbound i SET ${inHandFor(LEASE)}, attempts = i.attempts + 1
      WHERE i.id = (
        SELECT min(id) FROM (
          SELECT id FROM (${oldest('inbound', `w.state = 'waiting' AND ${whose}`, 'sender_id')}) AS waiting
          UNION ALL SELECT id FROM (${oldest('inbound', `${LEFT_OVER} AND ${whose}`, 'sender_id')}) AS left_over) AS two)
      RETURNING i.id, i.message, i.fetched, i.attempts, i.reading)
    SELECT one.*, ${others(true)} AS fetch, ${others(false)} AS handle FROM (VALUES (1)) AS always LEFT JOIN one ON true`);
  const { fetch, handle, id, ...rest } = row;
  return { taken: id === null ? undefined : { id, ...rest }, waits: { fetch, handle } };
}

/**
 * Finds the row only while this process still has the message: `attempts` grows when another one takes it, and then
 * this write changes nothing.
 */
const stillOurs = ({ id, attempts }: Taken) => ({ id, attempts, state: 'working' });

/**
 * Makes other messages of the same person wait until this transaction ends. False: the message was taken by another
 * process meanwhile.
 */
export async function alone(tx: Tx, { id, attempts, message }: Taken): Promise<boolean> {
  const person = `${message.channel}/${message.sender.id}`;
  const [row] = await tx.$queryRaw<{ ours: boolean }[]>`
    SELECT pg_advisory_xact_lock(hashtextextended(${person}, 0))::text,
      EXISTS (SELECT 1 FROM inbound WHERE id = ${id} AND attempts = ${attempts} AND state = 'working') AS ours`;
  return row?.ours === true;
}

/**
 * Marks the message as handled, in the transaction that did what it asks. False: another process has it now, and the
 * transaction must be undone.
 */
export async function finish(tx: Tx, { id, attempts }: Taken, state: string, at: Date): Promise<boolean> {
  const marked = await tx.$executeRaw`
    UPDATE inbound SET state = ${state}, handled_at = ${at}::timestamptz, lease_until = NULL
    WHERE id = ${id} AND attempts = ${attempts} AND state = 'working'`;
  return marked === 1;
}

/** Remembers the fetched files: the links of the platform may be dead by the next attempt. */
export async function keepFetched(house: House, taken: Taken, fetched: ReceivedFile[]): Promise<void> {
  const data = { fetched: fetched as object[], toFetch: false };
  await house.prisma.inbound.updateMany({ where: stillOurs(taken), data });
}

/**
 * Notes that a file of the message is being opened, before it is: should the process die over it, it is not opened again. `begin` is
 * false when that has happened.
 */
export function lookingFor(house: House, taken: Taken): Looking {
  const note = (reading: boolean) => house.prisma.inbound.updateMany({ where: stillOurs(taken), data: { reading } });
  return {
    async begin() {
      if (taken.reading) return false;
      await note(true);
      return true;
    },
    async end() {
      await note(false);
    },
  };
}

/**
 * Renews the lease while the message is worked on, however long its files take, so that no other process takes it.
 * Returns how to stop.
 */
export function keepInHand(house: House, { id, attempts }: Taken, everyMs = RENEWED_EVERY_MS): () => void {
  const renewed = renewal('inbound', LEASE, 'attempts = $2');
  return keepRenewing(house, () => house.prisma.$executeRawUnsafe(renewed, id, attempts), everyMs);
}

/** Waits for the store, out of its sender's order. False: another process has it now. */
export async function park(tx: Tx, taken: Taken): Promise<boolean> {
  const data = { state: 'parked', leaseUntil: null, toFetch: true };
  const { count } = await tx.inbound.updateMany({ where: stillOurs(taken), data });
  return count === 1;
}

/** What was parked is tried anew; returns how many. */
export async function unpark(tx: Tx): Promise<number> {
  const { count } = await tx.inbound.updateMany({ where: { state: 'parked' }, data: { state: 'waiting' } });
  return count;
}

/** To be tried again. */
export async function putBack(house: House, taken: Taken): Promise<void> {
  await house.prisma.inbound.updateMany({ where: stillOurs(taken), data: { state: 'waiting', leaseUntil: null } });
}

/**
 * At the start of the only process: messages that were in hand at a crash wait again. Should another process run after
 * all, only one of the two can finish a message.
 */
export async function takeUp(house: House): Promise<void> {
  await house.prisma.inbound.updateMany({ where: { state: 'working' }, data: { state: 'waiting', leaseUntil: null } });
}
