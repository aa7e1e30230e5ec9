import { distanceOf, NEAR } from '../../../src/domain/likeness.ts';
import { CHANGES } from './changes.ts';
import { scene } from './scenes.ts';

export interface Kind {
  name: string;
  /** Whether a person would call the two one photo; undefined: they may argue. */
  same: boolean | undefined;
  pairs: number;
  /** How many are shown as 疑似. */
  found: number;
  /** The middle one, of 64 bits. */
  distance: number;
}

// JavaScript without types, as its process runs it.
const LOOK = new URL('../../../src/adapters/files/inspect/picture-look.js', import.meta.url).href;
const { lookAt }: { lookAt(picture: Buffer): Promise<{ likeness?: string }> } = await import(LOOK);

const likenessOf = async (picture: Buffer): Promise<string> => {
  const { likeness } = await lookAt(picture);
  return likeness ?? '';
};

/** `photos`: pictures to measure with; left out, made scenes. */
export async function measureDuplicates(seed: number, scenes: number, photos?: Buffer[]): Promise<Kind[]> {
  const seeds = Array.from({ length: scenes }, (_, at) => seed * 1000 + at);
  const pictures = photos ?? (await Promise.all(seeds.map((one) => scene(one))));
  const own = await all(pictures, likenessOf);
  const kinds: Kind[] = [];
  for (const [name, change] of Object.entries(CHANGES)) {
    const changed = await all(pictures, async (picture) => likenessOf(await change(picture)));
    kinds.push(
      kindOf(
        name,
        true,
        changed.map((one, at) => distance(own[at], one)),
      ),
    );
  }
  if (!photos) {
    const other = await all(seeds, async (one) =>
      likenessOf(await scene(one, { across: 0.03, zoom: 1.04, light: 0.95 })),
    );
    kinds.push(
      kindOf(
        'two shots of one scene',
        undefined,
        other.map((one, at) => distance(own[at], one)),
      ),
    );
  }
  const unrelated = own.flatMap((one, at) => own.slice(0, at).map((another) => distance(one, another)));
  return [...kinds, kindOf('unrelated', false, unrelated)];
}

const distance = (one = '', other = '') => (one === '' || other === '' ? 64 : distanceOf(one, other));

/** One after another: each takes a processor. */
async function all<From, To>(from: From[], make: (one: From) => Promise<To>): Promise<To[]> {
  const made: To[] = [];
  for (const one of from) made.push(await make(one));
  return made;
}

function kindOf(name: string, same: boolean | undefined, distances: number[]): Kind {
  const sorted = [...distances].sort((a, b) => a - b);
  return {
    ...{ name, same, pairs: distances.length },
    found: distances.filter((one) => one <= NEAR).length,
    distance: sorted[sorted.length >> 1] ?? 64,
  };
}

export interface Summary {
  pairs: number;
  /** Of the pairs that are one photo, the share that is shown. */
  recall: number;
  /** Of the pairs that are two, how many are shown. */
  falseAlarms: number;
  unrelated: number;
}

export function summaryOf(kinds: Kind[]): Summary {
  const sum = (which: Kind[], of: 'pairs' | 'found') => which.reduce((total, one) => total + one[of], 0);
  const same = kinds.filter((one) => one.same === true);
  const other = kinds.filter((one) => one.same === false);
  return {
    pairs: sum(kinds, 'pairs'),
    recall: sum(same, 'found') / sum(same, 'pairs'),
    falseAlarms: sum(other, 'found'),
    unrelated: sum(other, 'pairs'),
  };
}
