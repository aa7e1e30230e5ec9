/** How a way out shows text: `plain` knows links and mentions in angle brackets, `markdown` the usual signs as well. */
export type Dialect = 'plain' | 'markdown';

/** Bare addresses are made links by the client; what is in them has to stay. An entity is in none: it ends there, and is tamed. */
const ADDRESS = /https?:\/\/(?:[\w\-.~:/?#@!$'+,;=%]|&(?!#?\w{1,10};))+/g;

const WIDE: Record<string, string> = {
  '*': '＊',
  _: '＿',
  '`': '｀',
  '~': '～',
  '|': '｜',
  '\\': '＼',
  $: '＄',
};
const UNSEEN = '\u200b';

/**
 * Takes away whatever a platform would read as markup or a mention. A backslash does not help there, it is shown or read
 * as mathematics, so that signs become their wide twins (docs/protocol-wecom.md, section 5.5). `tame` takes away what
 * else there is.
 */
export function neutralised(text: string, dialect: Dialect, tame = (words: string) => words): string {
  let result = '';
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    result += tame(tamed(text.slice(from, match.index), dialect)) + match[0];
    from = match.index + match[0].length;
  }
  return lines(result + tame(tamed(text.slice(from), dialect)), dialect);
}

/** `<@id>`, `<a href>`, `<font>`, `<think>`, and the same written as entities. */
function tamed(text: string, dialect: Dialect): string {
  const plain = text.replace(/<(?=[\p{L}/!?@＠])/gu, '＜').replace(/&(?=#?\w{1,10};)/g, '＆');
  if (dialect === 'plain') return plain;
  return plain
    .replace(/[*_`~|\\$]/g, (sign) => WIDE[sign] ?? sign)
    .replace(/\](?=[([:])/g, '] ')
    .replace(/</g, '＜');
}

/** What makes a line a heading, a quotation, an item, a rule or code stands no longer at its beginning. */
function lines(text: string, dialect: Dialect): string {
  if (dialect === 'plain') return text;
  return text
    .split('\n')
    .map((line) =>
      line
        .replace(/^[ \t]+/, (blanks) => '\u3000'.repeat(Math.min(4, Math.ceil(blanks.length / 2))))
        .replace(/^(?=\u3000*(?:[#>+=-]|\d{1,9}[.)](?:\s|$)))/, UNSEEN),
    )
    .join('\n');
}
