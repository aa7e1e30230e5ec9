import { z } from 'zod';

/** How something is done here: what is asked, and the answer, with the clause where the notice says it (`prompts/language/answers/`). */
export const ANSWER = z.strictObject({
  when: z.array(z.string()).min(1),
  unless: z.array(z.string().min(1)).default([]),
  text: z.string().min(1),
  clause: z.string().default(''),
});

export interface HowTo {
  when: RegExp;
  unless: RegExp | undefined;
  text: string;
  clause: string;
}

export const howTos = (answers: readonly z.infer<typeof ANSWER>[], any: (patterns: string[]) => RegExp): HowTo[] =>
  answers.map(({ when, unless, ...said }) => ({
    when: any(when),
    unless: unless.length > 0 ? any(unless) : undefined,
    ...said,
  }));

const LONGEST_QUESTION = 200;

/** The first answer whose question is asked; of a longer text its beginning is read. */
export function howToAsked(answers: readonly HowTo[], text: string): HowTo | undefined {
  const said = text.slice(0, LONGEST_QUESTION);
  return answers.find(({ when, unless }) => when.test(said) && !unless?.test(said));
}
