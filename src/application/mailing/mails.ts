import type { Prisma } from '../../generated/prisma/client.ts';
import type { Turn } from '../turn.ts';
import type { EntryFile } from '../works/entries.ts';
import { alikeOf, repeatsOf } from '../works/repeats.ts';
import { type Matched, type MatchedWork, openWorks } from './matched.ts';

export const MAIL_STATES = ['waiting', 'claimed', 'dismissed', 'other', 'double'] as const;
export type MailState = (typeof MAIL_STATES)[number];

const WITH_FILES = { files: { orderBy: { id: 'asc' } } } satisfies Prisma.MailInclude;
type Row = Prisma.MailGetPayload<{ include: typeof WITH_FILES }>;

/** A mail as it waits, or as it was decided on. */
export interface Mail extends Omit<Row, 'matched' | 'state'> {
  state: MailState;
  matched: Matched;
}

type Reads = Pick<Turn, 'tx' | 'campaign'>;

const mailOf = (row: Row): Mail => ({
  ...row,
  state: row.state as MailState,
  matched: row.matched as unknown as Matched,
});

/** No column takes a larger number. */
const LAST_NUMBER = 2 ** 31 - 1;

export async function mailByNumber({ tx, campaign }: Reads, number: number): Promise<Mail | undefined> {
  if (!Number.isInteger(number) || number < 1 || number > LAST_NUMBER) return undefined;
  const row = await tx.mail.findFirst({ where: { number, campaign: campaign.id }, include: WITH_FILES });
  return row ? mailOf(row) : undefined;
}

/** Those of a state, what waits longest first, of the others the latest first. */
export async function mailsIn({ tx, campaign }: Reads, state: MailState, most: number): Promise<Mail[]> {
  const orderBy = { number: state === 'waiting' ? ('asc' as const) : ('desc' as const) };
  const rows = await tx.mail.findMany({
    where: { campaign: campaign.id, state },
    include: WITH_FILES,
    orderBy,
    take: most,
  });
  return rows.map(mailOf);
}

export const countMails = ({ tx, campaign }: Reads, state: MailState): Promise<number> =>
  tx.mail.count({ where: { campaign: campaign.id, state } });

/** Whether any mail was ever taken in. */
export const hasMails = async ({ tx, campaign }: Reads): Promise<boolean> =>
  (await tx.mail.findFirst({ where: { campaign: campaign.id }, select: { number: true } })) !== null;

/** Units for which mails from an address were confirmed. */
export async function unitsOfAddress({ tx, campaign }: Reads, address: string): Promise<string[]> {
  if (address === '') return [];
  const rows = await tx.mailSender.findMany({ where: { campaign: campaign.id, address }, orderBy: { at: 'desc' } });
  return rows.map(({ unitId }) => unitId).filter((id) => campaign.units.some((unit) => unit.id === id));
}

/** The files of a work, as they are stored; those that could not be stored are none. */
export async function filesOfWork(
  { tx }: Pick<Turn, 'tx'>,
  mail: Mail,
  work: Pick<MatchedWork, 'files'>,
): Promise<EntryFile[]> {
  const held = work.files.flatMap((place) => mail.files[place] ?? []).filter(({ sha256 }) => sha256 !== null);
  const blobs = await tx.blob.findMany({ where: { sha256: { in: held.map(({ sha256 }) => sha256 as string) } } });
  return held.flatMap(({ name, sha256 }) => {
    const blob = blobs.find((one) => one.sha256 === sha256);
    if (!blob) return [];
    const { size, extension, mime, measured } = blob;
    return [
      { name, sha256: blob.sha256, size: Number(size), extension, mime, measured: measured as EntryFile['measured'] },
    ];
  });
}

/** An entry that has the same bytes, or looks the same, as a work of the mail. */
export interface Double {
  work: number;
  by: 'bytes' | 'title' | 'link' | 'kind';
  number: number;
}

/** What came by chat, or by another mail, and looks like the works of this one: named before anybody claims it. */
export async function doublesOf(turn: Turn, mail: Mail): Promise<Double[]> {
  const { unitId, works } = mail.matched;
  const doubles: Double[] = [];
  for (const [index, work] of works.entries()) {
    if (unitId === '' || !openWorks({ ...mail.matched, works: [work] }).length) continue;
    const [repeated] = (await repeatsOf(turn, unitId, await filesOfWork(turn, mail, work))).values();
    if (repeated !== undefined) doubles.push({ work: index, by: 'bytes', number: repeated });
    else if (work.categoryId !== '' && work.title !== '') {
      const said = { number: 0, unitId, categoryId: work.categoryId, title: work.title, fields: work.fields };
      const alike = await alikeOf({ ...turn, now: mail.arrivedAt }, said);
      if (alike) doubles.push({ work: index, by: alike.by, number: alike.earlier.number });
    }
  }
  return doubles;
}
