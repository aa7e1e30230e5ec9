import type { Day } from './time.ts';

/** How many entries of a unit in a category are in each state. */
export interface Tally {
  unitId: string;
  categoryId: string;
  received: number;
  accepted: number;
  returned: number;
}

/** How many entries that count now came in from a unit in a category on a day. */
export interface DayCount {
  unitId: string;
  categoryId: string;
  day: Day;
  count: number;
}
