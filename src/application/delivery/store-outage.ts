import { beijingDayAndTime } from '../../domain/time.ts';
import type { House, Tx } from '../office.ts';
import { staffMembers } from '../people/people.ts';
import type { StoreFailed } from '../ports.ts';
import type { Facts } from '../words/words.ts';
import { park, type Taken, unpark } from './inbox.ts';
import { enqueue } from './outbox.ts';

/** Since when the store takes no files, what the system calls it, and how many bytes did not fit. */
export interface StoreOutage {
  since: string;
  code: string;
  bytes: number;
}

const KEY = 'store-outage';
/** Beside what did not fit, so that the next one does. */
const ROOM_BYTES = 1024 * 1024;
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** The outage that lasts, as all processes see it; undefined while the store works as far as anybody knows. */
export async function storeOutage({ prisma }: Pick<House, 'prisma'>): Promise<StoreOutage | undefined> {
  const row = await prisma.setting.findUnique({ where: { key: KEY } });
  return row ? (row.value as unknown as StoreOutage) : undefined;
}

/**
 * The store did not take a message's file. Staff hear of it once per outage, the sender once per message; the message waits,
 * out of its sender's order, until the store works again. False: another process has the message now.
 */
export async function setAside(house: House, taken: Taken, failed: StoreFailed): Promise<boolean> {
  const { prisma, clock, say } = house;
  const { message } = taken;
  const now = clock.now();
  return prisma.$transaction(async (tx) => {
    if (!(await park(tx, taken))) return false;
    const told = await tellOfOutage(house, tx, failed);
    const answered = await tx.outbound.count({ where: { inboundId: taken.id } });
    if (answered === 0)
      await enqueue(tx, [{ text: say('bot.store-full', { told }) }], now, { message, inboundId: taken.id });
    return true;
  });
}

/** True when there is anybody of staff who hears, or has heard, of it. */
async function tellOfOutage(house: House, tx: Tx, { code, bytes }: StoreFailed): Promise<boolean> {
  const now = house.clock.now();
  const outage: StoreOutage = { since: now.toISOString(), code, bytes };
  const begun = await tx.setting.createMany({ data: [{ key: KEY, value: { ...outage } }], skipDuplicates: true });
  const facts: Facts<'bot.store-failed'> = { code, full: FULL.has(code), at: beijingDayAndTime(now) };
  return tellStaff(house, tx, begun.count > 0 ? house.say('bot.store-failed', facts) : undefined);
}

async function tellStaff(house: House, tx: Tx, text: string | undefined): Promise<boolean> {
  const chats = (await staffMembers({ tx, channels: house.channels })).flatMap(({ to }) => to ?? []);
  const answers = text === undefined ? [] : chats.map((to) => ({ to, text }));
  await enqueue(tx, answers, house.clock.now());
  return chats.length > 0;
}

/**
 * To be called now and again: looks whether the store works again, tells staff so, once, and lets what was set aside be tried anew.
 * Several processes may call it at once.
 */
export async function lookAfterStore(house: House): Promise<void> {
  const { prisma, store, log, say } = house;
  const outage = await storeOutage(house);
  if (!outage) return;
  try {
    await store.probe(outage.bytes + ROOM_BYTES);
  } catch (error) {
    log.warn({ error }, 'the store takes no files yet');
    return;
  }
  await prisma.$transaction(async (tx) => {
    const { count } = await tx.setting.deleteMany({ where: { key: KEY } });
    if (count === 0) return;
    const parked = await unpark(tx);
    await tellStaff(house, tx, say('bot.store-works', { since: beijingDayAndTime(new Date(outage.since)), parked }));
  });
}

export interface StoreStatus {
  ready: boolean;
  since?: string;
  code?: string;
}

/** Whether files can be stored now, for whoever watches the bot: an outage that lasts, or what a look at the store says. */
export async function storeStatus(house: Pick<House, 'prisma' | 'store'>, withinMs: number): Promise<StoreStatus> {
  const outage = await storeOutage(house);
  if (outage) return { ready: false, since: outage.since, code: outage.code };
  let late: NodeJS.Timeout | undefined;
  const silent = new Promise<StoreStatus>((resolve) => {
    late = setTimeout(() => resolve({ ready: false, code: 'ETIMEDOUT' }), withinMs);
  });
  const looked = house.store.probe(ROOM_BYTES).then(
    (): StoreStatus => ({ ready: true }),
    (error: StoreFailed): StoreStatus => ({ ready: false, code: error.code }),
  );
  return Promise.race([looked, silent]).finally(() => clearTimeout(late));
}
