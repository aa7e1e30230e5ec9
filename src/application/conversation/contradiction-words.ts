import type { Campaign } from '../../domain/campaign.ts';
import type { Contradiction } from '../../domain/contradictions.ts';
import type { Say } from '../words/words.ts';

/** One contradiction as a sentence: its numbers, with ids replaced by the names that people use. */
export function contradictionSentence(
  { say, campaign }: { say: Say; campaign: Campaign },
  contradiction: Contradiction,
): string {
  const category = (id: string) =>
    campaign.categories.find((one) => one.id === id) ?? { name: id, short: id, measure: '' };
  const unit = (id: string) => campaign.units.find((one) => one.id === id)?.short ?? id;
  const list = (entries: readonly (string | number)[]) => entries.join(say('findings.separator'));
  switch (contradiction.kind) {
    case 'column-total': {
      const { name, measure } = category(contradiction.category);
      return say('findings.column-total', { ...contradiction, category: name, measure });
    }
    case 'grand-total':
      return say('findings.grand-total', contradiction);
    case 'surplus-cells':
      return say('findings.surplus-cells', {
        clause: contradiction.clause,
        groups: grouped(contradiction.rows, ({ cells }) => cells.join(' ')).map((rows) => ({
          rows: list(runs(rows.map(({ row }) => row))),
          units: list(rows.map((row) => unit(row.unit))),
          width: rows[0]?.cells.length,
          cells: list(rows[0]?.cells ?? []),
        })),
        total:
          contradiction.total.length > 0
            ? [{ width: contradiction.total.length, cells: list(contradiction.total) }]
            : [],
        computed: list(contradiction.computed),
      });
    case 'missing-cells': {
      const names = (ids: string[]) => list(ids.map((id) => category(id).short));
      return say('findings.missing-cells', {
        clause: contradiction.clause,
        rows: contradiction.rows.map((row) => ({ row: row.row, unit: unit(row.unit), missing: names(row.missing) })),
        total: contradiction.total.length > 0 ? [{ missing: names(contradiction.total) }] : [],
      });
    }
    case 'unit-without-row': {
      const name = campaign.units.find(({ id }) => id === contradiction.unit)?.name ?? contradiction.unit;
      return say('findings.unit-without-row', {
        unit: name,
        duty: contradiction.duty?.clause ?? '',
        clause: contradiction.clause,
      });
    }
    case 'row-without-unit':
      return say('findings.row-without-unit', contradiction);
    case 'category-without-column':
      return say('findings.category-without-column', {
        ...contradiction,
        category: category(contradiction.category).name,
      });
    case 'column-without-category':
      return say('findings.column-without-category', contradiction);
    case 'city-target': {
      const { name, measure } = category(contradiction.category);
      return say('findings.city-target', { ...contradiction, category: name, measure });
    }
    case 'shared-name': {
      const nameOf = contradiction.of === 'unit' ? unit : (id: string) => category(id).short;
      return say('findings.shared-name', {
        name: contradiction.name,
        owners: list(contradiction.owners.map(({ id }) => nameOf(id))),
      });
    }
    case 'remark':
      return say('findings.remark', contradiction);
  }
}

/** 11, 12, 13, 15 → 11—13, 15 */
function runs(numbers: number[]): string[] {
  const found: [from: number, to: number][] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from}—${to}`));
}

/** Entries of the same key, together in the order of the first. */
export function grouped<T>(entries: T[], keyOf: (entry: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return [...groups.values()];
}
