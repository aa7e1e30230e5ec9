import { Refusal } from '../../domain/refusal.ts';
import type { Answer } from '../delivery/answer.ts';
import type { Context } from './context.ts';

/** Runs a part of what a message does. A refusal undoes that part alone, and its words are the answer. */
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
