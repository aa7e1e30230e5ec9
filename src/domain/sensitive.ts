/** A mainland mobile number standing alone. */
export const MOBILE = /(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)/;

const CANDIDATE = /(?<![\dA-Za-z])(?:\d[ -]?){14,18}[\dXx](?![\dA-Za-z])/g;

const FULL_WIDTH = /[\uFF10-\uFF19\uFF38\uFF58]/g;
const narrow = (text: string) => text.replace(FULL_WIDTH, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0));

/** The numbers of identity cards (18 characters, GB 11643 check digit) and bank cards (16–19 digits, Luhn) in a text, as written. */
export function sensitiveNumbers(text: string): string[] {
  return [...narrow(text).matchAll(CANDIDATE)]
    .filter(([written]) => {
      const number = written.replace(/[ -]/g, '').toUpperCase();
      return isIdentityCard(number) || isBankCard(number);
    })
    .map(({ 0: written, index }) => text.slice(index, index + written.length));
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

function isIdentityCard(number: string): boolean {
  if (!/^[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]$/.test(number)) return false;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  return '10X98765432'[sum % 11] === number[17];
}

function isBankCard(number: string): boolean {
  if (!/^[3-6]\d{15,18}$/.test(number)) return false;
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
