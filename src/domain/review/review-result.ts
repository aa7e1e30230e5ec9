import type { Figure } from './ratio.ts';
import type { Assigned, Paper, ReviewedWork, Votes } from './score.ts';

/** Everything that a result is reckoned from. */
export interface ReviewInput {
  /** In any order; all of them entries of the categories that are judged. */
  works: ReviewedWork[];
  assigned: Assigned[];
  papers: Paper[];
  votes: Votes[];
  /** What staff have decided; the last one of a work holds. */
  decisions: Decision[];
}

/** Staff give a work a level, or none (an empty id), whatever its place comes to. */
export interface Decision {
  number: number;
  award: string;
  reason: string;
}

/** The whole result. Plain JSON: it can be kept and printed as it is. */
export interface ReviewResult {
  categories: CategoryResult[];
}

export interface CategoryResult {
  categoryId: string;
  /** Entries under review: what a share is a share of. */
  entries: number;
  /** From the highest level down. */
  levels: LevelResult[];
  /** Ranked works in the order of their ranks, then those without a score by number. */
  works: WorkResult[];
  /** Some paper or vote that the rules ask for is not in. */
  provisional: boolean;
  /** What would change if one judge fell out. */
  swings: Swing[];
}

export interface LevelResult {
  id: string;
  name: string;
  places: number;
  /** Works that have it, ties over the line left out. */
  given: number;
  /** The lowest score with this level or in a tie for it; not there while nobody has it. */
  line?: Figure;
}

export interface WorkResult {
  number: number;
  unitId: string;
  /** Mean of the papers that count, by weights of groups and votes. Not there: no result. */
  score?: Figure;
  /** 1 2 2 4; not there without a score. */
  rank?: number;
  /** Of the papers that count. */
  median?: Figure;
  /** Between the highest and the lowest of all papers in. */
  spread?: Figure;
  groups: { id: string; mean?: Figure }[];
  criteria: { id: string; mean?: Figure }[];
  votes?: number;
  papers: number;
  dropped: number;
  /** Persons whose paper is not in. */
  owed: number[];
  provisional: boolean;
  /** The level it has, by its place or by decision; an empty id: none. */
  award: string;
  /** Not settled: a tie over a line, which staff decide; the levels that it may have (an empty id: none). */
  open: string[];
  /** Had its place, but its unit has as many awards as it may. */
  passedOver: boolean;
  /** The next level up whose line it misses by `reach` points at most. */
  within?: string;
  decision?: { award: string; reason: string };
}

/** Without this judge the work would have another award; levels as in `award`, several where a tie would stand. */
export interface Swing {
  judge: number;
  number: number;
  from: string[];
  to: string[];
}
