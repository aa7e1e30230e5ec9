import { z } from 'zod';
import type { Prisma } from '../../generated/prisma/client.ts';
import { audit } from '../keeping/audit.ts';
import { deed, personOf } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { ENTRY, figuresNow } from './standing.ts';

export interface Snapshot {
  number: number;
  note: string;
  at: Date;
  byPerson: number;
  entries: number;
}

const LONGEST_NOTE = 200;

/**
 * Freezes every figure and every version of an entry as it stands: what is made of it later says what was so then. Drafts are in
 * nobody's figures and are not kept.
 */
export const freeze = deed(
  { id: 'freeze', action: 'export', input: z.object({ note: z.string().max(LONGEST_NOTE).default('') }) },
  async (turn, { note }): Promise<Snapshot> => {
    const { tx, campaign, now } = turn;
    // One after another: two at once would take the same number.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`snapshot/${campaign.id}`}, 0))`;
    const last = await tx.snapshot.findFirst({ where: { campaign: campaign.id }, orderBy: { number: 'desc' } });
    const number = (last?.number ?? 0) + 1;
    const figures = (await figuresNow(turn)) as unknown as Prisma.InputJsonObject;
    const byPerson = personOf(turn);
    const { id } = await tx.snapshot.create({
      data: { campaign: campaign.id, number, note, byPerson, at: now, figures },
    });
    const entries = await tx.$executeRaw`
      INSERT INTO snapshot_entry (snapshot_id, number, entry) SELECT ${id}, s.number, ${ENTRY} FROM submission s
      WHERE s.campaign = ${campaign.id} AND s.state IN ('received', 'accepted', 'returned', 'withdrawn')`;
    await audit(turn, { action: 'snapshot', subject: `campaign:${campaign.id}`, after: { number, note, entries } });
    return { number, note, at: now, byPerson, entries };
  },
);

/** All that were made, the newest first. */
export async function snapshots({ tx, campaign }: Pick<Turn, 'tx' | 'campaign'>): Promise<Snapshot[]> {
  const rows = await tx.$queryRaw<(Omit<Snapshot, 'entries'> & { entries: bigint })[]>`
    SELECT s.number, s.note, s.at, s.by_person AS "byPerson",
      (SELECT count(*) FROM snapshot_entry e WHERE e.snapshot_id = s.id) AS entries
    FROM snapshot s WHERE s.campaign = ${campaign.id} ORDER BY s.number DESC`;
  return rows.map((row) => ({ ...row, entries: Number(row.entries) }));
}
