import { neutralised } from '../wire/markup.ts';
import { split } from '../wire/split.ts';

/**
 * Bytes of one message as it stands on the wire, JSON in JSON: less than the 15,000 of `msgParam` and the 20,000 of a
 * webhook (docs/protocol-dingtalk.md, sections 4.2, 4.3 and 4.8), and about what a phone shows without folding.
 */
const LIMIT = 12_000;
const LONGEST_TITLE = 20;
const BREAK = '  \n';

export interface Rendered {
  /** What a notification and a list of chats show. */
  title: string;
  /** Markdown as 钉钉 reads it. */
  text: string;
}

/**
 * A text as messages in 钉钉's markdown: a line end alone is a blank there, tables are not drawn, and what people wrote
 * must not become markup or a mention (docs/protocol-dingtalk.md, section 4.2). The same for every way out, so that one
 * can go on where another stopped.
 */
export const rendered = (text: string): Rendered[] =>
  split(neutralised(tablesAsLines(text), 'markdown', withoutMentions), LIMIT, bytesOf).map((part) => ({
    title: titleOf(part),
    text: part.replaceAll('\n', BREAK),
  }));

const bytesOf = (text: string): number => {
  const written = JSON.stringify(JSON.stringify(text.replaceAll('\n', BREAK)));
  return Buffer.byteLength(written) - JSON.stringify('""').length;
};

/** `@` stays in a mail address. */
const withoutMentions = (text: string): string => text.replace(/(?<![\w.+-])@|@(?![\w-]+\.[\w-])/g, '＠');

function titleOf(part: string): string {
  const [first = ''] = part.replace(/^\(\d+\/\d+\)\n/, '').split('\n');
  const characters = [...first.replace(/\u200b/g, '').trim()];
  return characters.length > LONGEST_TITLE ? `${characters.slice(0, LONGEST_TITLE).join('')}…` : first.trim();
}

const ROW = /^\s*\|(.+)\|\s*$/;
const RULE = /^[\s|:-]+$/;

/** `| a | b |` as `a　b`; the line under a head goes. */
function tablesAsLines(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const cells = ROW.exec(line)?.[1]
        ?.split('|')
        .map((cell) => cell.trim());
      if (!cells || cells.length < 2) return [line];
      return RULE.test(line) ? [] : [cells.filter((cell) => cell !== '').join('\u3000')];
    })
    .join('\n');
}

/**
 * A mention shows and rings only where it stands in the text and in the list (docs/protocol-dingtalk.md, section 4.2).
 */
export const withMentions = (text: string, staffIds: string[]): string =>
  staffIds.length === 0 ? text : `${text}${BREAK}\n${staffIds.map((id) => `@${id}`).join(' ')}`;
