import type { SubmissionState as State } from '../../domain/submission.ts';
import type { Context } from './context.ts';

export const stateName = ({ vocabulary }: Pick<Context, 'vocabulary'>, state: State): string =>
  vocabulary.states[state];
