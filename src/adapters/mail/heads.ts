import libmime from 'libmime';
import { guessed } from './charset.ts';

/** The head of a mail or of one of its parts: values as they were written, by the name in small letters; the first one counts. */
export type Head = ReadonlyMap<string, string>;

const MOST_LINES = 2000;

/** Reads a head by its bytes: some programs write names in GBK or UTF-8 as they are, which no decoder of words expects. */
export function headIn(bytes: Buffer): Head {
  const head = new Map<string, string>();
  let last = '';
  for (const line of linesOf(bytes).slice(0, MOST_LINES)) {
    const text = guessed(line);
    if (/^[ \t]/.test(text)) {
      if (last !== '') head.set(last, `${head.get(last)} ${text.trim()}`);
      continue;
    }
    const colon = text.indexOf(':');
    const name = text.slice(0, colon).trim().toLowerCase();
    last = colon > 0 && !head.has(name) ? name : '';
    if (last !== '') head.set(last, text.slice(colon + 1).trim());
  }
  return head;
}

function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(0x0a, from);
    const until = end < 0 ? bytes.length : end;
    const line = bytes.subarray(from, bytes[until - 1] === 0x0d ? until - 1 : until);
    if (line.length > 0) lines.push(line);
    from = until + 1;
  }
  return lines;
}

/** Words of RFC 2047, also next to one another, in quotes, or cut in the middle of a character. */
export function inWords(value: string): string {
  try {
    return libmime.decodeWords(value.replace(/\?=\s+=\?/g, '?= =?')).trim();
  } catch {
    return value.trim();
  }
}

/** What the Date header says, as an ISO instant; empty when it says none. */
export function instantIn(head: Head): string {
  const at = new Date(head.get('date')?.replace(/\([^)]*\)/g, '') ?? '');
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
}

export interface Person {
  name: string;
  /** In small letters; empty when there is none. */
  address: string;
}

/** The first person of a From header. */
export function personIn(value: string): Person {
  const angled = /<\s*([^<>\s]+@[^<>\s]+)\s*>/.exec(value);
  const bare = /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/.exec(value);
  const address = (angled?.[1] ?? bare?.[0] ?? '').toLowerCase();
  const before = angled ? value.slice(0, angled.index) : (/\(([^)]*)\)/.exec(value)?.[1] ?? '');
  return { name: inWords(before.trim().replace(/^"(.*)"$/, '$1')).replace(/^"(.*)"$/, '$1'), address };
}

/** What a header such as Content-Type says, with its parameters decoded by RFC 2231 or, as many programs do, by RFC 2047. */
export function parametersIn(value: string): { value: string; params: Record<string, string> } {
  const read = libmime.parseHeaderValue(value);
  const params: Record<string, string> = {};
  for (const [name, written] of Object.entries(read.params))
    params[name] = read.decodedParams?.includes(name) ? String(written) : inWords(String(written));
  return { value: read.value.trim().toLowerCase(), params };
}
