import { peopleById } from '../../application/people/people.ts';
import { perform, performEach, performTelling } from '../../application/perform.ts';
import type { Turn } from '../../application/turn.ts';
import { extend, takeBack } from '../../application/works/extend.ts';
import { boundsNow, extensionsOf } from '../../application/works/ledger.ts';
import { changeTarget } from '../../application/works/targets.ts';
import { deadlinesOf } from '../../domain/deadline.ts';
import { cityTargetOf } from '../../domain/target.ts';
import type { Handlers } from './answering.ts';
import type { Desk } from './desk.ts';
import { requireUnits } from './people.ts';
import { NothingThere, problemOf } from './problem.ts';
import { by, requireSeen } from './standing.ts';

const HISTORY = 500;

/** Targets and deadlines, how they were changed, and changing them. */
export const targetHandlers: Handlers = {
  async targets({ desk, turn }) {
    const { campaign } = desk.office;
    const { targets, caps } = await boundsNow(turn);
    const changes = await targetChanges(turn);
    const latest = new Map(changes.map((one) => [`${one.unitId} ${one.categoryId}`, one.id]));
    const before = new Map<string, number>();
    const history = changes.map((change) => {
      const key = `${change.unitId} ${change.categoryId}`;
      const was = before.get(key) ?? original(desk, change.unitId, change.categoryId);
      before.set(key, change.number);
      return { ...change, before: was ?? null };
    });
    const people = await peopleById(turn, [...new Set(changes.map(({ byPerson }) => byPerson))]);
    return {
      columns: campaign.categories.map(({ id }) => ({
        categoryId: id,
        total: campaign.units.reduce((sum, unit) => sum + (targets.get(unit.id)?.get(id) ?? 0), 0),
        cityTarget: cityTargetOf(campaign, id) ?? null,
      })),
      units: campaign.units.map((unit) => ({
        unitId: unit.id,
        cells: campaign.categories.map(({ id }) => ({
          number: targets.get(unit.id)?.get(id) ?? caps.get(unit.id)?.get(id) ?? null,
          seen: `t${latest.get(`${unit.id} ${id}`) ?? 0}`,
          changed: latest.has(`${unit.id} ${id}`),
        })),
      })),
      history: history
        .reverse()
        .slice(0, HISTORY)
        .map(({ unitId, categoryId, number, before: was, basis, byPerson, at }) => ({
          ...{ unitId, categoryId, number, before: was, basis },
          by: people.find(({ id }) => id === byPerson)?.name ?? '',
          at: at.toISOString(),
        })),
    };
  },

  async changeTarget({ desk, body: { seen, ...input }, ...visitor }) {
    requireUnits(desk, [input.unitId]);
    requireCategory(desk, input.categoryId);
    const of = { unitId: input.unitId, categoryId: input.categoryId };
    const { facts, told } = await performTelling(desk.office, by(visitor), changeTarget, {
      input,
      provided: async (turn) => {
        await oneAtATime(turn, 'targets');
        requireSeen(seen, await seenOfTarget(turn, of));
      },
    });
    const { number, before } = facts;
    return { number, before: before ?? null, seen: await seenOfTarget(visitor.turn, of), unreached: told.unreached };
  },

  async extensions({ desk, turn }) {
    const { campaign } = desk.office;
    const all = await turn.tx.extension.findMany({ where: { campaign: campaign.id }, orderBy: { id: 'asc' } });
    const people = await peopleById(turn, [...new Set(all.map(({ byPerson }) => byPerson))]);
    const deadlines = deadlinesOf(campaign, await extensionsOf(turn));
    const told = all.map(({ unitId, categoryId, day, reason, byPerson, at }) => ({
      ...{ unitId, categoryId, day, reason },
      by: people.find(({ id }) => id === byPerson)?.name ?? '',
      at: at.toISOString(),
    }));
    const last = new Map(told.map((one) => [`${one.unitId} ${one.categoryId}`, one]));
    const inForce = (unitId: string, categoryId: string, day: string) => {
      const deadline = deadlines.of(unitId, categoryId === '' ? NO_CATEGORY : categoryId);
      return deadline.extended && deadline.day === day;
    };
    return {
      seen: seenOfExtensions(all.at(-1)?.id),
      base: deadlines.base.open ? null : deadlines.base.day,
      current: [...last.values()].filter(({ unitId, categoryId, day }) => inForce(unitId, categoryId, day)),
      history: told.reverse().slice(0, HISTORY),
    };
  },

  async extend({ desk, body: { units, categoryId, day, reason, seen }, ...visitor }) {
    requireUnits(desk, units);
    if (categoryId !== undefined) requireCategory(desk, categoryId);
    let first = true;
    const outcomes = await performEach(
      desk.office,
      by(visitor),
      extend,
      units.map((unitId) => ({
        input: { unitId, day, reason, ...(categoryId !== undefined && { categoryId }) },
        // What is granted to the first is no change for the second.
        provided: async (turn: Turn) => {
          if (first) await extensionsAsSeen(turn, seen);
          first = false;
        },
      })),
    );
    const at = (index: number) => units[index] as string;
    const unreached = outcomes.flatMap((one) =>
      'told' in one && one.told.unreached !== '' ? [one.told.unreached] : [],
    );
    return {
      done: outcomes.flatMap((one, index) => ('facts' in one ? [at(index)] : [])),
      refused: outcomes.flatMap((one, index) => {
        if ('facts' in one) return [];
        const known = problemOf(desk.office, one.refusal);
        if (!known) throw one.refusal;
        return [{ unitId: at(index), status: known.status, ...known.problem }];
      }),
      unreached,
    };
  },

  async cancelExtension({ desk, body: { unitId, categoryId, seen }, ...visitor }) {
    requireUnits(desk, [unitId]);
    const input = { unitId, ...(categoryId !== undefined && categoryId !== '' && { categoryId }) };
    await perform(desk.office, by(visitor), takeBack, input, (turn) => extensionsAsSeen(turn, seen));
    return { ok: true };
  },
};

