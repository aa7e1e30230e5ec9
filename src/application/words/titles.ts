const BRACKETS: Record<string, string> = { '《': '》', '“': '”', '"': '"', '「': '」', '〈': '〉', '＂': '＂' };
const OPENING = Object.keys(BRACKETS).join('');

/** A title in marks, and where it stands with them; without a closing mark it goes to the end of the line. */
export function quotedTitle(text: string): { title: string; start: number; end: number } | undefined {
  const start = text.search(new RegExp(`[${OPENING}]`, 'u'));
  if (start < 0) return undefined;
  const close = BRACKETS[text[start] as string] as string;
  const end = text.lastIndexOf(close);
  if (end > start) return { title: bareTitle(text.slice(start + 1, end)), start, end: end + 1 };
  const line = /^[^\n]*/.exec(text.slice(start + 1))?.[0] ?? '';
  return { title: line, start, end: start + 1 + line.length };
}

/** A title without the marks around it, however many: 《《光影》》 is 光影. */
export function bareTitle(written: string): string {
  const text = written.trim();
  const close = BRACKETS[text[0] ?? ''];
  const inner = text.slice(1, -1);
  const whole =
    close !== undefined && text.length > 2 && text.endsWith(close) && !inner.includes(close === text[0] ? close : '》');
  const nested = close !== undefined && close !== text[0] && text.length > 4 && inner.startsWith(text[0] as string);
  return whole || (nested && text.endsWith(close.repeat(2))) ? bareTitle(inner) : text;
}

/** The same text with what stands in title marks blanked, so that nothing in a title is read for something else. */
export const withoutTitles = (text: string): string =>
  text.replace(/《{1,3}[^》]{0,200}》{1,3}|“[^”]{0,200}”|「[^」]{0,200}」/g, (title) => ' '.repeat(title.length));
