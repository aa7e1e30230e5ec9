import type { Intent, Interpretation, Slots } from './intents.ts';
import { readNumeral } from './numerals.ts';
import { type Reading, thingsOf, wordsOf } from './reading.ts';
import { runOnTitle } from './run-on-title.ts';
import { categoriesSaid } from './slots-names.ts';

/** What is asked or done of one entry. */
const OF_AN_ENTRY: readonly Intent[] = [
  ...(['query_item_status', 'query_receipt', 'query_duplicates', 'revise_submission'] as const),
  ...(['withdraw_submission', 'approve_submission', 'return_submission', 'refuse_unauthorized'] as const),
];
/** What may be meant of one category alone. */
const OF_A_CATEGORY: readonly Intent[] = [
  ...(['query_unit_progress', 'query_total_progress', 'query_missing_units', 'query_item_status'] as const),
  ...(['query_quota', 'query_rules', 'query_receipt', 'query_notice_issue', 'submit_work', 'zero_report'] as const),
  ...(['report_claim', 'dispute_count', 'mute_reminder', 'export_files', 'trigger_reminder'] as const),
];
/** A coordinator who names no unit means their own. */
const OF_ONES_OWN: readonly Intent[] = ['query_quota', 'export_files', 'configure_reminder', 'dispute_count'];

/** What is corrected, where the rule that fits reads too little or too much of it. */
function corrected(reading: Reading, slots: Slots): Slots {
  const { grammar } = reading.tongue;
  const { recategorised, counted_right: counted, after_new: after } = grammar.words;
  const moved = recategorised?.exec(reading.masked);
  const into = moved && thingsOf(reading, 'category').find(({ start }) => start === moved.index + moved[0].length);
  if (into?.ids?.length === 1) {
    const { old: _, target, ...rest } = slots;
    const last = typeof target === 'string' && target.startsWith('@last') ? '@last' : target;
    return { ...rest, ...(last !== undefined && { target: last }), field: 'category', new: into.ids[0] ?? '' };
  }
  if (slots.field === 'attendance') {
    const said = [...reading.said.matchAll(new RegExp(counted ?? '(?!)', 'giu'))].at(-1)?.groups?.n;
    const number = said === undefined ? undefined : readNumeral(said, grammar.raw.entities);
    return number === undefined ? slots : { ...slots, new: String(number) };
  }
  if (typeof slots.new !== 'string' || !after) return slots;
  const tidy = slots.new.replace(after, '');
  return tidy === '' ? without(slots, 'new') : { ...slots, new: tidy };
}

/** Fills in what the sentence says and the rule that fits does not read: which entry, which category, whose, what it is called. */
export function completed(reading: Reading, { intent, slots: said }: Interpretation): Interpretation {
  const slots = intent === 'revise_submission' ? corrected(reading, said) : said;
  const more: Slots = { ...slots };
  for (const [name, value] of Object.entries(found(reading, intent, slots))) more[name] ??= value;
  const own = onlyOwn(reading, more);
  return { intent, slots: own === undefined ? more : { ...without(more, 'unit_candidates'), unit: own } };
}

function found(reading: Reading, intent: Intent, slots: Slots): Slots {
  return {
    ...(OF_AN_ENTRY.includes(intent) && !('target' in slots) && entryPointedAt(reading)),
    ...(OF_A_CATEGORY.includes(intent) && !hasCategory(slots) && categoryNamed(reading)),
    ...(OF_ONES_OWN.includes(intent) && reading.who === 'county' && !hasUnit(slots) && { unit: '@self' }),
    ...(intent === 'submit_work' && !('title' in slots) && !('items' in slots) && runOnTitle(reading, slots)),
    ...(intent === 'submit_work' && !('author' in slots) && authorAfterTitle(reading)),
  };
}

/** Behind a title a mere name is the author's: 《灯》，纺织厂 李建国拍的. */
function authorAfterTitle({ said, ...reading }: Reading): Slots {
  const title = thingsOf({ said, ...reading }, 'title').at(-1);
  const { before_author: before, after_author: after, person_name: person } = reading.tongue.grammar.words;
  if (!title || !before || !after || !person) return {};
  const pieces = said.slice(title.end).split(/[，,。；;、\s]+/);
  const names = pieces.map((piece) => piece.replace(before, '').replace(after, ''));
  const author = names.slice(0, MOST_PIECES).find((name) => person.test(name));
  return author === undefined ? {} : { author };
}

/** An author further behind is somebody else. */
const MOST_PIECES = 4;

const hasUnit = (slots: Slots): boolean => ['unit', 'units', 'unit_candidates', 'scope'].some((name) => name in slots);

/** `@last:photo` names the category as well. */
const hasCategory = ({ target, ...slots }: Slots): boolean =>
  ['category', 'category_candidates', 'items', 'categories'].some((name) => name in slots) ||
  (typeof target === 'string' && target.includes(':'));

function categoryNamed(reading: Reading): Slots {
  const sure = new Set(categoriesSaid(reading).flatMap((ids) => (ids.length === 1 ? ids : [])));
  const [only] = sure;
  return only !== undefined && sure.size === 1 ? { category: only } : {};
}

/** An entry by its mere number (37过了没), by what is quoted (这条) or by having just been spoken of (刚才那件). */
function entryPointedAt(reading: Reading): Slots {
  const { grammar } = reading.tongue;
  const [named] = thingsOf(reading, 'entry', 'nth');
  if (named?.n !== undefined) return { target: `#${named.n}` };
  const { n, m: bare = n } = grammar.words.entry_bare?.exec(reading.masked)?.groups ?? {};
  const number = bare === undefined ? undefined : readNumeral(bare, grammar.raw.entities);
  if (number !== undefined) return { target: `#${number}` };
  if (grammar.words.quoted_here?.test(reading.masked)) return { target: '@quoted' };
  const [title] = thingsOf(reading, 'title');
  if (title) return { title: wordsOf(reading, title).slice(1, -1) };
  return grammar.words.just_now?.test(reading.said) ? { target: '@last' } : {};
}

/** 开发区, said by one of the two: their own. */
function onlyOwn({ ownUnits }: Reading, { unit_candidates: fit }: Slots): string | undefined {
  const own = Array.isArray(fit) ? fit.filter((id) => typeof id === 'string' && ownUnits.includes(id)) : [];
  return own.length === 1 ? (own[0] as string) : undefined;
}

function without(slots: Slots, name: string): Slots {
  const { [name]: _, ...rest } = slots;
  return rest;
}
