import { z } from 'zod';
import { panelsOf, type ReviewRules } from '../../domain/review/rules.ts';
import { audit } from '../keeping/audit.ts';
import { deed, personOf } from '../people/deed.ts';
import { members, type Reachable } from '../people/people.ts';
import type { Turn } from '../turn.ts';
import { oneLine } from '../words/normalise.ts';
import { misuse, refuse } from '../words/refuse.ts';
import { entryNumber, reason } from '../works/inputs.ts';
import { changeable, reviewedWork, rulesOf } from './under-review.ts';

/** Somebody who judges, and whose works they never do. */
export interface Juror extends Reachable {
  groupId: string;
  /** None: all that are judged. */
  categoryIds: string[];
  /** Units that they belong to or have declared too near. */
  unitIds: string[];
  /** Works that they have declared too near. */
  numbers: number[];
}

/** What a conflict is about. */
export interface Conflict {
  personId: number;
  unitId: string;
  number: number | null;
  reason: string;
}

type Reads = Pick<Turn, 'tx' | 'campaign' | 'channels'>;

/** Everybody who is a judge now. */
export async function juryOf(reads: Reads): Promise<Juror[]> {
  const { tx, campaign } = reads;
  const everybody = await members(reads);
  const judges = [
    ...new Map(everybody.filter(({ role }) => role === 'judge').map((one) => [one.personId, one])).values(),
  ];
  const rows = await tx.judge.findMany({ where: { campaign: campaign.id } });
  const known = new Map(rows.map((row) => [row.personId, row]));
  const conflicts = await tx.judgeConflict.findMany({ where: { campaign: campaign.id } });
  const first = panelsOf(rulesOf(reads))[0]?.id ?? '';
  return judges.map((judge) => {
    const { groupId = '', categoryIds = [], unitId = '' } = known.get(judge.personId) ?? {};
    const own = conflicts.filter(({ personId }) => personId === judge.personId);
    const units = [
      unitId,
      ...everybody.filter(({ personId }) => personId === judge.personId).map((one) => one.unitId),
      ...own.map((one) => one.unitId),
    ];
    return {
      ...judge,
      groupId: groupId || first,
      categoryIds,
      unitIds: [...new Set(units.filter((id) => id !== ''))],
      numbers: own.flatMap(({ number }) => number ?? []),
    };
  });
}

/** What people who judge no more had too near, as far as it was said. */
export async function nearnessOf(
  { tx, campaign }: Pick<Turn, 'tx' | 'campaign'>,
  personIds: number[],
): Promise<Map<number, Pick<Juror, 'unitIds' | 'numbers' | 'name'>>> {
  if (personIds.length === 0) return new Map();
  const where = { campaign: campaign.id, personId: { in: personIds } };
  const [named, conflicts] = [await tx.judge.findMany({ where }), await tx.judgeConflict.findMany({ where })];
  return new Map(
    personIds.map((id) => {
      const own = [...named, ...conflicts].filter(({ personId }) => personId === id);
      const numbers = conflicts.flatMap(({ personId, number }) => (personId === id && number !== null ? [number] : []));
      return [id, { name: '', unitIds: own.flatMap(({ unitId }) => unitId || []), numbers }] as const;
    }),
  );
}

/** Whether a judge must not judge a work: of their unit, declared too near, or their own. */
export const inConflict = (
  { unitIds, numbers, name }: Pick<Juror, 'unitIds' | 'numbers' | 'name'>,
  work: { number: number; unitId: string; author: string },
): boolean => unitIds.includes(work.unitId) || numbers.includes(work.number) || (name !== '' && work.author === name);

const naming = z.object({
  personId: z.int(),
  groupId: z.string().default(''),
  categoryIds: z.array(z.string()).default([]),
  unitId: z.string().default(''),
});

/** Says in which group, of which categories and of which unit a judge is. */
export const nameJudge = deed(
  { id: 'name-judge', action: 'lead-review', input: naming },
  async (turn, { personId, ...named }): Promise<{ juror: Juror }> => {
    const rules = await changeable(turn);
    const { tx, campaign } = turn;
    if (named.groupId !== '' && !isGroup(rules, named.groupId)) misuse('judging.no-group', groupsOf(rules));
    if (!(await juryOf(turn)).some((one) => one.personId === personId)) refuse('judging.no-judge');
    const key = { campaign: campaign.id, personId };
    await tx.judge.upsert({ where: { campaign_personId: key }, create: { ...key, ...named }, update: named });
    await audit(turn, { action: 'judging.name', subject: `person:${personId}`, after: named });
    return { juror: (await juryOf(turn)).find((one) => one.personId === personId) as Juror };
  },
);

const isGroup = ({ groups }: ReviewRules, id: string) => groups.some((group) => group.id === id);
const groupsOf = ({ groups }: ReviewRules) => ({ groups: groups.map(({ name }) => name).join('、') });

const near = { unitId: z.string().default(''), number: entryNumber.nullable().default(null), reason };

async function declare(turn: Turn, { personId, unitId, number, reason: why }: Conflict): Promise<Conflict> {
  await changeable(turn);
  const { tx, campaign, now } = turn;
  const conflict = { personId, unitId, number, reason: oneLine(why, 200) };
  const byPerson = personOf(turn);
  await tx.judgeConflict.create({ data: { campaign: campaign.id, ...conflict, byPerson, at: now } });
  const subject = number === null ? `person:${personId}` : `judging:${number}`;
  await audit(turn, { action: 'judging.conflict', subject, after: conflict });
  return conflict;
}

/** A judge says that a unit or one of the works assigned to them is too near; from then on they neither judge it nor have. */
export const recuse = deed(
  { id: 'recuse', action: 'score', input: z.object(near) },
  async (turn, { unitId, number, reason: why }): Promise<Conflict> => {
    if (unitId === '' && number === null) misuse('judging.recuse-what');
    const personId = personOf(turn);
    // Not to be told apart from works that are not there: nobody learns what is reviewed.
    if (number !== null && !(await isTheirs(turn, number, personId))) refuse('judging.not-assigned', { number });
    return declare(turn, { personId, unitId, number, reason: why });
  },
);

/** Of this campaign: what is said of a work of another would hold nowhere. */
async function isTheirs(turn: Turn, number: number, personId: number): Promise<boolean> {
  if ((await turn.tx.judgingTask.count({ where: { number, personId } })) === 0) return false;
  return (await turn.tx.submission.count({ where: { number, campaign: turn.campaign.id } })) > 0;
}

/** Staff know that a judge stands too near. */
export const excuse = deed(
  { id: 'excuse', action: 'lead-review', input: z.object({ personId: z.int(), ...near }) },
  async (turn, { personId, unitId, number, reason: why }): Promise<Conflict> => {
    if (unitId === '' && number === null) misuse('judging.recuse-what');
    if (number !== null) await reviewedWork(turn, number);
    if (!(await juryOf(turn)).some((one) => one.personId === personId)) refuse('judging.no-judge');
    return declare(turn, { personId, unitId, number, reason: why });
  },
);
