import { beijingDayAndTime } from '../../../domain/time.ts';
import { formOf } from '../entry-cells.ts';
import { byUnitAndCategory, tableMaker } from '../making.ts';
import type { StandingCandidate } from '../standing.ts';

/** 初筛表: everything that was handed in to be screened, and what became of it. */
export const screening = tableMaker<StandingCandidate>({
  kind: 'screening',
  rows: (making) => byUnitAndCategory(making, making.standing.candidates),
  cells: {
    unit: ({ unitId }, making) => making.unitOf(unitId)?.name ?? unitId,
    child: ({ child }) => child,
    title: ({ title }) => title,
    category: ({ categoryId }, making) => making.categoryOf(categoryId)?.name ?? categoryId,
    author: ({ fields }) => fields.author,
    authorUnit: ({ fields }) => fields.authorUnit,
    phone: ({ fields }) => fields.phone,
    form: formOf,
    state: ({ state }, { words }) => words.vocabulary.candidateStates[state],
    note: ({ reason }) => reason,
    number: ({ number }) => number,
    entry: ({ entryNumber }) => entryNumber ?? undefined,
    handedIn: ({ handedIn }) => beijingDayAndTime(new Date(handedIn)),
    hash: ({ files }) => files.map(({ sha256 }) => sha256).join('\n'),
  },
});
