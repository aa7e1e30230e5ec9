import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { deadlineOf, isLate } from '../../domain/deadline.ts';
import type { SubmissionState } from '../../domain/submission.ts';
import { deed } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { misuse, refuse } from '../words/refuse.ts';
import { entryToRead } from './access.ts';
import { type Entry, entryAnywhere } from './entries.ts';
import { entryNumber } from './inputs.ts';
import { extensionsOf } from './ledger.ts';

/** What a receipt told when it was given. */
export interface Told {
  number: number;
  campaign: string;
  unitId: string;
  categoryId: string;
  state: SubmissionState;
  version: number;
  /** ISO instant. */
  receivedAt: string;
  late: boolean;
  onBehalf: boolean;
  /** Words of people; gone once the campaign's day of erasing has passed. */
  said?: { title: string; author: string; link: string };
  files: { name?: string; size: number; sha256: string; durationMs?: number }[];
}

export interface Receipt {
  code: string;
  told: Told;
  issuedAt: Date;
}

/** States in which an entry has a receipt to show. */
export const hasReceipt = ({ state }: Pick<Entry, 'state'>) => state === 'received' || state === 'accepted';

/** What an entry's receipt would tell now. */
export async function toldOf(turn: Pick<Turn, 'tx' | 'campaign' | 'now'>, entry: Entry): Promise<Told> {
  const { number, campaign, unitId, categoryId, state, version, onBehalf, title, fields } = entry;
  const at = entry.receivedAt ?? turn.now;
  const deadline = deadlineOf(turn.campaign, await extensionsOf(turn, [unitId]), unitId, categoryId);
  return {
    ...{ number, campaign, unitId, categoryId, state, version, onBehalf },
    receivedAt: at.toISOString(),
    late: isLate(at, deadline),
    said: { title, author: fields.author ?? '', link: fields.link ?? '' },
    files: entry.files.map(({ name, size, sha256, measured: { durationMs } }) => ({
      ...{ name, size, sha256 },
      ...(durationMs !== undefined && { durationMs }),
    })),
  };
}

/** Gives a receipt that can be shown, under a code that nobody can guess; the same told again has the same code. */
export const giveReceipt = deed(
  { id: 'give-receipt', action: 'read-unit', input: z.object({ number: entryNumber }) },
  async (turn, { number }): Promise<{ receipt: Receipt; entry: Entry }> => {
    const entry = await entryToRead(turn, number);
    if (!hasReceipt(entry)) refuse('entries.no-receipt', { number, state: entry.state });
    const told = await toldOf(turn, entry);
    const toldHash = createHash('sha256').update(JSON.stringify(told)).digest('hex');
    const { code, issuedAt } = await turn.tx.receipt.upsert({
      where: { number_toldHash: { number, toldHash } },
      create: {
        code: randomBytes(16).toString('base64url'),
        number,
        told: told as object,
        toldHash,
        issuedAt: turn.now,
      },
      update: {},
    });
    return { receipt: { code, told, issuedAt }, entry };
  },
);

/** What a code stands for, and the entry as it is now. */
export async function receiptByCode(
  { tx }: Pick<Turn, 'tx'>,
  code: string,
): Promise<{ receipt: Receipt; entry: Entry } | undefined> {
  if (!/^[\w-]{22}$/.test(code)) return undefined;
  const row = await tx.receipt.findUnique({ where: { code } });
  const entry = row && (await entryAnywhere({ tx }, row.number));
  return row && entry
    ? { receipt: { code, told: row.told as unknown as Told, issuedAt: row.issuedAt }, entry }
    : undefined;
}

export type Verified =
  | { outcome: 'genuine'; receipt: Receipt; entry: Entry }
  /** By its number: what it would tell now, and when receipts of it were given. */
  | { outcome: 'entry'; entry: Entry; told: Told; given: { at: Date; version: number }[] }
  | { outcome: 'unknown' };

/**
 * Whether a receipt is genuine, by the code in the address of its page, which whoever holds it may ask; or by the number of an entry
 * that the actor may read.
 */
export const verifyReceipt = deed(
  {
    id: 'verify-receipt',
    action: 'read-totals',
    input: z.object({ number: entryNumber.exactOptional(), code: z.string().exactOptional() }),
  },
  async (turn, { number, code }): Promise<Verified> => {
    if (code !== undefined) {
      const found = await receiptByCode(turn, code);
      return found ? { outcome: 'genuine', ...found } : { outcome: 'unknown' };
    }
    if (number === undefined) return misuse('verify.which');
    const entry = await entryToRead(turn, number);
    if (entry.receivedAt === null) return { outcome: 'unknown' };
    const rows = await turn.tx.receipt.findMany({ where: { number }, orderBy: { issuedAt: 'asc' } });
    const given = rows.map(({ issuedAt, told }) => ({ at: issuedAt, version: (told as unknown as Told).version }));
    return { outcome: 'entry', entry, told: await toldOf(turn, entry), given };
  },
);
