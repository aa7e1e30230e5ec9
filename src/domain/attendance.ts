const DIGITS: Record<string, number> = {
  ...{ 〇: 0, 零: 0, 一: 1, 二: 2, 两: 2, 俩: 2, 三: 3, 仨: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 },
};
const TENS: Record<string, number> = { 十: 10, 百: 100, 千: 1000, 万: 10_000 };
const NUMERALS = /[〇零一二两俩三仨四五六七八九十百千万]+/u;

/**
 * How many people an event had at least, of a number that was said roughly and is kept as it was said: 60多 is 60, 七八十 is 70, 50-60 is
 * 50, 百余 is 100. Undefined where no number stands in it.
 */
export function leastPeople(said: string): number | undefined {
  const text = said.normalize('NFKC').replace(/(?<=\d)[,，](?=\d{3})/g, '');
  const digits = /\d+(?:\.\d+)?/.exec(text);
  if (digits) {
    const times = TENS[text[digits.index + digits[0].length] ?? ''] ?? 1;
    return Math.round(Number(digits[0]) * times);
  }
  const [numeral] = NUMERALS.exec(text) ?? [];
  return numeral === undefined ? undefined : numeralIn(numeral);
}

/** 一百二十 and 一百二 are 120, 七八十 is 70, 百 is 100. */
function numeralIn(text: string): number | undefined {
  let total = 0;
  let last: number | undefined;
  let lastTen = 10;
  for (const letter of text) {
    const digit = DIGITS[letter];
    const ten = TENS[letter];
    // Of two digits in a row the first is the least: 七八十.
    if (digit !== undefined) last = last === undefined || last === 0 ? digit : last;
    else if (ten !== undefined) {
      total = ten === 10_000 ? (total + (last ?? (total === 0 ? 1 : 0))) * ten : total + (last ?? 1) * ten;
      lastTen = ten;
      last = undefined;
    }
  }
  const short = last !== undefined && lastTen > 10 && !/[零〇]/u.test(text);
  return total + (last ?? 0) * (short ? lastTen / 10 : 1);
}
