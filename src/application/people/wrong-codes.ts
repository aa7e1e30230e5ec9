import { onceWithin } from '../keeping/settings.ts';
import type { Turn } from '../turn.ts';

/** The account that speaks. */
export interface Account {
  channel: string;
  senderId: string;
}

const WINDOW_MS = 10 * 60_000;
/** Whoever mistypes needs fewer; whoever guesses would need a thousand years. */
const MOST = 5;
/** By whatever accounts, in an hour: nobody mistypes so often. */
const MANY = 20;
const HOUR_MS = 3_600_000;
const KEPT_MS = 24 * HOUR_MS;

const since = (now: Date, ms: number) => ({ gt: new Date(now.getTime() - ms) });

/** Whether this account has tried so many wrong codes that none is looked at for a while. */
export async function triedTooOften({ tx, now }: Pick<Turn, 'tx' | 'now'>, account: Account): Promise<boolean> {
  const { channel, senderId } = account;
  return (await tx.wrongCode.count({ where: { channel, senderId, at: since(now, WINDOW_MS) } })) >= MOST;
}

export interface Guessing {
  /** How often in the last hour, by whatever account. */
  count: number;
  accounts: number;
}

/** Notes a wrong code; tells, once an hour at most, that it is no slip any more: of one account, or of many that try a few times each. */
export async function noteWrongCode(turn: Pick<Turn, 'tx' | 'now'>, account: Account): Promise<Guessing | undefined> {
  const { tx, now } = turn;
  const { channel, senderId } = account;
  await tx.wrongCode.deleteMany({ where: { at: { lte: new Date(now.getTime() - KEPT_MS) } } });
  await tx.wrongCode.create({ data: { channel, senderId, at: now } });
  const tried = await tx.wrongCode.findMany({
    where: { at: since(now, HOUR_MS) },
    select: { channel: true, senderId: true },
  });
  const count = tried.length;
  const locked = await triedTooOften(turn, account);
  if (!locked && count < MANY) return undefined;
  if (!(await onceWithin(tx, 'guessing-told', now, HOUR_MS))) return undefined;
  return { count, accounts: new Set(tried.map((one) => `${one.channel}/${one.senderId}`)).size };
}

export const WAIT_MINUTES = WINDOW_MS / 60_000;
