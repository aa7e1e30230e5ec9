import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { StartRefused } from '../application/start-refused.ts';

/**
 * The settings of `.env` in the folder; undefined without one. A line that a Chinese keyboard wrote (`PORT＝3000`, `ＰＯＲＴ：３０００`) is
 * read as it was meant. Throws `StartRefused` for a file that cannot be read, and for lines that say nothing.
 */
export function readEnvFile(root: string): Record<string, string> | undefined {
  const file = path.join(root, '.env');
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new StartRefused('env-file-unreadable', { file, reason: code }, error);
  }
  const { text, unread } = meant(textOf(bytes, file));
  if (unread.length > 0)
    throw new StartRefused('env-file-line', { file, lines: unread.slice(0, MOST_LINES).join('、') });
  return parseEnv(text) as Record<string, string>;
}

const MOST_LINES = 10;
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const CLOSING: Record<string, string> = { '"': '"', "'": "'", '`': '`', '“': '”', '‘': '’', '＂': '＂' };
const ASCII_QUOTES = '"\'`';

/** The lines as they were meant, and the numbers of those of which nobody can tell. */
function meant(text: string): { text: string; unread: number[] } {
  const unread: number[] = [];
  let open: string | undefined;
  const lines = text.split(/\r?\n/).map((line, index) => {
    // Within marks a value may go over several lines.
    if (open !== undefined) {
      if (line.includes(open)) open = undefined;
      return line;
    }
    const said = line.trim();
    if (said === '' || /^[#＃]/.test(said)) return said.replace(/^＃/, '#');
    const [, written = '', value = ''] = /^(?:export\s+)?([^=＝:：]*)[=＝:：](.*)$/s.exec(said) ?? [];
    const name = written.normalize('NFKC').trim();
    if (!NAME.test(name)) {
      unread.push(index + 1);
      return '';
    }
    const bare = unquoted(value.trim());
    const mark = bare[0] ?? '';
    if (ASCII_QUOTES.includes(mark) && mark !== '' && !bare.slice(1).includes(mark)) open = mark;
    return `${name}=${bare}`;
  });
  return { text: lines.join('\n'), unread };
}

/** Marks of a Chinese keyboard around a value become those that the parser knows. */
function unquoted(value: string): string {
  const closing = CLOSING[value[0] ?? ''];
  if (closing === undefined || ASCII_QUOTES.includes(value[0] ?? '') || !value.endsWith(closing)) return value;
  const inner = value.slice(1, -1);
  const mark = [...ASCII_QUOTES].find((one) => !inner.includes(one));
  return mark === undefined ? value : `${mark}${inner}${mark}`;
}

/**
 * Decodes the file without the mark (BOM) that Windows puts before UTF-8. What Windows calls “Unicode” or “ANSI” is no
 * UTF-8 and is refused.
 */
function textOf(bytes: Uint8Array, file: string): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  throw new StartRefused('env-file-not-utf8', { file });
}
