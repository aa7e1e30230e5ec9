import type { Day } from '../time.ts';

/** How works are judged: `review:` of the campaign file (docs/product.md, section 17). Numbers have two decimals at most. */
export interface ReviewRules {
  /** Where the rules come from, or that nobody has confirmed them yet: shown wherever they are shown. */
  source: string;
  /** Categories that are judged; all kinds of works when left out. */
  categories?: string[];
  /** Which entries are judged, and what a share of awards is a share of. */
  of: 'received' | 'accepted';
  /** Judges see neither unit nor author nor file name. */
  blind: boolean;
  /** Judges per work, where judges are not in groups. */
  judges: number;
  criteria: Criterion[];
  drop: Drop;
  groups: JudgeGroup[];
  votes?: { weight: number };
  awards: AwardLevel[];
  ties: Tie[];
  /** Awards that one unit may have in one category, over all levels. */
  perUnit?: number;
  /** When papers are wanted; judges who owe some are asked by themselves on days around it. */
  papers?: PapersDue;
  /** Who lacks so many points at most is within reach of a line. */
  reach: number;
}

export interface PapersDue {
  until: Day;
  /** So many days before; one on a day off moves to the working day before it. */
  beforeDays: number[];
  afterWorkingDays: number[];
}

export interface Criterion {
  id: string;
  name: string;
  /** Of 100, all criteria together. */
  weight: number;
  /** The most points a judge can give for it. */
  most: number;
}

/** So many papers are left out at each end, inside a group, where it has `from` papers or more. */
export interface Drop {
  highest: number;
  lowest: number;
  from: number;
}

export interface JudgeGroup {
  id: string;
  name: string;
  /** Of 100, together with the other groups and the vote. */
  weight: number;
  /** Judges of this group per work. */
  judges: number;
}

/** A fixed number of places, or a percentage of the entries. */
export type Quota = { places: number } | { share: number };

/** Levels stand from the highest down. */
export interface AwardLevel {
  id: string;
  name: string;
  quota: Quota;
  /** Where a category has its own. */
  byCategory: Record<string, Quota>;
}

/** What tells apart two works of the same score; the first in the list that does, does. */
export type Tie = 'median' | 'votes' | 'earlier' | { criterion: string } | { group: string };

/** The groups that judge; a jury without groups is one group without a name. */
export function panelsOf({ groups, judges, votes }: ReviewRules): JudgeGroup[] {
  return groups.length > 0 ? groups : [{ id: '', name: '', weight: 100 - (votes?.weight ?? 0), judges }];
}

export interface RuleMistake {
  path: (string | number)[];
  code: 'review-criteria' | 'review-groups' | 'review-drop' | 'review-unknown' | 'repeated';
  facts: Record<string, string | number>;
}

/** What cannot hold in the rules: weights that do not add to 100, dropping more than there is, names of nothing. */
export function ruleMistakes(rules: ReviewRules, categories: string[] = []): RuleMistake[] {
  const { criteria, groups, votes, drop } = rules;
  const weighed = total([...panelsOf(rules), ...(votes ? [votes] : [])]);
  return [
    ...(total(criteria) === '100'
      ? []
      : [{ path: ['criteria'], code: 'review-criteria' as const, facts: { sum: total(criteria) } }]),
    ...(weighed === '100'
      ? []
      : [{ path: [groups.length > 0 ? 'groups' : 'votes'], code: 'review-groups' as const, facts: { sum: weighed } }]),
    ...(drop.highest + drop.lowest < drop.from
      ? []
      : [{ path: ['drop', 'from'], code: 'review-drop' as const, facts: { from: drop.from } }]),
    ...(['criteria', 'groups', 'awards'] as const).flatMap((list) => repeated(list, rules[list])),
    ...unknown(rules, categories),
  ];
}

/** Added in hundredths, so that 33.34 and 66.66 are 100. */
function total(parts: { weight: number }[]): string {
  return String(parts.reduce((all, { weight }) => all + Math.round(weight * 100), 0) / 100);
}

function repeated(list: string, entries: { id: string }[]): RuleMistake[] {
  return entries.flatMap(({ id }, at) =>
    entries.findIndex((one) => one.id === id) === at
      ? []
      : [{ path: [list, at, 'id'], code: 'repeated', facts: { value: id } }],
  );
}

function unknown({ ties, criteria, groups, awards, categories: judged = [] }: ReviewRules, categories: string[]) {
  const named = [
    ...ties.flatMap((tie, at) =>
      typeof tie === 'string'
        ? []
        : 'criterion' in tie
          ? [{ id: tie.criterion, known: criteria.map(({ id }) => id), path: ['ties', at, 'criterion'] }]
          : [{ id: tie.group, known: groups.map(({ id }) => id), path: ['ties', at, 'group'] }],
    ),
    ...judged.map((id, at) => ({ id, known: categories, path: ['categories', at] })),
    ...awards.flatMap(({ byCategory }, at) =>
      Object.keys(byCategory).map((id) => ({ id, known: categories, path: ['awards', at, 'byCategory', id] })),
    ),
  ];
  return named.flatMap(({ id, known, path }): RuleMistake[] =>
    known.includes(id) ? [] : [{ path, code: 'review-unknown', facts: { id, known: known.join(' ') } }],
  );
}
