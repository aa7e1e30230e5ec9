import { misuse } from '../../words/refuse.ts';
import { notSame, same } from '../../works/alike-pairs.ts';
import { command, spoken } from '../context.ts';
import { unitNameOf } from '../names-of-others.ts';
import { tell } from '../tell.ts';

export const merging = spoken(same, async (context, facts) => {
  const told = await tell(context, 'same', facts);
  const { kept, dropped } = facts;
  const text = context.say('alike.merged', {
    ...{ kept: kept.number, keptTitle: kept.title, keptUnit: unitNameOf(context, kept) },
    ...{ number: dropped.number, title: dropped.title, unit: unitNameOf(context, dropped) },
    ...told.facts,
  });
  return [{ text }, ...told.answers];
});

export const keepingApart = spoken(notSame, async ({ say }, { one, other }) => [
  { text: say('alike.apart', { number: one.number, other: other.number }) },
]);

const two = { numbers: { kind: 'entries' } } as const;

/** Which stays, which goes. */
function pairOf(numbers: number[]): { number: number; other: number } {
  const [number, other, ...more] = numbers;
  if (number === undefined || other === undefined || more.length > 0) return misuse('alike.two');
  return { number, other };
}

export const sameCommand = command({
  id: 'same',
  action: 'review',
  args: two,
  handle: (context, { numbers }) => merging.carryOut(context, pairOf(numbers)),
});

export const notSameCommand = command({
  id: 'notSame',
  action: 'review',
  args: two,
  handle: (context, { numbers }) => keepingApart.carryOut(context, pairOf(numbers)),
});
