const DIGITS = '〇一二三四五六七八九';

/** `十二` → 12, `三` → 3, `12` → 12; undefined for what is no number below a hundred. */
export function readNumeral(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const match = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/.exec(text.replace('两', '二'));
  if (!match || text === '') return undefined;
  const [, first, ten, last] = match;
  if (ten === undefined) return last === undefined && first !== undefined ? DIGITS.indexOf(first) : undefined;
  return (first === undefined ? 1 : DIGITS.indexOf(first)) * 10 + (last === undefined ? 0 : DIGITS.indexOf(last));
}

/** 3 → `三`, 12 → `十二`. */
export function writeNumeral(count: number): string {
  const tens = Math.floor(count / 10);
  const ones = count % 10;
  const ten = tens === 0 ? '' : `${tens === 1 ? '' : DIGITS[tens]}十`;
  return `${ten}${ones === 0 && tens > 0 ? '' : DIGITS[ones]}`;
}
