import { type DemandState, demandStates } from '../../domain/demand-state.ts';
import { targetsOf } from '../../domain/target.ts';
import { beijingDay } from '../../domain/time.ts';
import type { Standing } from './standing.ts';

/** What the notice asks beside numbers by category, as it stood. */
export const demandsAt = ({ campaign, targetChanges, tallies, days = [], at }: Standing): DemandState[] =>
  demandStates(campaign, {
    targets: targetsOf(campaign, targetChanges),
    tallies,
    days,
    today: beijingDay(new Date(at)),
  });
