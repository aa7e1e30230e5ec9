import { createHash } from 'node:crypto';

/** Platforms let these stand raw, which JSON forbids (docs/protocol-wecom.md, section 4.7). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are meant
const CONTROL = /[\x00-\x08\x0b-\x1f]/g;

/** Reads what a platform wrote as JSON; undefined when it is none. Never throws. */
export function readJson(text: string): unknown {
  const clean = text.replace(CONTROL, '');
  // A line end or a tab between two values is allowed, one within a string is not.
  return parsed(clean) ?? (/[\t\n]/.test(clean) ? parsed(clean.replace(/[\t\n]/g, ' ')) : undefined);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export type Fields = Record<string, unknown>;

/**
 * Comes as an object, or as one written out in a string (docs/protocol-dingtalk.md, section 3.2, and
 * docs/protocol-wecom.md, section 4.2); what is neither has no fields.
 */
export function fieldsOf(value: unknown): Fields {
  const read = typeof value === 'string' ? readJson(value) : value;
  return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Fields) : {};
}

/** The fields of each of a list, which may be written out in a string too. */
export function listOf(value: unknown): Fields[] {
  const read = typeof value === 'string' ? readJson(value) : value;
  return Array.isArray(read) ? read.map(fieldsOf) : [];
}

/** The first of these fields that is a text or a number; a number as text. Empty when there is none. */
export function wordIn(fields: Fields, ...names: string[]): string {
  const found = names.map((name) => fields[name]).find((value) => ['string', 'number'].includes(typeof value));
  return found === undefined ? '' : String(found);
}

/** Stands in for the id of a message that came without one: the same frame again has the same. */
export const fingerprintOf = (...said: unknown[]): string =>
  `none-${createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 40)}`;