/** What is for every category is in force where nothing else was granted for one. */
const NO_CATEGORY = '';

const original = ({ office: { campaign } }: Desk, unitId: string, categoryId: string): number | undefined => {
  const column = campaign.table.columns.indexOf(categoryId);
  return campaign.table.rows.find(({ unit }) => unit === unitId)?.cells[column] ?? undefined;
};

const targetChanges = ({ tx, campaign }: Pick<Turn, 'tx' | 'campaign'>) =>
  tx.targetChange.findMany({ where: { campaign: campaign.id }, orderBy: { id: 'asc' } });

async function seenOfTarget({ tx, campaign }: Turn, of: { unitId: string; categoryId: string }): Promise<string> {
  const where = { campaign: campaign.id, ...of };
  const latest = await tx.targetChange.findFirst({ where, orderBy: { id: 'desc' }, select: { id: true } });
  return `t${latest?.id ?? 0}`;
}

const seenOfExtensions = (last: number | undefined): string => `e${last ?? 0}`;

async function extensionsAsSeen(turn: Turn, seen: string): Promise<void> {
  await oneAtATime(turn, 'extensions');
  const where = { campaign: turn.campaign.id };
  const last = await turn.tx.extension.findFirst({ where, orderBy: { id: 'desc' }, select: { id: true } });
  requireSeen(seen, seenOfExtensions(last?.id));
}

/** Of two who write at once the second sees what the first has done. */
const oneAtATime = async ({ tx, campaign }: Turn, what: string): Promise<void> => {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${what}/${campaign.id}`}, 0))`;
};

function requireCategory({ office: { campaign } }: Desk, categoryId: string): void {
  if (!campaign.categories.some(({ id }) => id === categoryId)) throw new NothingThere();
}
