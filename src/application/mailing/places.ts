import type { House, Tx } from '../office.ts';
import { headKeyOf, type MailHead } from './identity.ts';

/** Where a mail stands: a mailbox, the reign of its numbers, and its number. */
export interface Place {
  mailbox: string;
  uidValidity: bigint;
  uid: number;
}

type Keeps = Pick<House, 'prisma'>;

const keyOf = ({ mailbox, uidValidity, uid }: Place) => ({ mailbox_uidValidity_uid: { mailbox, uidValidity, uid } });

/** Times that a mail is tried; and times that the process may end over it, which a restart does as well. */
export const MOST_ATTEMPTS = 5;
export const MOST_DEATHS = 2;

/** Of the numbers that a mailbox has, those which are still to be fetched: what failed less often comes first. */
export async function newPlaces({ prisma }: Keeps, of: Omit<Place, 'uid'>, uids: readonly number[]): Promise<number[]> {
  const known = await prisma.mailPlace.findMany({
    where: { ...of },
    select: { uid: true, mail: true, attempts: true, deaths: true },
  });
  const byUid = new Map(known.map((one) => [one.uid, one]));
  const failures = (uid: number) => (byUid.get(uid)?.attempts ?? 0) + (byUid.get(uid)?.deaths ?? 0);
  return uids
    .filter((uid) => (byUid.get(uid)?.mail ?? null) === null)
    .sort((one, other) => failures(one) - failures(other) || one - other);
}

export type Begun = 'read' | 'given-up' | 'died' | 'known';

/**
 * Notes that a mail is about to be fetched. `died`: the process ended over it before, too often to try again. `known`: the same mail was
 * taken in already, from this mailbox before it was moved or from another; its place is noted, and nothing is to be fetched.
 */
export async function beginPlace({ prisma }: Keeps, place: Place, head: MailHead): Promise<Begun> {
  const headKey = headKeyOf(head);
  return prisma.$transaction(async (tx) => {
    const before = await tx.mailPlace.findUnique({ where: keyOf(place) });
    const known = headKey && (await tx.mail.findFirst({ where: { headKey }, select: { number: true } }));
    if (known) {
      await settlePlace(tx, place, known.number);
      return 'known';
    }
    const deaths = (before?.deaths ?? 0) + (before?.reading ? 1 : 0);
    const reading = deaths < MOST_DEATHS && (before?.attempts ?? 0) < MOST_ATTEMPTS;
    await tx.mailPlace.upsert({
      where: keyOf(place),
      create: { ...place, reading },
      update: { deaths, reading },
    });
    if (deaths >= MOST_DEATHS) return 'died';
    return reading ? 'read' : 'given-up';
  });
}

/** The mail could not be had this time: the line broke, the server said no. */
export async function failPlace({ prisma }: Keeps, place: Place): Promise<void> {
  await prisma.mailPlace.updateMany({ where: { ...place }, data: { reading: false, attempts: { increment: 1 } } });
}

/** It was broken off by us, as the process is about to stop: that says nothing of the mail. */
export async function leavePlace({ prisma }: Keeps, place: Place): Promise<void> {
  await prisma.mailPlace.updateMany({ where: { ...place }, data: { reading: false } });
}

/** Which mail stands in the place. */
export async function settlePlace(tx: Tx, place: Place, mail: number): Promise<void> {
  await tx.mailPlace.upsert({
    where: keyOf(place),
    create: { ...place, mail },
    update: { mail, reading: false },
  });
}
