import type { AnyTableMaker } from '../making.ts';
import { awards, certificates } from './awards.ts';
import { completion } from './completion.ts';
import { events } from './events.ts';
import { ambassadors, coordinators } from './people.ts';
import { screening } from './screening.ts';
import { works } from './works.ts';

/** Every table that can be made. */
export const tables: readonly AnyTableMaker[] = [
  works,
  completion,
  events,
  ambassadors,
  coordinators,
  screening,
  awards,
  certificates,
];
