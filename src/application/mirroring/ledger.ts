import type { Day } from '../../domain/time.ts';
import type { Office } from '../office.ts';
import type { OutsideTable } from '../ports.ts';

type Reads = Pick<Office, 'prisma' | 'campaign'>;
type Of = Pick<OutsideTable, 'key'>;

/** A call takes twenty seconds at most; whoever died over one gives the table free after this. */
const HELD_FOR = '2 minutes';
/** Transactions end in another order than they began: so many changes before the last one are looked at again. */
const OVERLAP = 200n;

/** What is known of a table, and which entries have to be looked at. */
export interface Looked {
  /** Keys of its rows. */
  known: string[];
  changed: number[] | 'all';
}

export interface Held {
  wholeOn: string;
  strays: number;
  lost: number;
  nextAt: Date | null;
  seen: bigint;
}

/**
 * Takes the table for this process alone, as two that add a row at once would make two. Undefined while another has it. A table
 * at another address has none of the rows that are known.
 */
export async function take(
  { prisma, campaign }: Reads,
  table: OutsideTable,
  holder: string,
): Promise<Held | undefined> {
  const id = { campaign: campaign.id, shows: table.key };
  return prisma.$transaction(async (tx) => {
    await tx.mirrorTable.createMany({ data: [{ ...id, address: table.address }], skipDuplicates: true });
    const [row] = await tx.$queryRaw<{ address: string }[]>`
      UPDATE mirror_table SET holder = ${holder}, lease_until = now() + ${HELD_FOR}::interval
      WHERE campaign = ${id.campaign} AND shows = ${id.shows}
        AND (lease_until IS NULL OR lease_until < now() OR holder = ${holder}) RETURNING address`;
    if (!row) return undefined;
    if (row.address !== table.address) {
      await tx.mirrorRow.deleteMany({ where: id });
      const fresh = { address: table.address, wholeOn: '', strays: 0, lost: 0, nextAt: null, trouble: '', seen: 0n };
      await tx.mirrorTable.update({ where: { campaign_shows: id }, data: fresh });
    }
    return tx.mirrorTable.findUniqueOrThrow({ where: { campaign_shows: id } });
  });
}

/** False when another process has taken it meanwhile. */
export async function keep({ prisma, campaign }: Reads, { key: shows }: Of, holder: string): Promise<boolean> {
  const kept = await prisma.$executeRaw`
    UPDATE mirror_table SET lease_until = now() + ${HELD_FOR}::interval
    WHERE campaign = ${campaign.id} AND shows = ${shows} AND holder = ${holder}`;
  return kept === 1;
}

export async function giveBack({ prisma, campaign }: Reads, { key: shows }: Of, holder: string): Promise<void> {
  const where = { campaign: campaign.id, shows, holder };
  await prisma.mirrorTable.updateMany({ where, data: { leaseUntil: null, holder: '' } });
}

export async function note(
  { prisma, campaign }: Reads,
  { key: shows }: Of,
  data: Partial<Held> & { trouble?: string },
): Promise<void> {
  await prisma.mirrorTable.update({ where: { campaign_shows: { campaign: campaign.id, shows } }, data });
}

export interface Row {
  key: string;
  recordId: string;
  told: string;
}

export function rowsOf({ prisma, campaign }: Reads, { key: shows }: Of): Promise<Row[]> {
  return prisma.mirrorRow.findMany({
    where: { campaign: campaign.id, shows },
    select: { key: true, recordId: true, told: true },
  });
}

export async function addRows(
  { prisma, campaign }: Reads,
  { key: shows }: Of,
  rows: Omit<Row, 'told'>[],
): Promise<void> {
  await prisma.mirrorRow.createMany({ data: rows.map((row) => ({ campaign: campaign.id, shows, ...row })) });
}

/** The platform has them as these hashes say. */
export async function confirm(
  { prisma, campaign }: Reads,
  { key: shows }: Of,
  rows: { key: string; hash: string }[],
): Promise<void> {
  await prisma.$executeRaw`
    UPDATE mirror_row SET told = v.hash
    FROM unnest(${rows.map(({ key }) => key)}::text[], ${rows.map(({ hash }) => hash)}::text[]) AS v (key, hash)
    WHERE campaign = ${campaign.id} AND shows = ${shows} AND mirror_row.key = v.key`;
}

/** Somebody deleted it there. */
export async function forget({ prisma, campaign }: Reads, { key: shows }: Of, key: string): Promise<void> {
  await prisma.mirrorRow.deleteMany({ where: { campaign: campaign.id, shows, key } });
}

/**
 * Which entries may have changed since this was last asked; all of them on another day, as names are erased by the day. Undefined:
 * nothing has.
 */
export async function changesSince(
  { prisma }: Reads,
  { seen, wholeOn }: Held,
  today: Day,
): Promise<{ changed: number[] | 'all'; seen: bigint } | undefined> {
  const [last] = await prisma.$queryRaw<{ id: bigint | null }[]>`SELECT max(id) AS id FROM audit`;
  const newest = last?.id ?? 0n;
  if (wholeOn !== today) return { changed: 'all', seen: newest };
  if (newest === seen) return undefined;
  const rows = await prisma.$queryRaw<{ number: number }[]>`
    SELECT DISTINCT substring(subject FROM '^submission:([0-9]{1,9})$')::int AS number FROM audit
    WHERE id > ${seen - OVERLAP} AND subject ~ '^submission:[0-9]{1,9}$'`;
  return { changed: rows.map(({ number }) => number), seen: newest };
}
