/**
 * The text as patterns read it: full-width signs, digits and letters in half width, one kind of dash. Sign for sign, so a
 * place in it is the same place in the notice.
 */
export function fold(text: string): string {
  return Array.from({ length: text.length }, (_, at) => folded(text[at] ?? '')).join('');
}

function folded(sign: string): string {
  if (/[\u2010-\u2015\u2212]/.test(sign)) return '-';
  if (/[\u223c\uff5e]/.test(sign)) return '~';
  if (sign === '\u2236') return ':';
  if (/\s/.test(sign)) return ' ';
  const narrow = sign.normalize('NFKC');
  return narrow.length === 1 ? narrow : sign;
}

/** What stays of a name when spaces and brackets' looks are put aside: for comparing. */
export const bare = (text: string): string => fold(text).replace(/[\s“”"‘’'《》「」]/g, '');
