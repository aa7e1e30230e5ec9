import { MOBILE, sensitiveNumbers } from '../domain/sensitive.ts';

/** Blanks the numbers of identity cards and bank cards; a text is stored only after this. */
export function maskNumbers(text: string): { text: string; masked: boolean } {
  const numbers = sensitiveNumbers(text);
  let result = text;
  for (const number of numbers) result = result.replaceAll(number, '*'.repeat(number.length));
  return { text: result, masked: numbers.length > 0 };
}

export const hasMobile = (text: string): boolean => MOBILE.test(text.normalize('NFKC'));
