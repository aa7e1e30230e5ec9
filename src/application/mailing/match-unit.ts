import { withoutExtension } from '../../domain/formats.ts';
import { nameInside } from '../../domain/packed.ts';
import type { Tongue } from '../language/reading.ts';
import { withoutTitles } from '../words/titles.ts';
import type { LetterRead } from './letter-read.ts';
import type { Way } from './matched.ts';

export interface UnitMatched {
  unitId: string;
  units: string[];
  by?: Way;
}

const unique = (ids: string[]) => [...new Set(ids)];

/** Units that a text names for certain; several where it may mean several (侯马). */
export function unitsNamed(tongue: Pick<Tongue, 'units'>, text: string): { sure: string[]; maybe: string[] } {
  const mentions = tongue.units.find(withoutTitles(text), undefined, true);
  return {
    sure: unique(mentions.flatMap(({ ids }) => (ids.length === 1 ? ids : []))),
    maybe: unique(mentions.flatMap(({ ids }) => (ids.length > 1 ? ids : []))),
  };
}

/**
 * Whose mail it is. `known`: units for which mails from this address were confirmed. A known address whose subject, files or sheets name
 * another unit is asked; so is whatever names two. The words of the text decide only where nothing else names a unit.
 */
export function matchUnit(
  tongue: Pick<Tongue, 'units'>,
  { name, subject, text, files, rows, forms }: LetterRead,
  known: readonly string[],
): UnitMatched {
  const found = (texts: string[]) => {
    const each = texts.map((one) => unitsNamed(tongue, one));
    return { sure: unique(each.flatMap(({ sure }) => sure)), maybe: unique(each.flatMap(({ maybe }) => maybe)) };
  };
  const ways: [Way, ReturnType<typeof found>][] = [
    ['subject', found([subject])],
    ['file', found(files.map((file) => withoutExtension(nameInside(file.name)).replace(/[-_—－＿+]/g, ' ')))],
    ['sheet', found(rows.map(({ unit = '' }) => unit))],
    ['form', found(forms)],
  ];
  const named = unique(ways.flatMap(([, { sure }]) => sure));
  const maybe = unique(ways.flatMap(([, one]) => one.maybe));
  const [only] = known.length === 1 ? known : [];
  if (only !== undefined && named.every((id) => id === only) && (maybe.length === 0 || maybe.includes(only)))
    return { unitId: only, units: [], by: 'known' };
  const wayOf = (id: string) => ways.find(([, { sure }]) => sure.includes(id))?.[0] ?? 'subject';
  const fitting = named.filter((id) => known.length === 0 || known.includes(id));
  if (named.length === 1 && fitting.length === 1) {
    const [unitId = ''] = fitting;
    const sender = found([name]).sure;
    // Whoever signs as another unit may have passed it on, or have written the wrong one.
    if (known.length > 0 || sender.length === 0 || sender.includes(unitId))
      return { unitId, units: [], by: wayOf(unitId) };
    return { unitId: '', units: unique([unitId, ...sender]) };
  }
  const several = unique([...known, ...named, ...maybe]);
  if (several.length > 0) {
    const narrowed =
      named.length === 0 && maybe.length > 0 ? found([name, text]).sure.filter((id) => maybe.includes(id)) : [];
    if (narrowed.length === 1 && known.length === 0) return { unitId: narrowed[0] as string, units: [], by: 'sender' };
    return { unitId: '', units: several };
  }
  for (const [way, said] of [
    ['sender', name],
    ['body', text],
  ] as const) {
    const { sure, maybe: open } = found([said]);
    if (sure.length === 1) return { unitId: sure[0] as string, units: [], by: way };
    if (sure.length + open.length > 1) return { unitId: '', units: unique([...sure, ...open]) };
  }
  return { unitId: '', units: [] };
}
