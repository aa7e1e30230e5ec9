/** An exact fraction in lowest terms; `under` is positive. Scores are compared as these and rounded only when printed. */
export interface Ratio {
  over: bigint;
  under: bigint;
}

export function ratio(over: bigint | number, under: bigint | number = 1): Ratio {
  let [top, bottom] = [BigInt(over), BigInt(under)];
  if (bottom < 0n) [top, bottom] = [-top, -bottom];
  const shared = divisor(top < 0n ? -top : top, bottom);
  return { over: top / shared, under: bottom / shared };
}

function divisor(one: bigint, other: bigint): bigint {
  return other === 0n ? one : divisor(other, one % other);
}

export const plus = (one: Ratio, other: Ratio): Ratio =>
  ratio(one.over * other.under + other.over * one.under, one.under * other.under);

export const minus = (one: Ratio, other: Ratio): Ratio => plus(one, ratio(-other.over, other.under));

export const times = (one: Ratio, other: Ratio): Ratio => ratio(one.over * other.over, one.under * other.under);

export const dividedBy = (one: Ratio, other: Ratio): Ratio => ratio(one.over * other.under, one.under * other.over);

/** Negative, zero or positive, as for `sort`: the smaller first. */
export function compare(one: Ratio, other: Ratio): number {
  const [left, right] = [one.over * other.under, other.over * one.under];
  return left < right ? -1 : left > right ? 1 : 0;
}

export const sum = (list: Ratio[]): Ratio => list.reduce(plus, ratio(0));

/** Of one value at least. */
export const meanOf = (list: Ratio[]): Ratio => dividedBy(sum(list), ratio(list.length));

/** Of one value at least; of an even number the mean of the two in the middle. */
export function medianOf(list: Ratio[]): Ratio {
  const sorted = [...list].sort(compare);
  const middle = sorted.length / 2;
  return meanOf(sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1));
}

/** To two places, a half up: 86.125 is 86.13. For values from 0 on, as all scores are. */
export function twoPlaces({ over, under }: Ratio): string {
  const hundredths = (over * 200n + under) / (under * 2n);
  const digits = String(hundredths).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** A value as it is kept and shown: exact as `691/8`, and printed as `86.38`. Survives JSON, which bigint does not. */
export interface Figure {
  exact: string;
  printed: string;
}

export const figure = (value: Ratio): Figure => ({
  exact: `${value.over}/${value.under}`,
  printed: twoPlaces(value),
});

export function exactly({ exact }: Figure): Ratio {
  const [over = '0', under = '1'] = exact.split('/');
  return ratio(BigInt(over), BigInt(under));
}

/** A weight or a number of points with two decimals at most, as a whole number of hundredths. */
export const hundredths = (value: number): number => Math.round(value * 100);
