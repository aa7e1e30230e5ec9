import type { RosterField, RosterWords } from './words.ts';

/** Why somebody of a list cannot be registered as the list stands. */
export type RowFault = 'card' | 'name' | 'workplace' | 'several-names' | 'other-unit' | 'example';

/** Where somebody stands in a list: the sheet is told when there are several with people. */
export interface Place {
  sheet: string;
  row: number;
}

export interface Listed extends Place {
  fields: Partial<Record<RosterField, string>>;
  fault?: RowFault;
  /** The row is hidden or filtered out of sight; it is taken all the same. */
  hidden: boolean;
  /** The phone that could not be read, and was left out. */
  unreadPhone?: string;
}

/** What is needed to judge a cell. */
export interface Judging {
  words: RosterWords;
  /** Whether the number of an identity or bank card stands in it. */
  hasCard: (cell: string) => boolean;
}
