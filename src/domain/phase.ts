import type { Phase } from './campaign.ts';
import { type Day, monthRange } from './time.ts';

const isMonth = (when: string): boolean => when.length === 7;

export const firstDay = ({ from }: Pick<Phase, 'from'>): Day => (isMonth(from) ? monthRange(from).first : from);

/** Beyond every calendar for a phase that has no end. */
export const lastDay = ({ to }: Pick<Phase, 'to'>): Day =>
  to === undefined ? '9999-12-31' : isMonth(to) ? monthRange(to).last : to;

export const isRunning = (phase: Pick<Phase, 'from' | 'to'>, day: Day): boolean =>
  firstDay(phase) <= day && day <= lastDay(phase);
