import type { Post, Table } from '../../application/message.ts';
import { type Dialect, neutralised } from '../wire/markup.ts';
import { split } from '../wire/split.ts';

export interface Form {
  /** `markdown` is markdown_v2 of the bot. */
  dialect: Dialect;
  /** Bytes of UTF-8 in one message (docs/protocol-wecom.md, section 5.5). */
  limit: number;
}

/** A post's text as the messages of one way out; its table as such where that knows tables, and where it fits into one. */
export function rendered({ text, table }: Pick<Post, 'text' | 'table'>, { dialect, limit }: Form): string[] {
  const shown = table && dialect === 'markdown' ? withTable(text, table) : undefined;
  if (shown !== undefined && Buffer.byteLength(shown) <= limit) return [shown];
  return split(neutralised(text, dialect), limit);
}

/** Undefined when the lines of the table are no longer in the text as they were. */
function withTable(text: string, { head, rows, lines }: Table): string | undefined {
  const at = text.indexOf(lines);
  if (at < 0) return undefined;
  const [before, after] = [text.slice(0, at), text.slice(at + lines.length)];
  return [neutralised(before.trim(), 'markdown'), tableOf(head, rows), neutralised(after.trim(), 'markdown')]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The first column is names; the others are numbers. */
function tableOf(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => neutralised(cell, 'markdown')).join(' | ')} |`;
  return [
    line(head),
    `| ${head.map((_, index) => (index === 0 ? ':--' : '--:')).join(' | ')} |`,
    ...rows.map(line),
  ].join('\n');
}
