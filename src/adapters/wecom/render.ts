/** How a way out shows text: `plain` knows links and mentions in angle brackets, `markdown` is markdown_v2 of the bot. */
export type Dialect = 'plain' | 'markdown';

export interface Form {
  dialect: Dialect;
  /** Bytes of UTF-8 in one message (section 5.5). */
  limit: number;
}

/** Bare addresses are made links by the client; what is in them has to stay. */
const ADDRESS = /https?:\/\/[\w\-.~:/?#@!$&'+,;=%]+/g;

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
 * Takes away whatever the platform would read as markup or a mention. A backslash does not help there, it is shown or read
 * as mathematics, so that signs become their wide twins (section 5.5).
 */
export function neutralised(text: string, dialect: Dialect): string {
  let result = '';
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    result += tamed(text.slice(from, match.index), dialect) + match[0];
    from = match.index + match[0].length;
  }
  return lines(result + tamed(text.slice(from), dialect), dialect);
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

/**
 * Cuts a text into messages of at most `limit` bytes on line ends, an overlong line between characters, and numbers them:
 * `(1/3)`. Neutralise first: it makes texts longer.
 */
export function split(text: string, limit: number): string[] {
  const whole = text.trim();
  if (Buffer.byteLength(whole) <= limit) return whole === '' ? [] : [whole];
  // Room for `(123/456)` and its line end.
  const room = limit - 12;
  const parts: string[] = [];
  let part = '';
  for (const line of whole.split('\n').flatMap((one) => pieces(one, room))) {
    const longer = part === '' ? line : `${part}\n${line}`;
    if (Buffer.byteLength(longer) <= room) part = longer;
    else {
      if (part !== '') parts.push(part);
      part = line;
    }
  }
  if (part !== '') parts.push(part);
  return parts.map((one, index) => `(${index + 1}/${parts.length})\n${one}`);
}

/** A line as pieces that fit; characters stay whole. */
function pieces(line: string, room: number): string[] {
  if (Buffer.byteLength(line) <= room) return [line];
  const found: string[] = [];
  let piece = '';
  let size = 0;
  for (const character of line) {
    const bytes = Buffer.byteLength(character);
    if (size + bytes > room) {
      found.push(piece);
      piece = '';
      size = 0;
    }
    piece += character;
    size += bytes;
  }
  found.push(piece);
  return found;
}

/** A text as the messages of one way out. */
export const rendered = (text: string, { dialect, limit }: Form): string[] => split(neutralised(text, dialect), limit);
