import { type Labels, readArguments } from './form.ts';
import { withoutOrdinals } from './many-titles.ts';

/** What is said of one of several works: `《春》 作者:李明`. */
export interface WorkLine {
  title: string;
  fields: Record<string, string>;
}

/** `head`: what stands in front of the list, of all of them. `found`: so many lines, which are not as many as there are works. */
export type WorkLines = { head: string; works: WorkLine[] } | { found: number } | undefined;

/**
 * A title with its author a line, for each of so many works (`count` undefined: for as many as are named). A list of titles alone is none
 * of these, nor is a form, whose lines have no title each.
 */
export function workLines(written: string, labels: Labels, count: number | undefined): WorkLines {
  const lines = written
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [first = '', ...behind] = lines;
  const listed = count === lines.length ? { head: '', lines } : { head: first, lines: behind };
  const works = withoutOrdinals(listed.lines).map((line) => workLine(line, labels));
  const whole = works.filter(({ title, fields }) => title !== '' && Object.keys(fields).length > 0);
  if (count !== undefined && works.length !== count) {
    const marked = lines.filter((line) => line.includes('《'));
    const saysMore = marked.some((line) => Object.keys(workLine(line, labels).fields).length > 0);
    return marked.length > 1 && saysMore ? { found: marked.length } : undefined;
  }
  if (works.length < 2 || whole.length === 0 || works.some(({ title }) => title === '')) return undefined;
  return { head: listed.head, works };
}

function workLine(line: string, labels: Labels): WorkLine {
  const { title, head, fields } = readArguments(line, labels);
  const { title: _, ...others } = fields;
  return { title: title ?? head, fields: others };
}
