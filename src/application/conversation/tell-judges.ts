import type { Answer } from '../delivery/answer.ts';
import { directChatTo } from '../people/people.ts';
import type { Assigned } from '../reviewing/assign.ts';
import type { Chased, Owing } from '../reviewing/chase.ts';
import { NOBODY_TOLD, type Telling, type Told } from './telling.ts';

const MOST_NUMBERS = 10;

/** `#3、#7、#12…`: as many as a line of a phone holds. */
export const numbersInWords = (numbers: number[]): string =>
  numbers
    .slice(0, MOST_NUMBERS)
    .map((number) => `#${number}`)
    .join('、') + (numbers.length > MOST_NUMBERS ? '…' : '');

/** Judges who were given works hear how many they have now. */
export async function tellAssigned(telling: Telling, { made, loads }: Assigned): Promise<Told> {
  const answers: Answer[] = [];
  const unreached: string[] = [];
  for (const { personId, name, works } of loads) {
    const fresh = made.filter(({ judge }) => judge === personId).map(({ number }) => number);
    if (fresh.length === 0) continue;
    const to = await directChatTo(telling, personId);
    const facts = { count: fresh.length, all: works, first: fresh[0] ?? 0, numbers: numbersInWords(fresh) };
    if (to) answers.push({ to, text: telling.say('judging.assigned-judge', facts) });
    else unreached.push(name);
  }
  return { answers, facts: { unreached: unreached.join('、'), nobody: false } };
}

/** Exactly those who owe marks, each of their own. */
export async function tellOwing(telling: Telling, { posts, unreached }: Chased): Promise<Told> {
  const names = unreached.map(({ juror }) => juror.name).join('、');
  const text = ({ owed }: Owing) =>
    telling.say('judging.owed-judge', { count: owed.length, first: owed[0] ?? 0, numbers: numbersInWords(owed) });
  return {
    ...NOBODY_TOLD,
    answers: posts.flatMap((one) => (one.juror.to ? [{ to: one.juror.to, text: text(one) }] : [])),
    facts: { unreached: names, nobody: false },
  };
}
