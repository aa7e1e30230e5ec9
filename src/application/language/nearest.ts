import { FILLING } from './bounded.ts';
import { SIGNS } from './grammar.ts';
import type { Intent } from './intents.ts';

/**
 * Finds the meaning of a sentence that no rule fits: that of the most similar sentences in
 * `prompts/language/examples/`.
 */
export interface Nearest {
  /** The intent of the sentences nearest to a masked one; undefined when none is near enough. */
  find(masked: string, atLeast?: number): Intent | undefined;
}

const LONGEST_GRAM = 3;
const NEIGHBOURS = 4;
// Tried on sentences written apart from the examples: below this likeness the guesses are more often wrong than right.
const NEAR_ENOUGH = 0.2;
// A line of the file with another unit, or a comma more.
const SAME = 0.95;

/** Compares by the runs of one to three characters that sentences share, rare ones weighing more. */
export function nearestOf(examples: Partial<Record<Intent, string[]>>): Nearest {
  const known = Object.entries(examples).flatMap(([intent, texts]) =>
    texts.map((text) => ({ intent: intent as Intent, grams: gramsOf(withSigns(text)) })),
  );
  const holders = new Map<string, number[]>();
  for (const [index, { grams }] of known.entries())
    for (const gram of grams.keys()) holders.set(gram, [...(holders.get(gram) ?? []), index]);
  const rarity = (gram: string) => Math.log(known.length / (1 + (holders.get(gram)?.length ?? 0)));
  const weights = new Map([...holders.keys()].map((gram) => [gram, rarity(gram) ** 2]));
  const unseen = Math.log(Math.max(1, known.length)) ** 2;
  const lengthOf = (grams: Map<string, number>) =>
    Math.sqrt([...grams].reduce((sum, [gram, count]) => sum + count ** 2 * (weights.get(gram) ?? unseen), 0));
  const lengths = known.map(({ grams }) => lengthOf(grams));

  const held = new Map(
    [...holders].map(([gram, indexes]) => {
      const weight = weights.get(gram) ?? 0;
      return [gram, indexes.map((index) => ({ index, weight: weight * (known[index]?.grams.get(gram) ?? 0) }))];
    }),
  );

  return {
    find(masked, atLeast = NEAR_ENOUGH) {
      const grams = gramsOf(masked.replaceAll(FILLING, ''));
      const shared = new Float64Array(known.length);
      for (const [gram, count] of grams)
        for (const { index, weight } of held.get(gram) ?? []) shared[index] = (shared[index] ?? 0) + count * weight;
      const length = lengthOf(grams);
      const near: { intent: Intent | undefined; likeness: number }[] = [];
      shared.forEach((sum, index) => {
        const likeness = sum / (length * (lengths[index] ?? 1));
        if (sum === 0 || (near.length === NEIGHBOURS && likeness <= (near.at(-1)?.likeness ?? 0))) return;
        near.push({ intent: known[index]?.intent, likeness });
        near.sort((a, b) => b.likeness - a.likeness);
        near.splice(NEIGHBOURS);
      });
      if (near[0] && near[0].likeness >= SAME) return near[0].intent;
      const votes = new Map<Intent, number>();
      for (const { intent, likeness } of near) if (intent) votes.set(intent, (votes.get(intent) ?? 0) + likeness ** 2);
      const total = [...votes.values()].reduce((sum, vote) => sum + vote, 0);
      const [best] = [...votes].sort((a, b) => b[1] - a[1]);
      return best && Math.sqrt(best[1]) * (best[1] / total) >= atLeast ? best[0] : undefined;
    },
  };
}

const withSigns = (text: string) => text.replace(/<([a-z]+)>/g, (_, kind: string) => SIGNS[kind] ?? '');

function gramsOf(text: string): Map<string, number> {
  const bare = `^${text.replace(/[\s\p{P}~]/gu, '')}$`;
  const grams = new Map<string, number>();
  for (let size = 1; size <= LONGEST_GRAM; size++)
    for (let at = 0; at + size <= bare.length; at++) {
      const gram = bare.slice(at, at + size);
      grams.set(gram, (grams.get(gram) ?? 0) + 1);
    }
  return grams;
}
