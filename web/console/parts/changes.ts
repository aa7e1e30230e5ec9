import { dateTime } from '../../shared/time.ts';
import { categoryShort, fieldWord, stateWord, unitShort } from '../me.ts';
import { sayOf } from '../words.ts';
import { INNER } from './inner-keys.ts';

/** What one record of the audit says of one thing: as it was, as it is; empty for nothing. */
export interface Change {
  label: string;
  was: string;
  now: string;
}

/** What changed between two recorded states, or all of the one that there is, under the names that people know. */
export function changesOf(before: unknown, after: unknown): Change[] {
  const [old, fresh] = [flat(before), flat(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .map((label) => ({ label, was: old.get(label) ?? '', now: fresh.get(label) ?? '' }))
    .filter(({ was, now }) => was !== now);
}

function flat(state: unknown): Map<string, string> {
  const found = new Map<string, string>();
  if (Array.isArray(state)) return found.set(sayOf('audit.of', 'list'), state.map(inOneLine).join('；'));
  for (const [key, value] of Object.entries((state as object | null) ?? {})) {
    if (INNER.has(key)) continue;
    if (key === 'fields')
      for (const [field, text] of Object.entries(value ?? {})) found.set(fieldWord(field), inWords(field, text));
    else found.set(sayOf('audit.of', key), inWords(key, value));
  }
  return found;
}

const inOneLine = (value: unknown): string =>
  value !== null && typeof value === 'object'
    ? [...flat(value)].map(([label, text]) => `${label} ${text}`).join('，')
    : String(value);

/** Of what a value is the id is known by its key. */
function inWords(key: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  if (Array.isArray(value)) return value.map((one) => inWords(key, one)).join('、');
  if (typeof value === 'object') return 'name' in value ? String(value.name) : inOneLine(value);
  const text = String(value);
  if (/^unit(Ids?)?$/.test(key)) return unitShort(text);
  if (key === 'role') return sayOf('role', text);
  if (key === 'kind') return sayOf('audit.kinds', text);
  if (key === 'category' || key === 'categories' || key === 'categoryIds') return categoryShort(text);
  if (key === 'state') return stateWord(text);
  if (typeof value === 'boolean') return sayOf('audit.is', text);
  return /^\d{4}-\d\d-\d\dT/.test(text) ? dateTime(text) : text;
}
