import type { z } from 'zod';
import type { Action } from '../../domain/permission.ts';
import type { Turn } from '../turn.ts';
import { refuse } from '../words/refuse.ts';
import { allowed } from './permit.ts';

/**
 * One thing that can be done by anybody who may, whatever way they came: by a message, a page, a mail, a row of a
 * sheet. Takes ids and returns facts; it neither reads nor makes a sentence. All its changes, the tally and the audit
 * are in the turn's transaction. Throws a `Refusal`, having changed nothing, when the actor may not do it or when it
 * cannot be done as things are.
 */
export interface Deed<Input, Facts> {
  (turn: Turn, input: Input): Promise<Facts>;
  /** A proposal that waits for 确认 is stored under this id. */
  readonly id: string;
  readonly action: Action;
  /** Checks input that comes from a stored proposal or from outside as JSON. */
  readonly input: z.ZodType<Input>;
}

/** Makes a deed of what is to be done: permission is asked before anything else happens. */
export function deed<Input, Facts>(
  literal: Pick<Deed<Input, Facts>, 'id' | 'action' | 'input'>,
  act: (turn: Turn, input: Input) => Promise<Facts>,
): Deed<Input, Facts> {
  const { id, action, input } = literal;
  const whole = async (turn: Turn, given: Input) => {
    demand(turn, action);
    return act(turn, given);
  };
  return Object.assign(whole, { id, action, input });
}

/** Refuses unless the actor may do this at all, or to this unit. */
export function demand(turn: Pick<Turn, 'actor' | 'campaign'>, action: Action, unitId?: string): void {
  if (allowed(turn, action, unitId)) return;
  if (turn.actor.personId === undefined) refuse('bot.not-bound', { command: '' });
  const unit = turn.campaign.units.find(({ id }) => id === unitId)?.short;
  if (unit !== undefined && allowed(turn, action)) refuse('permit.other-unit', { unit });
  refuse('bot.not-allowed', { command: '' });
}

/** The id of the person who acts. Throws a `Refusal` for strangers. */
export const personOf = ({ actor }: Pick<Turn, 'actor'>): number =>
  actor.personId ?? refuse('bot.not-bound', { command: '' });
