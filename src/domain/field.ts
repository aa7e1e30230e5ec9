import type { CategoryKind } from './campaign.ts';

/** How the words of a field are read: `day` is a day that is over, `count` a number of people that may be rough. */
export type FieldKind = 'text' | 'person' | 'phone' | 'link' | 'day' | 'count' | 'category';

export interface Field {
  kind: FieldKind;
  /** Tells of a person, or may: not said in a group. */
  personal: boolean;
  /** The kinds of categories whose entries have it. */
  in: readonly CategoryKind[];
}

/**
 * What an entry says besides its unit, its category and its files, in the order in which it is shown. `title` and `category` are
 * columns of their own, everything else is kept by these names. The Chinese label of each stands in `prompts/commands.yaml`.
 */
export const FIELDS = {
  title: { kind: 'text', personal: false, in: ['work', 'event', 'report'] },
  author: { kind: 'person', personal: true, in: ['work'] },
  authorUnit: { kind: 'text', personal: true, in: ['work'] },
  name: { kind: 'person', personal: true, in: ['ambassador'] },
  workplace: { kind: 'text', personal: true, in: ['ambassador'] },
  phone: { kind: 'phone', personal: true, in: ['work', 'ambassador'] },
  deeds: { kind: 'text', personal: true, in: ['ambassador'] },
  platform: { kind: 'text', personal: false, in: ['work'] },
  date: { kind: 'day', personal: false, in: ['event'] },
  company: { kind: 'text', personal: false, in: ['event'] },
  attendance: { kind: 'count', personal: false, in: ['event'] },
  form: { kind: 'text', personal: false, in: ['event'] },
  link: { kind: 'link', personal: false, in: ['work', 'event'] },
  code: { kind: 'text', personal: false, in: ['work'] },
  category: { kind: 'category', personal: false, in: ['work'] },
  note: { kind: 'text', personal: true, in: ['work', 'event', 'ambassador', 'report'] },
} as const satisfies Record<string, Field>;

export type FieldId = keyof typeof FIELDS;

/** In the table's order. */
export const FIELD_IDS = Object.keys(FIELDS) as FieldId[];

export const isField = (name: string): name is FieldId => Object.hasOwn(FIELDS, name);

/** The fields that entries of a kind have. */
export const fieldsOf = (kind: CategoryKind): FieldId[] =>
  FIELD_IDS.filter((id) => (FIELDS[id].in as readonly CategoryKind[]).includes(kind));

export const isPersonal = (name: string): boolean => isField(name) && FIELDS[name].personal;

/** What says a number, a day or a category, and no words that somebody chose: the figures rest on it. */
const FIGURES: readonly FieldKind[] = ['day', 'count', 'category'];

/** Fields that stay when the campaign's day of erasing has passed; all words go, as a name may stand in any of them. */
export const KEPT_FIELDS: readonly FieldId[] = FIELD_IDS.filter((id) => FIGURES.includes(FIELDS[id].kind));
