import type { Campaign } from '../../domain/campaign.ts';
import type { Finding } from '../../domain/findings.ts';
import type { Say } from '../words/words.ts';

/** One finding as a sentence: its numbers, with ids replaced by the names that people use. */
export function findingSentence({ say, campaign }: { say: Say; campaign: Campaign }, finding: Finding): string {
  const category = (id: string) =>
    campaign.categories.find((one) => one.id === id) ?? { name: id, short: id, measure: '' };
  const unit = (id: string) => campaign.units.find((one) => one.id === id)?.short ?? id;
  const list = (entries: readonly (string | number)[]) => entries.join(say('findings.separator'));
  switch (finding.kind) {
    case 'column-total': {
      const { name, measure } = category(finding.category);
      return say('findings.column-total', { ...finding, category: name, measure });
    }
    case 'grand-total':
      return say('findings.grand-total', finding);
    case 'surplus-cells':
      return say('findings.surplus-cells', {
        clause: finding.clause,
        groups: grouped(finding.rows, ({ cells }) => cells.join(' ')).map((rows) => ({
          rows: list(runs(rows.map(({ row }) => row))),
          units: list(rows.map((row) => unit(row.unit))),
          width: rows[0]?.cells.length,
          cells: list(rows[0]?.cells ?? []),
        })),
        total: finding.total.length > 0 ? [{ width: finding.total.length, cells: list(finding.total) }] : [],
        computed: list(finding.computed),
      });
    case 'missing-cells': {
      const names = (ids: string[]) => list(ids.map((id) => category(id).short));
      return say('findings.missing-cells', {
        clause: finding.clause,
        rows: finding.rows.map((row) => ({ row: row.row, unit: unit(row.unit), missing: names(row.missing) })),
        total: finding.total.length > 0 ? [{ missing: names(finding.total) }] : [],
      });
    }
    case 'unit-without-row': {
      const name = campaign.units.find(({ id }) => id === finding.unit)?.name ?? finding.unit;
      return say('findings.unit-without-row', { unit: name, duty: finding.duty?.clause ?? '', clause: finding.clause });
    }
    case 'row-without-unit':
      return say('findings.row-without-unit', finding);
    case 'category-without-column':
      return say('findings.category-without-column', { ...finding, category: category(finding.category).name });
    case 'column-without-category':
      return say('findings.column-without-category', finding);
    case 'city-target': {
      const { name, measure } = category(finding.category);
      return say('findings.city-target', { ...finding, category: name, measure });
    }
    case 'shared-name': {
      const nameOf = finding.of === 'unit' ? unit : (id: string) => category(id).short;
      return say('findings.shared-name', {
        name: finding.name,
        owners: list(finding.owners.map(({ id }) => nameOf(id))),
      });
    }
    case 'remark':
      return say('findings.remark', finding);
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
