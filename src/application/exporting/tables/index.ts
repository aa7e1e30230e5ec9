import type { AnyTableMaker } from '../making.ts';
import { completion } from './completion.ts';
import { events } from './events.ts';
import { ambassadors, coordinators } from './people.ts';
import { works } from './works.ts';

/**
 * Every table that can be made. 初筛表 is not among them: it is made of what counties screen, and there is no screening yet, so it
 * is refused in words.
 */
export const tables: readonly AnyTableMaker[] = [works, completion, events, ambassadors, coordinators];
