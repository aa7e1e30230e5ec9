import type { z } from 'zod';
import type { candidatesQuery, screen } from '../../../web/shared/contracts/screening.ts';
import { fileRow, objectionRows } from '../../application/conversation/receipt.ts';
import { notPassed } from '../../application/conversation/screened-words.ts';
import { type Outcome, performEach, performTelling } from '../../application/perform.ts';
import { type Candidate, candidatesWhere, candidateToRead } from '../../application/screening/candidates.ts';
import { levelsNow } from '../../application/screening/children.ts';
import { mergeCandidates, type Passed, pass, sendBack } from '../../application/screening/decide.ts';
import { warningsOf } from '../../application/screening/warnings.ts';
import type { Turn } from '../../application/turn.ts';
import { WAITING } from '../../domain/candidate.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Handlers } from './answering.ts';
import type { Desk, Visitor } from './desk.ts';
import { NothingThere, problemOf } from './problem.ts';
import { shownAs } from './shown-as.ts';
import { by, requireSeen } from './standing.ts';

type Verdict = z.output<typeof screen>;

const STATES: Record<z.output<typeof candidatesQuery>['state'], string[]> = {
  waiting: [...WAITING],
  returned: ['returned'],
  decided: ['passed', 'merged', 'withdrawn'],
};

/** What workers have handed in: the list of a unit, or of all for the office, and what the unit decides. */
export const screeningHandlers: Handlers = {
  async candidates({ query: { state, unit, limit, after }, ...visitor }) {
    const { turn } = visitor;
    const unitIds = readable(visitor, unit);
    const from = Math.min(Number.parseInt(after ?? '', 10) || 0, LAST_NUMBER);
    // What is done is read from the latest on.
    const latest = state === 'decided';
    const number = from === 0 ? {} : { number: latest ? { lt: from } : { gt: from } };
    const where = { unitId: { in: unitIds }, state: { in: STATES[state] }, ...number };
    const found = await candidatesWhere(turn, where, limit + 1, latest);
    const count = (states: string[]) =>
      turn.tx.candidate.count({
        where: { campaign: turn.campaign.id, unitId: { in: unitIds }, state: { in: states } },
      });
    const items = [];
    for (const one of found.slice(0, limit)) items.push(await shown(visitor, one));
    const next = found.length > limit ? String(items.at(-1)?.number) : null;
    return { items, next, waiting: await count(STATES.waiting), returned: await count(STATES.returned) };
  },

  async screen({ desk, body, ...visitor }) {
    if (body.verdict === 'merge') return merged(desk, visitor, body);
    const outcomes = await decided(desk, visitor, body);
    const done = [];
    const refused = [];
    for (const [index, outcome] of outcomes.entries()) {
      const number = body.items[index]?.number ?? 0;
      if ('refusal' in outcome) refused.push(refusedAs(desk, number, outcome.refusal));
      else if ('outcome' in outcome.facts && outcome.facts.outcome !== 'passed') {
        const { facts } = outcome;
        refused.push({ number, code: `screening.${facts.outcome}`, message: notPassed(desk.office, facts) });
      } else done.push(doneAs(outcome.facts.candidate));
    }
    return { done, refused };
  },

  async levels({ query: { unit }, ...visitor }) {
    const unitIds = readable(visitor, unit);
    if (unit !== undefined && unitIds.length === 0) throw new NothingThere();
    return { rows: await levelsNow(visitor.turn, unitIds) };
  },
};

const LAST_NUMBER = 2 ** 31 - 1;

/** The units that are asked for, as far as they are the reader's. */
function readable({ turn, units }: Pick<Visitor, 'turn' | 'units'>, unit: string | undefined): string[] {
  const all = units ?? turn.campaign.units.map(({ id }) => id);
  return unit === undefined ? all : all.filter((id) => id === unit);
}

const seenOf = ({ state, version }: Pick<Candidate, 'state' | 'version'>): string => `${state}.${version}`;

async function shown({ turn }: Pick<Visitor, 'turn'>, one: Candidate) {
  const warnings = await warningsOf(turn, one);
  return {
    ...{ number: one.number, seen: seenOf(one), standing: one.state, title: one.title, author: one.author },
    ...{ workplace: one.workplace, phone: one.phone, link: one.link, unitId: one.unitId, child: one.child },
    ...{ categoryId: one.categoryId, reason: one.reason, entry: one.entryNumber, mergedInto: one.mergedInto },
    handedInAt: one.handedInAt.toISOString(),
    mendedAt: one.mendedAt?.toISOString() ?? null,
    warnings: objectionRows(turn, warnings).map(({ text }) => text),
    files: one.files.map((file) => {
      const { size, duration } = fileRow(turn, file);
      const about = [duration, size].filter((part) => part !== '').join(' ');
      return { id: file.id, name: file.name, about, show: shownAs(file.extension).show };
    }),
  };
}

const doneAs = ({ number, state, entryNumber }: Candidate) => ({ number, standing: state, entry: entryNumber });

function refusedAs(desk: Desk, number: number, refusal: Refusal) {
  const known = problemOf(desk.office, refusal);
  if (!known) throw refusal;
  const { code, message } = known.problem;
  return { number, code, message };
}

/** Throws a `Refusal` when it stands otherwise than it was seen. */
const asSeen =
  ({ number, seen }: { number: number; seen: string }) =>
  async (turn: Turn) =>
    requireSeen(seen, seenOf(await candidateToRead(turn, number)));

function decided(
  { office }: Desk,
  visitor: Visitor,
  body: Exclude<Verdict, { verdict: 'merge' }>,
): Promise<Outcome<Passed | { candidate: Candidate }>[]> {
  const who = by(visitor);
  if (body.verdict === 'return') {
    const { reason } = body;
    const back = body.items.map((item) => ({ input: { number: item.number, reason }, provided: asSeen(item) }));
    return performEach(office, who, sendBack, back);
  }
  const another = body.another === true && { another: true };
  const passes = body.items.map((item) => ({ input: { number: item.number, ...another }, provided: asSeen(item) }));
  return performEach(office, who, pass, passes);
}

async function merged(desk: Desk, visitor: Visitor, { items, title }: Extract<Verdict, { verdict: 'merge' }>) {
  const numbers = items.map(({ number }) => number);
  try {
    const { facts } = await performTelling(desk.office, by(visitor), mergeCandidates, {
      input: { numbers, title: title ?? '' },
      async provided(turn) {
        for (const item of items) await asSeen(item)(turn);
      },
    });
    return { done: [facts.candidate, ...facts.merged].map(doneAs), refused: [] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { done: [], refused: [refusedAs(desk, numbers[0] ?? 0, error)] };
  }
}
