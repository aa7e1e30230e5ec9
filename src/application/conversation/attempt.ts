import { Refusal } from '../../domain/refusal.ts';
import type { Answer } from '../delivery/answer.ts';
import type { Context } from './context.ts';

/**
 * Runs one part of what a message asks, inside a savepoint: a refusal undoes this part alone and becomes its answer;
 * the other parts stay done.
 */
export async function attempt(
  { tx }: Pick<Context, 'tx'>,
  part: () => Promise<Answer[]>,
  inWords: (refusal: Refusal) => string,
): Promise<Answer[]> {
  await tx.$executeRaw`SAVEPOINT part`;
  let answers: Answer[];
  try {
    answers = await part();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT part`;
    answers = [{ text: inWords(error) }];
  }
  await tx.$executeRaw`RELEASE SAVEPOINT part`;
  return answers;
}
