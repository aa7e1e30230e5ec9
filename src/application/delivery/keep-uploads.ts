import { BytesRemoved, recordFile } from '../keeping/cleaning.ts';
import type { House } from '../office.ts';
import { FileEmpty, FileTooLarge, type Looking, type ReceivedFile, type StoredFile } from '../ports.ts';
import { lookAfterStore, storeOutage } from './store-outage.ts';
import { opened } from './unpack.ts';

interface Taken {
  id: string;
  name: string;
  attempts: number;
  reading: boolean;
}

const RENEWED_EVERY_MS = 30_000;
/** After that the process has ended over it each time, or the store is at fault for good. */
const MOST_ATTEMPTS = 5;

/**
 * Stores and measures what has arrived through pages, one after another, as a message's files are: hashed, read back, counted, unpacked.
 * What another process has in hand is left to it for as long as it says that it lives. What fails is tried again at the next call.
 */
export async function keepArrived(house: House): Promise<void> {
  for (let taken = await takeNext(house); taken; taken = await takeNext(house)) {
    const letGo = keepInHand(house, taken);
    try {
      if (taken.attempts > MOST_ATTEMPTS) await settle(house, taken, [failed(taken)], 'refused');
      else await keep(house, taken);
    } catch (error) {
      house.log.error({ upload: taken.id, attempt: taken.attempts, error }, 'upload not stored');
      await house.prisma.upload.updateMany({ where: stillOurs(taken), data: { leaseUntil: null, reading: false } });
      return;
    } finally {
      letGo();
    }
  }
}

/** By the database's clock, as the processes' own may differ. */
async function takeNext({ prisma }: House): Promise<Taken | undefined> {
  const [taken] = await prisma.$queryRaw<Taken[]>`
    UPDATE upload SET attempts = attempts + 1, lease_until = now() + interval '2 minutes'
    WHERE id = (SELECT id FROM upload WHERE state = 'arrived' AND (lease_until IS NULL OR lease_until < now())
      ORDER BY attempts, last_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, name, attempts, reading`;
  return taken;
}

/** Finds the row only while no other process has taken it. */
const stillOurs = ({ id, attempts }: Taken) => ({ id, attempts, state: 'arrived' });

function keepInHand({ prisma, log }: House, { id, attempts }: Taken): () => void {
  const renew = () =>
    prisma.$executeRaw`UPDATE upload SET lease_until = now() + interval '2 minutes' WHERE id = ${id} AND attempts = ${attempts}`;
  const timer = setInterval(
    () => void renew().catch((error) => log.warn({ error }, 'upload not renewed')),
    RENEWED_EVERY_MS,
  ).unref();
  return () => clearInterval(timer);
}

async function keep(house: House, taken: Taken): Promise<void> {
  const files = await filesIn(house, taken);
  const nothing = files.every((file) => 'failure' in file);
  if (!(await settle(house, taken, files, nothing ? 'refused' : 'kept'))) return;
  if (!nothing && (await storeOutage(house))) await lookAfterStore(house);
}

async function filesIn(house: House, taken: Taken): Promise<ReceivedFile[]> {
  const { id, name } = taken;
  const looking = lookingFor(house, taken);
  try {
    const stored = await storeWhole(house, id, looking);
    // What is inside an archive may be as large as it.
    return await opened({ ...house, fileLimit: house.uploadLimit, looking }, { name, quoted: false, ...stored });
  } catch (error) {
    if (error instanceof FileEmpty) return [{ name, quoted: false, failure: 'empty' }];
    if (error instanceof FileTooLarge) return [{ name, quoted: false, failure: 'too-large' }];
    throw error;
  }
}

const failed = ({ name }: Taken): ReceivedFile => ({ name, quoted: false, failure: 'unavailable' });

async function storeWhole(house: House, id: string, looking: Looking): Promise<StoredFile> {
  for (;;)
    try {
      const stored = await house.store.put(house.pieces.open(id), house.uploadLimit, looking);
      await recordFile(house, stored);
      return stored;
    } catch (error) {
      if (!(error instanceof BytesRemoved)) throw error;
    }
}

/** False: another process has it now. The pieces are of no use any more. */
async function settle(house: House, taken: Taken, files: ReceivedFile[], state: string): Promise<boolean> {
  const data = { state, files: files as object[], leaseUntil: null, reading: false };
  const { count } = await house.prisma.upload.updateMany({ where: stillOurs(taken), data });
  if (count === 1) await house.pieces.remove(taken.id);
  return count === 1;
}

function lookingFor({ prisma }: House, taken: Taken): Looking {
  const note = (reading: boolean) => prisma.upload.updateMany({ where: stillOurs(taken), data: { reading } });
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
