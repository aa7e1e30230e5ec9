import type { Begun } from '../people/leaving.ts';

const MOST_BEGUN = 12;

/** `#12《夜班的灯》、#13`. */
export function begunInWords(begun: Begun[]): string {
  const named = begun
    .slice(0, MOST_BEGUN)
    .map(({ number, title }) => `#${number}${title === '' ? '' : `《${title}》`}`);
  return named.join('、') + (begun.length > MOST_BEGUN ? '…' : '');
}
