import type { Answer } from '../../delivery/answer.ts';
import type { Entry } from '../../works/entries.ts';
import type { Context } from '../context.ts';

/** A draft was given up at its owner's word. */
export const dropped = ({ say }: Context, { number, title }: Entry): Answer => ({
  text: say('intake.dropped', { number, title }),
});
