import { z } from 'zod';
import { type Assignment, assignEvenly, type Seat } from '../../domain/review/assign.ts';
import { panelsOf } from '../../domain/review/rules.ts';
import { audit } from '../keeping/audit.ts';
import { deed } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { refuse } from '../words/refuse.ts';
import { inConflict, type Juror, juryOf, nearnessOf } from './jury.ts';
import { changeable, type UnderReview, worksUnderReview } from './under-review.ts';

/** A judge and a work that is theirs to judge: without those in conflict, and those who left without having judged it. */
export interface Task {
  number: number;
  judge: number;
  group: string;
}

/**
 * What of the rows holds, as judges and conflicts are now. `judged`: a paper is in, so it stays though the judge has left; what they had
 * declared too near stays so too.
 */
export async function tasksOf(
  { tx, campaign }: Pick<Turn, 'tx' | 'campaign'>,
  { works, jury }: { works: UnderReview[]; jury: Juror[] },
): Promise<Task[]> {
  const byNumber = new Map(works.map((work) => [work.number, work]));
  const jurors = new Map(jury.map((juror) => [juror.personId, juror]));
  const rows = await tx.$queryRaw<{ number: number; person_id: number; group_id: string; judged: boolean }[]>`
    SELECT t.number, t.person_id, t.group_id, p.id IS NOT NULL AS judged FROM judging_task t
      LEFT JOIN paper p ON p.number = t.number AND p.person_id = t.person_id AND p.retired_at IS NULL
    WHERE t.number = ANY(${works.map(({ number }) => number)}) ORDER BY t.number, t.person_id`;
  const left = [...new Set(rows.map((row) => row.person_id))].filter((id) => !jurors.has(id));
  const nearness = await nearnessOf({ tx, campaign }, left);
  return rows.flatMap(({ number, person_id: judge, group_id: group, judged }) => {
    const [work, juror] = [byNumber.get(number), jurors.get(judge)];
    const near = juror ?? nearness.get(judge);
    if (!work || !(juror || judged) || (near && inConflict(near, work))) return [];
    return [{ number, judge, group }];
  });
}

const wanted = z.object({
  /** None: all that are judged. */
  categoryIds: z.array(z.string()).default([]),
  /** Each of these judges gets all works of the categories; none: at random, with equal loads. */
  personIds: z.array(z.int()).default([]),
  seed: z.int().min(0).exactOptional(),
});

export interface Assigned extends Assignment {
  works: number;
  /** How many works each judge has now, in all. */
  loads: { personId: number; name: string; works: number }[];
}

/** Gives works to judges, never to one who is too near. Works that have enough judges are left as they are. */
export const assignWorks = deed(
  { id: 'assign-works', action: 'lead-review', input: wanted },
  async (turn, { categoryIds, personIds, seed = turn.now.getTime() % 2 ** 32 }): Promise<Assigned> => {
    const rules = await changeable(turn);
    const works = await worksUnderReview(turn);
    const jury = await juryOf(turn);
    const some = works.filter(({ categoryId }) => categoryIds.length === 0 || categoryIds.includes(categoryId));
    if (some.length === 0) refuse('judging.nothing-to-judge');
    if (jury.length === 0) refuse('judging.nobody');
    if (personIds.some((id) => !jury.some(({ personId }) => personId === id))) refuse('judging.no-judge');
    const before = await tasksOf(turn, { works, jury });
    const loads = loadsOf(before);
    const { made, short } =
      personIds.length > 0
        ? named(some, jury, { before, personIds })
        : assignEvenly(
            panelsOf(rules),
            some.map((work) => seatOf(work, jury, before)),
            { seed, loads },
          );
    await turn.tx.judgingTask.createMany({
      data: made.map(({ number, judge, group }) => ({ number, personId: judge, groupId: group, assignedAt: turn.now })),
      skipDuplicates: true,
    });
    const after = { categoryIds, personIds, seed, made: made.length, short: short.length };
    await audit(turn, { action: 'judging.assign', subject: `campaign:${turn.campaign.id}`, after });
    const all = loadsOf([...before, ...made]);
    return {
      works: some.length,
      made,
      short,
      loads: jury.map(({ personId, name }) => ({ personId, name, works: all.get(personId) ?? 0 })),
    };
  },
);

function loadsOf(tasks: Task[]): Map<number, number> {
  const loads = new Map<number, number>();
  for (const { judge } of tasks) loads.set(judge, (loads.get(judge) ?? 0) + 1);
  return loads;
}

const judges = ({ categoryIds }: Juror, { categoryId }: UnderReview) =>
  categoryIds.length === 0 || categoryIds.includes(categoryId);

function seatOf(work: UnderReview, jury: Juror[], before: Task[]): Seat {
  const eligible: Record<string, number[]> = {};
  for (const juror of jury)
    if (judges(juror, work) && !inConflict(juror, work))
      eligible[juror.groupId] = [...(eligible[juror.groupId] ?? []), juror.personId];
  return { number: work.number, eligible, taken: before.filter(({ number }) => number === work.number) };
}

function named(
  works: UnderReview[],
  jury: Juror[],
  { before, personIds }: { before: Task[]; personIds: number[] },
): Assignment {
  const had = new Set(before.map(({ number, judge }) => `${number} ${judge}`));
  const chosen = jury.filter(({ personId }) => personIds.includes(personId));
  const made = works.flatMap((work) =>
    chosen
      .filter((juror) => !inConflict(juror, work) && !had.has(`${work.number} ${juror.personId}`))
      .map(({ personId, groupId }) => ({ number: work.number, judge: personId, group: groupId })),
  );
  return { made, short: [] };
}
