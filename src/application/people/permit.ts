import { type Action, may, mayForSomeUnit } from '../../domain/permission.ts';
import type { Turn } from '../turn.ts';

/** Whether the actor may do this at all, or to this unit. */
export const allowed = ({ actor }: Pick<Turn, 'actor'>, action: Action, unitId?: string): boolean =>
  unitId === undefined ? mayForSomeUnit(actor, action) : may(actor, action, unitId);
