import type { Sheet, SheetLine } from '../sheet.ts';
import type { Judging, Listed } from './listed.ts';
import { isFilledIn, listed } from './values.ts';
import { type Meaning, meaningOf, type RosterField, type RosterWords, rosterFields } from './words.ts';

type Said = Record<RosterField, string>;

/** A label with the cells that follow it up to the next one. */
interface Labelled {
  row: number;
  hidden: boolean;
  meaning: Meaning;
  values: { column: number; text: string }[];
}

/**
 * People in forms: the label left of each value, somebody's name beginning the next form. Columns of values beside one column of
 * labels are one person each. Undefined: the sheet is no form.
 */
export function formsIn(sheet: Sheet, judging: Judging): Listed[] | 'identity' | undefined {
  const labels = sheet.rows.flatMap((line) => labelsIn(line, judging));
  if (labels.some(({ meaning, values }) => meaning === 'identity' && values.some(({ text }) => isFilledIn(text))))
    return 'identity';
  const known = labels.filter(({ meaning, values }) => isField(meaning, judging.words) && values.length > 0);
  const forms: Labelled[][] = [];
  for (const label of known) {
    if (label.meaning === 'name') forms.push([label]);
    else forms.at(-1)?.push(label);
  }
  const people = forms.flatMap((form) => peopleOf(sheet, form, judging));
  const told = people.filter(({ fields, fault }) => fields.workplace !== undefined || fault === 'card');
  return told.length > 0 ? people : undefined;
}

const isField = (meaning: Meaning, words: RosterWords): boolean => rosterFields(words).includes(meaning);

function labelsIn({ row, hidden, cells }: SheetLine, { words }: Judging): Labelled[] {
  const labels: Labelled[] = [];
  cells.forEach((cell, column) => {
    if (cell === '') return;
    const [, before = '', behind = ''] = /^([^:\uff1a]{1,12})[:\uff1a]\s*(\S[\s\S]*)$/.exec(cell) ?? [];
    const inside = before === '' ? undefined : meaningOf(before, words, true);
    const meaning = inside ?? meaningOf(cell, words, true);
    if (meaning === undefined) labels.at(-1)?.values.push({ column, text: cell });
    else labels.push({ row, hidden, meaning, values: inside ? [{ column, text: behind }] : [] });
  });
  return labels;
}

function peopleOf(sheet: Sheet, form: readonly Labelled[], judging: Judging): Listed[] {
  const [name] = form;
  if (!name) return [];
  const place = { sheet: sheet.name, row: name.row, hidden: name.hidden };
  const cells = form.flatMap(({ values }) => values.map(({ text }) => text));
  const columns = name.values.map(({ column }) => column);
  const workplace = form.find(({ meaning }) => meaning === 'workplace');
  const apart = columns.length > 1 && columns.every((column) => workplace?.values.some((one) => one.column === column));
  if (!apart)
    return [
      listed(
        place,
        said(form, judging, ({ values }) => values.map(({ text }) => text).join(' ')),
        cells,
        judging,
      ),
    ];
  return columns.map((column) => {
    const own = said(form, judging, ({ values }) => values.find((one) => one.column === column)?.text ?? '');
    return listed(place, own, Object.values(own), judging);
  });
}

/** What the first label of each kind says. */
function said(form: readonly Labelled[], { words }: Judging, valueIn: (label: Labelled) => string): Said {
  const found: Said = {};
  for (const label of form) if (isField(label.meaning, words)) found[label.meaning] ??= valueIn(label);
  return found;
}
