import type { RosterField, RosterWords } from './words.ts';

/** Why a row of a list cannot be recorded as it stands: one of these, or the field that it lacks. */
export type RowFault = 'card' | 'several-names' | 'other-unit' | 'example' | RosterField;

/** Where somebody stands in a list: the sheet is told when there are several with people. */
export interface Place {
  sheet: string;
  row: number;
}

export interface Listed extends Place {
  fields: Record<RosterField, string>;
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
