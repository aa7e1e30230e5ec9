import type { Campaign } from './campaign.ts';

/** What another file of the same campaign changes for people. */
export type CampaignChange =
  | { what: 'target'; unit: string; category: string; from: number | null; to: number | null }
  | { what: 'milestone'; name: string; from: string; to: string }
  | { what: 'rule-new' | 'rule-gone'; text: string }
  | { what: 'unit-new' | 'unit-gone' | 'category-new' | 'category-gone'; name: string }
  /** A part of the file by its name, of which nothing is told in particular. */
  | { what: 'part'; part: string };

const TOLD = ['units', 'categories', 'table', 'milestones', 'rules'];

/** What is changed, in the order of the file; nothing for two that say the same. */
export function changesBetween(before: Campaign, after: Campaign): CampaignChange[] {
  const parts = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof Campaign)[];
  const differing = parts.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]));
  const told = [
    ...listed(before.units, after.units, 'unit'),
    ...listed(before.categories, after.categories, 'category'),
    ...targets(before, after),
    ...milestones(before, after),
    ...rules(before, after),
  ];
  const others = differing.filter((part) => !TOLD.includes(part) || told.length === 0);
  return [...told, ...others.map((part) => ({ what: 'part' as const, part }))];
}

function listed(
  before: readonly { id: string; short: string }[],
  after: readonly { id: string; short: string }[],
  of: 'unit' | 'category',
): CampaignChange[] {
  const without = (list: typeof before, other: typeof before) =>
    list.filter(({ id }) => !other.some((one) => one.id === id)).map(({ short }) => short);
  return [
    ...without(after, before).map((name) => ({ what: `${of}-new` as const, name })),
    ...without(before, after).map((name) => ({ what: `${of}-gone` as const, name })),
  ];
}

const cellOf = ({ table }: Campaign, unitId: string, categoryId: string): number | null =>
  table.rows.find(({ unit }) => unit === unitId)?.cells[table.columns.indexOf(categoryId)] ?? null;

const targets = (before: Campaign, after: Campaign): CampaignChange[] =>
  after.units.flatMap(({ id: unitId, short: unit }) =>
    after.categories.flatMap(({ id, short: category }): CampaignChange[] => {
      const [from, to] = [cellOf(before, unitId, id), cellOf(after, unitId, id)];
      return from === to ? [] : [{ what: 'target', unit, category, from, to }];
    }),
  );

const whenOf = (one: Campaign['milestones'][number] | undefined): string =>
  [one?.day ?? one?.month ?? '', one?.time ?? ''].join(' ').trim();

const milestones = (before: Campaign, after: Campaign): CampaignChange[] =>
  [
    ...after.milestones,
    ...before.milestones.filter(({ id }) => !after.milestones.some((one) => one.id === id)),
  ].flatMap(({ id, name }): CampaignChange[] => {
    const [from, to] = [before, after].map(({ milestones: all }) => whenOf(all.find((one) => one.id === id)));
    return from === to ? [] : [{ what: 'milestone', name, from: from ?? '', to: to ?? '' }];
  });

const rulesOf = ({ rules: all, categories }: Campaign): string[] => [
  ...all.map(({ text }) => text),
  ...categories.flatMap(({ short, rules: own }) => own.map(({ text }) => `${short} ${text}`)),
];

function rules(before: Campaign, after: Campaign): CampaignChange[] {
  const [old, fresh] = [rulesOf(before), rulesOf(after)];
  return [
    ...fresh.filter((text) => !old.includes(text)).map((text) => ({ what: 'rule-new' as const, text })),
    ...old.filter((text) => !fresh.includes(text)).map((text) => ({ what: 'rule-gone' as const, text })),
  ];
}
