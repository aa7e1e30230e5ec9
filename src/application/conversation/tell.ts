import { beijingDay } from '../../domain/time.ts';
import type { Answer } from '../delivery/answer.ts';
import type { Office } from '../office.ts';
import { coordinatorsOf, staffMembers } from '../people/people.ts';
import { countyText } from '../reminding/direct-reminder.ts';
import type { NudgeDone } from '../reminding/nudge.ts';
import type { Turn } from '../turn.ts';
import { categoryOf, unitOf } from '../words/lexicons.ts';
import { labelOf } from '../words/vocabulary.ts';
import type { Entry } from '../works/entries.ts';
import type { Elsewhere } from '../works/repeats.ts';
import { correctableField } from './receipt.ts';

/** What it takes to tell people something: the turn, and words. */
export type Telling = Turn & Pick<Office, 'say' | 'vocabulary'>;

/** The posts to others than the actor, and which of those people could not be reached. */
export interface Told {
  answers: Answer[];
  /** For the answer to whoever acted. */
  facts: { unreached: string; nobody: boolean };
}

const NOBODY_TOLD: Told = { answers: [], facts: { unreached: '', nobody: false } };

/** A unit's coordinators are told in their own direct chats. */
async function tellCounty(telling: Telling, unitId: string, text: string): Promise<Told> {
  const coordinators = await coordinatorsOf(telling, [unitId]);
  const unreached = coordinators.filter(({ to }) => to === undefined).map(({ name }) => name);
  return {
    answers: coordinators.flatMap(({ to }) => (to ? [{ text, to }] : [])),
    facts: { unreached: unreached.join('、'), nobody: coordinators.length === 0 },
  };
}

/** Everybody on the city's side is told in their direct chats. */
export async function tellStaff(telling: Pick<Telling, 'tx' | 'channels'>, text: string): Promise<Answer[]> {
  return (await staffMembers(telling)).flatMap(({ to }) => (to ? [{ text, to }] : []));
}

export const entryFacts = (telling: Pick<Telling, 'campaign'>, { number, title, unitId, categoryId }: Entry) => ({
  number,
  title,
  unit: unitOf(telling, unitId).short,
  category: categoryOf(telling, categoryId).short,
});

const sameBytes = async (telling: Telling, { elsewhere }: { elsewhere?: Elsewhere }): Promise<Told> => {
  if (!elsewhere) return NOBODY_TOLD;
  const { entry, other } = elsewhere;
  const text = telling.say('intake.repeated-elsewhere', {
    number: entry.number,
    unit: unitOf(telling, entry.unitId).short,
    title: entry.title,
    otherNumber: other.number,
    otherUnit: unitOf(telling, other.unitId).short,
    otherTitle: other.title,
  });
  return { ...NOBODY_TOLD, answers: await tellStaff(telling, text) };
};

/**
 * For each deed, whom it concerns besides the actor and what they hear, the same by whatever way it was done. A deed
 * that is missing here concerns nobody else.
 */
const tellings = {
  receive: sameBytes,
  'receive-each': sameBytes,
  correct: sameBytes,
  accept: (telling: Telling, { entry }: { entry: Entry }) =>
    tellCounty(telling, entry.unitId, telling.say('review.accepted-county', entryFacts(telling, entry))),
  return: (telling: Telling, { entry, reason }: { entry: Entry; reason: string }) => {
    const field = labelOf(telling, correctableField(categoryOf(telling, entry.categoryId)));
    const text = telling.say('review.returned-county', { ...entryFacts(telling, entry), reason, field });
    return tellCounty(telling, entry.unitId, text);
  },
  extend: (telling: Telling, facts: ExtendedFacts) =>
    tellCounty(telling, facts.unitId, telling.say('extend.county', extendedFacts(telling, facts))),
  'change-target': (telling: Telling, facts: TargetFacts) =>
    tellCounty(telling, facts.unitId, telling.say('campaign.target-county', targetFacts(telling, facts))),
  nudge: async (telling: Telling, { people, nudge: { deadlines, categoryIds } }: NudgeDone): Promise<Told> => {
    const day = beijingDay(telling.now);
    const answers = people.map(({ to, lacks }): Answer => {
      const unitIds = lacks.map(({ unitId }) => unitId);
      const text = countyText(telling, lacks, deadlines, 'nudge');
      return { to, text, recipe: { what: 'nudge', day, unitIds, categoryIds } };
    });
    return { ...NOBODY_TOLD, answers };
  },
} as const;

interface ExtendedFacts {
  unitId: string;
  categoryId: string;
  day: string;
  before: string;
  reason: string;
}
export const extendedFacts = (telling: Pick<Telling, 'campaign'>, { unitId, categoryId, ...facts }: ExtendedFacts) => ({
  ...facts,
  unit: unitOf(telling, unitId).short,
  category: categoryId === '' ? '' : categoryOf(telling, categoryId).short,
});

interface TargetFacts {
  unitId: string;
  categoryId: string;
  number: number;
  before: number | undefined;
  basis: string;
}
export const targetFacts = (
  telling: Pick<Telling, 'campaign'>,
  { unitId, categoryId, before, ...facts }: TargetFacts,
) => ({
  ...facts,
  before: before ?? '',
  unit: unitOf(telling, unitId).short,
  category: categoryOf(telling, categoryId).short,
});

/** What others are told of a deed that was done, by its facts. */
export function tell<Id extends keyof typeof tellings>(
  telling: Telling,
  id: Id,
  facts: Parameters<(typeof tellings)[Id]>[1],
): Promise<Told> {
  return (tellings[id] as (telling: Telling, facts: unknown) => Promise<Told>)(telling, facts);
}

/** The same for a deed of which it is not known whether it concerns anybody else. */
export const tellOf = (telling: Telling, id: string, facts: unknown): Promise<Told> =>
  id in tellings ? tell(telling, id as keyof typeof tellings, facts as never) : Promise.resolve(NOBODY_TOLD);
