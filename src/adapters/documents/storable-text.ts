/** What one cell holds in Excel. */
const LONGEST_CELL = 32_000;

/**
 * A text as a cell keeps it: what XML has no room for is left out, and what would be read back as the code of a character stays what
 * was written.
 */
export function storableText(text: string): string {
  return xmlText(text.slice(0, LONGEST_CELL)).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
}

/** Without what XML has no room for. */
export const xmlText = (text: string): string =>
  [...text.toWellFormed()].filter((sign) => isAllowed(sign.codePointAt(0) ?? 0)).join('');

const isAllowed = (code: number): boolean =>
  code === 9 || code === 10 || code === 13 || (code >= 32 && code !== 0xfffe && code !== 0xffff && code !== 0xfffd);
