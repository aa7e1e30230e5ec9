import { z } from 'zod';
import { audit } from '../keeping/audit.ts';
import { deed, personOf } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { oneLine } from '../words/normalise.ts';
import { misuse, refuse } from '../words/refuse.ts';
import { entryNumber } from '../works/inputs.ts';
import { reviewedWork, rulesOf } from './under-review.ts';

export interface Objected {
  id: number;
  number: number;
  raisedBy: string;
  text: string;
  at: Date;
  settledAt: Date | null;
  outcome: string;
}

/** Staff record that somebody objects to a result; also after it was made final, which is what objections are for. */
export const object = deed(
  {
    id: 'object',
    action: 'lead-review',
    input: z.object({ number: entryNumber, raisedBy: z.string(), text: z.string() }),
  },
  async (turn, { number, raisedBy, text }): Promise<Objected> => {
    await reviewedWork(turn, number);
    const said = { raisedBy: oneLine(raisedBy, 40), text: oneLine(text, 500) };
    if (said.text === '') misuse('judging.objection-lacks');
    const row = await turn.tx.objection.create({
      data: { campaign: turn.campaign.id, number, ...said, byPerson: personOf(turn), at: turn.now },
    });
    await audit(turn, { action: 'judging.object', subject: `judging:${number}`, after: { objection: row.id } });
    return row;
  },
);

/** Says what became of it. */
export const settleObjection = deed(
  { id: 'settle-objection', action: 'lead-review', input: z.object({ id: z.int(), outcome: z.string() }) },
  async (turn, { id, outcome: written }): Promise<Objected> => {
    const { tx, campaign, now } = turn;
    const row = await tx.objection.findFirst({ where: { id, campaign: campaign.id } });
    if (!row || row.settledAt) return refuse('judging.no-objection', { id });
    const outcome = oneLine(written, 500);
    if (outcome === '') misuse('judging.objection-lacks');
    const settled = await tx.objection.update({
      where: { id },
      data: { outcome, settledAt: now, settledBy: personOf(turn) },
    });
    await audit(turn, { action: 'judging.settle', subject: `judging:${row.number}`, after: { objection: id } });
    return settled;
  },
);

/** All of them, those that wait first. */
export async function objectionsOf(turn: Pick<Turn, 'tx' | 'campaign'>): Promise<Objected[]> {
  rulesOf(turn);
  const rows = await turn.tx.objection.findMany({ where: { campaign: turn.campaign.id }, orderBy: { id: 'asc' } });
  return rows.sort(
    (one, other) => Number(one.settledAt !== null) - Number(other.settledAt !== null) || one.id - other.id,
  );
}
