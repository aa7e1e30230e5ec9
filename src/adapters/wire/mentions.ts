const AT = '[@＠]';
/** What stands around a mention: blanks of any kind, and what cannot be seen. */
const GAP = '[\\s\\u200b-\\u200f\\u2060\\ufeff]';
const LEADING_OTHER = new RegExp(`^${AT}[^\\s@＠/／]+(?:${GAP}+|(?=[/／]))`, 'u');
const TRAILING_OTHER = new RegExp(`${GAP}+${AT}[^\\s@＠《》〈〉“”"'「」]+$`, 'u');
const QUOTED = /《[^》]*》|〈[^〉]*〉|“[^”]*”|"[^"]*"|「[^」]*」/gu;

export type MentionStripper = (text: string) => string;

/**
 * Takes the mentions of the bot out of a group's text (docs/protocol-wecom.md, section 5.3): there is no list of
 * mentions, they stand in the text as typed. The names of the settings are known first, then any leading `@somebody `;
 * never inside a title.
 */
export function mentionStripper(names: string[]): MentionStripper {
  const known = [...names]
    .filter((name) => name.trim() !== '')
    .sort((a, b) => b.length - a.length)
    .map((name) => name.trim().normalize('NFKC').split(/\s+/).map(literal).join(`${GAP}+`))
    .join('|');
  const own = known === '' ? '(?!)' : `${AT}${GAP}*(?:${known})`;
  const leading = new RegExp(`^${own}${GAP}*`, 'iu');
  const trailing = new RegExp(`${GAP}*${own}$`, 'iu');
  const anywhere = new RegExp(`${GAP}*${own}${GAP}*`, 'iu');

  return (text) => {
    let rest = trimmed(text);
    let found = false;
    for (;;) {
      const match = leading.exec(rest) ?? LEADING_OTHER.exec(rest);
      if (!match) break;
      found = true;
      rest = trimmed(rest.slice(match[0].length));
    }
    const tail = trailing.exec(rest) ?? (found ? null : TRAILING_OTHER.exec(rest));
    if (tail) return trimmed(rest.slice(0, tail.index));
    return found ? rest : withoutFirst(rest, anywhere);
  };
}

/** Titles are blanked, not cut out, so that positions stay. */
function withoutFirst(text: string, mention: RegExp): string {
  const match = mention.exec(text.replace(QUOTED, (title) => '《'.padEnd(title.length, '_')));
  if (!match) return text;
  return trimmed(`${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`);
}

const trimmed = (text: string): string => text.replace(new RegExp(`^${GAP}+|${GAP}+$`, 'gu'), '');
const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('/', '\\/');
