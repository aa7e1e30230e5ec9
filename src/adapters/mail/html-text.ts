/** Tags after which a new line begins. */
const BREAKS = new Set(['br', 'p', 'div', 'tr', 'li', 'h1', 'h2', 'h3', 'h4', 'table', 'blockquote', 'hr', 'ul', 'ol']);
/** Tags whose content nobody reads. */
const SILENT = new Set(['style', 'script', 'head', 'title', 'template', 'svg']);
const ENTITIES: Record<string, string> = {
  nbsp: ' ',
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  ensp: ' ',
  emsp: ' ',
};

export interface HtmlText {
  text: string;
  /** Where its links lead. Nothing is ever fetched. */
  links: string[];
}

/** The words of HTML; what is quoted gets `>` before each line. One pass, so that no nonsense takes long. */
export function textOfHtml(html: string): HtmlText {
  const links: string[] = [];
  let text = '';
  let quoted = 0;
  let at = 0;
  const say = (piece: string) => {
    text += piece;
  };
  while (at < html.length) {
    const open = html.indexOf('<', at);
    say(entitiesIn(html.slice(at, open < 0 ? html.length : open).replace(/\s+/g, ' ')));
    if (open < 0) break;
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open);
      if (end < 0) break;
      at = end + 3;
      continue;
    }
    const end = html.indexOf('>', open);
    if (end < 0) break;
    const [, closing = '', name = ''] = /^<(\/?)([a-zA-Z][a-zA-Z0-9]*)/.exec(html.slice(open, open + 20)) ?? [];
    const tag = name.toLowerCase();
    at = end + 1;
    if (SILENT.has(tag) && closing === '') {
      const close = indexOfClose(html, tag, at);
      if (close < 0) break;
      at = close;
      continue;
    }
    if (tag === 'blockquote') quoted = Math.max(0, quoted + (closing === '' ? 1 : -1));
    if (BREAKS.has(tag)) say(quoted > 0 ? '\n> ' : '\n');
    if (tag === 'td' || tag === 'th') say(' ');
    if (tag === 'a' && closing === '') {
      const [, , href = ''] =
        /\shref\s*=\s*("|')?([^"'\s>]+)/i.exec(html.slice(open, Math.min(end, open + 2000))) ?? [];
      if (/^https?:\/\//i.test(href)) links.push(entitiesIn(href));
    }
  }
  return {
    text: text
      .replace(/[ \t]+\n/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    links,
  };
}

function indexOfClose(html: string, tag: string, from: number): number {
  for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2))
    if (html.slice(at + 2, at + 2 + tag.length).toLowerCase() === tag) return at;
  return -1;
}

const entitiesIn = (text: string): string =>
  text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '';
  });
