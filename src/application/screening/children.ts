import { z } from 'zod';
import { type CandidateState, type LevelRow, levelsOf, type OfLevel } from '../../domain/candidate.ts';
import { fold } from '../../domain/fold.ts';
import { audit } from '../keeping/audit.ts';
import { deed, demand, personOf } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { unitOf } from '../words/lexicons.ts';
import { oneLine } from '../words/normalise.ts';
import { misuse, refuse } from '../words/refuse.ts';
import { countedOf } from './candidates.ts';

type Reads = Pick<Turn, 'tx' | 'campaign'>;

const LONGEST_NAME = 60;

/** The enterprises and other bodies below a unit: those of the campaign file in its order, then those that were added. */
export const childrenOf = async (reads: Reads, unitId: string): Promise<string[]> =>
  (await childrenOfEach(reads, [unitId])).get(unitId) ?? [];

async function childrenOfEach({ tx, campaign }: Reads, unitIds: string[]): Promise<Map<string, string[]>> {
  const added = await tx.childUnit.findMany({
    where: { campaign: campaign.id, unitId: { in: unitIds }, endedAt: null },
    select: { unitId: true, name: true },
    orderBy: { id: 'asc' },
  });
  const children = new Map(unitIds.map((id) => [id, [...(unitOf({ campaign }, id).children ?? [])]]));
  for (const { unitId, name } of added) {
    const known = children.get(unitId);
    if (known && !known.includes(name)) known.push(name);
  }
  return children;
}

/** The child that a workplace is, as the unit calls it; empty: none of them. */
export async function childOf(reads: Reads, unitId: string, workplace: string): Promise<string> {
  return (await childrenOf(reads, unitId)).find((name) => fold(name) === fold(workplace)) ?? '';
}

const named = z.object({ unitId: z.string(), name: z.string() });

/** Adds a child. What had come from that workplace before is its own from now on. */
export const addChild = deed(
  { id: 'add-child', action: 'screen', input: named },
  async (turn, { unitId, name: written }): Promise<{ unitId: string; name: string; found: number }> => {
    demand(turn, 'screen', unitId);
    const name = oneLine(written, LONGEST_NAME);
    if (name === '') misuse('children.no-name');
    if ((await childOf(turn, unitId, name)) !== '') refuse('children.known', { name });
    const { tx, campaign, now } = turn;
    await tx.childUnit.create({
      data: { campaign: campaign.id, unitId, name, byPerson: personOf(turn), addedAt: now },
    });
    const orphans = await tx.candidate.findMany({
      where: { campaign: campaign.id, unitId, child: '' },
      select: { number: true, workplace: true },
    });
    const own = orphans.filter(({ workplace }) => fold(workplace) === fold(name)).map(({ number }) => number);
    await tx.candidate.updateMany({ where: { number: { in: own } }, data: { child: name } });
    await audit(turn, { action: 'child.add', subject: `unit:${unitId}`, after: { name } });
    return { unitId, name, found: own.length };
  },
);

/** Takes a child off the list; what came from it stays under its name. Those of the campaign file stay. */
export const removeChild = deed(
  { id: 'remove-child', action: 'screen', input: named },
  async (turn, { unitId, name: written }): Promise<{ unitId: string; name: string }> => {
    demand(turn, 'screen', unitId);
    const name = await childOf(turn, unitId, oneLine(written, LONGEST_NAME));
    if (name === '') refuse('children.unknown', { written });
    const { tx, campaign, now } = turn;
    const ended = await tx.childUnit.updateMany({
      where: { campaign: campaign.id, unitId, name, endedAt: null },
      data: { endedAt: now },
    });
    if (ended.count === 0) refuse('children.in-file', { name });
    await audit(turn, { action: 'child.remove', subject: `unit:${unitId}`, before: { name } });
    return { unitId, name };
  },
);

/** What has come from each child of each of these units, and what became of it. */
export async function levelsNow(reads: Reads, unitIds: string[]): Promise<(LevelRow & { unitId: string })[]> {
  const { tx, campaign } = reads;
  const candidates = await tx.candidate.findMany({
    where: { campaign: campaign.id, unitId: { in: unitIds } },
    select: { unitId: true, child: true, state: true, entryNumber: true },
    orderBy: { number: 'asc' },
  });
  const numbers = candidates.flatMap(({ entryNumber }) => entryNumber ?? []);
  const counted = await countedOf(reads, numbers);
  const children = await childrenOfEach(reads, unitIds);
  const found = new Map<string, OfLevel[]>();
  for (const { unitId, child, state, entryNumber } of candidates) {
    const counts = entryNumber !== null && counted.has(entryNumber);
    const row = { child, state: state as CandidateState, counts };
    const known = found.get(unitId);
    if (known) known.push(row);
    else found.set(unitId, [row]);
  }
  return unitIds.flatMap((unitId) =>
    levelsOf(children.get(unitId) ?? [], found.get(unitId) ?? []).map((row) => ({ unitId, ...row })),
  );
}
