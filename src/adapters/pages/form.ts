import { categoryOf, unitOf } from '../../application/words/lexicons.ts';
import { labelOf } from '../../application/words/vocabulary.ts';
import { type Entry, entryByNumber } from '../../application/works/entries.ts';
import type { Page } from '../../application/works/pages.ts';
import { lackingFields } from '../../application/works/said.ts';
import type { Category, CategoryKind } from '../../domain/campaign.ts';
import { FIELDS, type FieldId, fieldsOf } from '../../domain/field.ts';
import { beijingDayAndTime } from '../../domain/time.ts';
import type { turnOf } from './visit.ts';

type Reader = ReturnType<typeof turnOf>;

/** One line to fill in. */
export interface Asked {
  id: string;
  label: string;
  must: boolean;
  day: boolean;
  /** What it is for, told below. */
  note?: string;
  /** What stands there already. */
  value?: string;
  /** What is proposed; anything else may be written. */
  options?: string[];
}

export interface CategoryAsked {
  id: string;
  name: string;
  rules: string[];
  /** The title among them, where it is not known. */
  fields: Asked[];
  /** Without a file: `must` nothing can be handed in, `link` an address stands for it, `may` nothing is missing. */
  files: 'must' | 'link' | 'may';
  /** What several files are, where that is asked: first what they usually are. */
  several?: 'one' | 'each';
}

/** What a page asks besides the files. */
export interface Form {
  heading: string;
  /** What is known already, as lines. */
  known: string[];
  /** One: nobody is asked. None: the entry has its category already. */
  categories: CategoryAsked[];
  /** Whether the files join those of an entry or take their place is asked; undefined: it is not. */
  how: 'add' | 'replace' | undefined;
  /** What the page calls handing in; left out, it is a report. */
  words?: { button: string; done: string; again: string };
}

/** Each needs another way to tell what it is. */
const NOT_ASKED: readonly FieldId[] = ['title', 'platform', 'code', 'category', 'note'];
/** People are registered in the chat, not by a file. */
const BY_FILES: readonly CategoryKind[] = ['work', 'event', 'report'];

export async function formOf(turn: Reader, page: Page): Promise<Form> {
  const { say, campaign } = turn;
  const entry = page.number === null ? undefined : await entryByNumber(turn, page.number);
  const counted = entry?.state === 'received' || entry?.state === 'returned';
  const fixed =
    page.categoryIds.length === 0 ? campaign.categories : page.categoryIds.map((id) => categoryOf(turn, id));
  const open = fixed.filter(({ kind }) => BY_FILES.includes(kind));
  const title = entry?.title || page.title;
  return {
    heading: say('upload.heading', {
      ...{ unit: page.unitId === '' ? '' : unitOf(turn, page.unitId).short, title },
      category: page.categoryIds.length === 1 ? (open[0]?.short ?? '') : '',
      number: entry?.number ?? '',
    }),
    known: [campaign.name, say('upload.open-until', { until: beijingDayAndTime(page.expiresAt), by: turn.actor.name })],
    categories: open.map((category) => askedFor(turn, category, counted ? undefined : { title, entry })),
    how: counted ? (entry.state === 'returned' ? 'replace' : 'add') : undefined,
  };
}

/** `lacks`: what is known of an entry that is not complete; undefined: nothing more is asked. */
function askedFor(turn: Reader, category: Category, lacks: { title: string; entry: Entry | undefined } | undefined) {
  const { id, name, kind, rules, linkSuffices, manyFiles } = category;
  const must = new Set<string>(lackingFields(kind, {}));
  const told = lacks?.entry?.fields ?? {};
  const fields: FieldId[] = lacks ? fieldsOf(kind).filter((one) => isAsked(one, category) && !told[one]) : [];
  const untitled = lacks?.title === '' && kind !== 'report';
  return {
    id,
    name,
    rules: rules.map(({ text, clause }) => turn.say('upload.rule', { text, clause })),
    fields: [...(untitled ? (['title'] as const) : []), ...fields].map((one) => ({
      id: one,
      label: labelOf(turn, one),
      must: one === 'title' || must.has(one),
      day: FIELDS[one].kind === 'day',
      ...(one === 'link' && { note: turn.say('upload.link-note', { files: kind === 'event' }) }),
    })),
    files: kind === 'event' ? ('may' as const) : linkSuffices && lacks ? ('link' as const) : ('must' as const),
    ...(untitled && kind === 'work' && !lacks?.entry && { several: manyFiles ? ('one' as const) : ('each' as const) }),
  };
}

/** An address is asked for where it stands for the files, or tells more of an event. */
const isAsked = (field: FieldId, { kind, linkSuffices }: Category): boolean =>
  !NOT_ASKED.includes(field) && (field !== 'link' || kind === 'event' || linkSuffices);
