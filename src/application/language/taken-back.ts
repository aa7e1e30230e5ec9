import { type Reading, type Thing, thingsOf } from './reading.ts';

/** Of these a sentence may name one, take it back and name another: 催古县，不，催蒲县. */
const KINDS = [['unit'], ['category'], ['entry', 'nth'], ['title'], ['day']];

/**
 * The sentence without what its speaker took back in the same breath or says is not meant. What is corrected of an entry names the
 * wrong value on purpose: there nothing is dropped.
 */
export function withoutTakenBack(reading: Reading): Reading {
  const dropped = new Set(KINDS.flatMap((kinds) => takenBack(reading, thingsOf(reading, ...kinds))));
  return dropped.size === 0 ? reading : { ...reading, things: reading.things.filter((thing) => !dropped.has(thing)) };
}

function takenBack({ masked, tongue }: Reading, same: Thing[]): Thing[] {
  const { not_before: before, not_after: after, rather_between: between } = tongue.grammar.words;
  const dropped: Thing[] = [];
  for (const [index, thing] of same.entries()) {
    if (dropped.length === same.length - 1) break;
    const next = same[index + 1];
    const until = next?.start ?? masked.length;
    const rest = masked.slice(thing.end, until);
    const refused = before?.test(masked.slice(same[index - 1]?.end ?? 0, thing.start)) || after?.test(rest);
    if (refused || (next && between?.test(rest))) dropped.push(thing);
  }
  return dropped;
}
