import type { Intent, Slots } from '../../language/intents.ts';
import { allowed } from '../../people/permit.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import type { Context } from '../context.ts';
import { gatheredDraft, usableFiles } from '../intake/files.ts';
import type { Proposal } from '../proposals/propose.ts';
import { personOf } from '../speaking.ts';
import { categoryIds, dayInWords, entryMeant, text, unitsToWrite } from './meant.ts';
import { officeWrites } from './writes-office.ts';
import { labelled, type Write, words } from './writing.ts';

/** The writes that can be said in plain words. None of them writes: each makes the commands to be confirmed. */
export const writes: Partial<Record<Intent, Write>> = {
  ...officeWrites,
  async submit_work(context, slots) {
    const listed = itemsOf(slots);
    if (listed.length > 1) return severalWorks(context, slots, listed);
    const at = placeOf(context, slots, 'submit');
    const title = text(slots, 'title');
    const link = text(slots, 'link');
    const files = usableFiles(context);
    const waiting = files.length > 0 || (await gatheredDraft(context, personOf(context)));
    if (title === undefined && link === undefined && !waiting) misuse('submit.no-title', { category: at.category });
    const names = { author: 'author', author_unit: 'authorUnit', link_code: 'code' };
    const fields = labelled(context, 'submit', context.inGroup ? names : { ...names, mobile: 'phone' }, slots);
    const rest = words(at.unit, at.category, title && `《${title}》`, link, ...fields);
    return [{ ...at.ids, command: 'submit', rest, files }];
  },
  async submit_event(context, slots) {
    const { unit, ids } = placeOf(context, slots, 'event', 'event');
    const said = { date: 'date', place: 'company', attendance: 'attendance' };
    const [date, place] = [text(slots, 'date'), text(slots, 'place')];
    const names = context.vocabulary.commands.event?.fields ?? {};
    const lacking = Object.entries(said).flatMap(([slot, field]) =>
      text(slots, slot) === undefined ? [names[field]?.[0] ?? field] : [],
    );
    const name = text(slots, 'title') ?? (place === undefined ? '' : context.say('language.event-title', { place }));
    if (date === undefined || place === undefined || lacking.length > 0) {
      const known = words(unit, name, ...labelled(context, 'event', said, slots), ...lacking.map((one) => `${one}:`));
      const command = words(context.vocabulary.commands.event?.name, known);
      return refuse('language.event-lacks', { fields: lacking.join('、'), command, started: name !== '' });
    }
    const fields = labelled(context, 'event', { ...said, link: 'link' }, slots);
    const files = usableFiles(context);
    return [{ ...ids, command: 'event', rest: words(unit, name, ...fields), when: dayInWords(context, date), files }];
  },
  async register_ambassador(context, slots) {
    const { unit, ids } = placeOf(context, slots, 'ambassador', 'ambassador');
    const files = usableFiles(context);
    if (files.some(({ extension }) => extension === 'xlsx'))
      return [{ ...ids, command: 'ambassador', rest: words(unit), files }];
    const name = text(slots, 'name') ?? misuse('ambassador.no-name');
    if (text(slots, 'workplace') === undefined)
      misuse('ambassador.no-workplace', { name: context.inGroup ? '' : name });
    const kept = context.inGroup ? { workplace: 'workplace' } : { workplace: 'workplace', mobile: 'phone' };
    const rest = words(unit, name, ...labelled(context, 'ambassador', kept, slots));
    return [{ ...ids, command: 'ambassador', rest, files }];
  },
  async submit_report(context, slots) {
    const { unit, ids } = placeOf(context, slots, 'report', 'report');
    const title = text(slots, 'title');
    return [{ ...ids, command: 'report', rest: words(unit, title && `《${title}》`), files: usableFiles(context) }];
  },
  async zero_report(context, slots) {
    const listed = itemsOf(slots).map(({ category }) => category);
    const each = (listed.length > 0 ? listed : [undefined]).map((category) =>
      placeOf(context, category === undefined ? slots : { ...slots, category }, 'zero'),
    );
    const [first] = each;
    if (text(slots, 'reason') === undefined) misuse('zero.no-reason', { category: first?.category ?? '' });
    const reason = labelled(context, 'zero', { reason: 'reason' }, slots);
    return each.map((at) => ({ ...at.ids, command: 'zero', rest: words(at.unit, at.category, ...reason) }));
  },
  async report_claim(context, slots) {
    const [unitId] = context.actor.units;
    const unitIds = 'unit' in slots && slots.unit !== '@self' ? unitsToWrite(context, slots, 'selfReport') : [];
    const unit = unitIds[0] ?? (context.actor.units.length === 1 ? unitId : undefined);
    if (unit === undefined) misuse('permit.name-unit', { command: '' });
    const named = unit === unitId ? undefined : unitOf(context, unit as string).short;
    const listed = itemsOf(slots);
    const [category] = categoryIds(slots);
    const items = listed.length > 0 ? listed : category === undefined ? [undefined] : [{ category, count: undefined }];
    return items.map((item) => ({
      command: 'selfReport',
      rest: words(named, item && categoryOf(context, item.category).short, item?.count?.toString()),
      unitId: unit as string,
      ...(item && { categoryId: item.category }),
      before: context.say('language.claim'),
    }));
  },
  withdraw_submission: (context, slots) => ofEntries(context, slots, 'withdraw'),
  approve_submission: (context, slots) => ofEntries(context, slots, 'accept'),
  async return_submission(context, slots) {
    const proposals = await ofEntries(context, slots, 'return');
    const reason = text(slots, 'reason') ?? misuse('review.no-reason', { number: proposals[0]?.entry?.number ?? 0 });
    return proposals.map((proposal) => ({ ...proposal, rest: `${proposal.rest} ${reason}` }));
  },
  async revise_submission(context, slots) {
    const entry = await entryMeant(context, slots, 'correct');
    const [proposal] = await ofEntries(context, { target: `#${entry.number}` }, 'correct');
    if (!proposal) return [];
    const own = context.files.filter(({ quoted }) => !quoted || slots.target !== '@quoted');
    const files = usableFiles({ ...context, files: own });
    const change = correction(context, slots);
    const waiting = files.length > 0 || change !== '' ? undefined : await gatheredDraft(context, personOf(context));
    if (waiting) return [{ ...proposal, files: waiting.files, draft: waiting.number }];
    if (files.length > 0 || change !== '') return [{ ...proposal, rest: words(proposal.rest, change), files }];
    return refuse('language.correct-how', { number: entry.number });
  },
};

/** The field of 补正 for each field that can be said. */
const CORRECTED: Record<string, string> = {
  title: 'title',
  author: 'author',
  author_unit: 'authorUnit',
  mobile: 'phone',
  attendance: 'attendance',
  date: 'date',
  place: 'company',
  workplace: 'workplace',
  name: 'name',
  category: 'category',
  platform: 'platform',
  link: 'link',
};

function correction(context: Context, slots: Slots): string {
  const field = CORRECTED[text(slots, 'field') ?? ''];
  const label = context.vocabulary.commands.correct?.fields[field ?? '']?.[0];
  const fresh = text(slots, 'new');
  return label === undefined || fresh === undefined ? '' : `${label}:${fresh}`;
}

/** One proposal for each entry meant. Somebody else's entry looks as if there were none. */
async function ofEntries(context: Context, slots: Slots, command: string): Promise<Proposal[]> {
  const several = Array.isArray(slots.targets) ? slots.targets.map(String) : [];
  const entries = [];
  for (const target of several.length > 1 ? several : [undefined])
    entries.push(await entryMeant(context, target === undefined ? slots : { ...slots, target }, command));
  return entries.map((entry) => {
    const readable = entry.byPerson === context.actor.personId || allowed(context, 'read-unit', entry.unitId);
    if (!readable) refuse('entry.not-yours', { number: entry.number });
    return { command, rest: String(entry.number), entry };
  });
}

interface Item {
  category: string;
  count: number | undefined;
  title: string | undefined;
}

function itemsOf(slots: Slots): Item[] {
  if (!Array.isArray(slots.items)) return [];
  return slots.items.flatMap((item) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return [];
    const { category, count, title } = item;
    if (typeof category !== 'string') return [];
    return [
      {
        category,
        count: typeof count === 'number' ? count : undefined,
        title: typeof title === 'string' ? title : undefined,
      },
    ];
  });
}

/** Several works in one sentence: each needs a title, and none of them may take another's files. */
function severalWorks(context: Context, slots: Slots, items: Item[]): Proposal[] {
  const places = items.map((item) => ({
    ...item,
    at: placeOf(context, { ...slots, category: item.category }, 'submit'),
  }));
  if (places.some(({ title }) => title === undefined) || context.files.length > 0)
    refuse('language.several-works', {
      rows: places.map(({ at, title }) => ({ category: words(at.unit, at.category), title: title ?? '' })),
    });
  return places.map(({ at, title }) => ({
    ...at.ids,
    command: 'submit',
    rest: words(at.unit, at.category, `《${title}》`),
  }));
}

/** Unit and category of a report. A coordinator of one unit need not be told which; somebody else's is refused at once. */
function placeOf(context: Context, slots: Slots, command: string, kind?: 'event' | 'ambassador' | 'report') {
  const named = 'unit' in slots || 'units' in slots || 'unit_candidates' in slots;
  const [unitId = '', second] = unitsToWrite(context, named ? slots : { unit: '@self' }, command);
  const { example = '' } = context.vocabulary.commands[command] ?? {};
  const which = (ids: string[], of: typeof unitOf | typeof categoryOf) =>
    refuse('language.which', {
      several: ids.length > 0,
      options: ids.map((id) => ({ name: of(context, id).short })),
      example,
    });
  if (second !== undefined) which([unitId, second], unitOf);
  if (!allowed(context, 'report', unitId)) refuse('permit.other-unit', { unit: unitOf(context, unitId).short });
  const own = context.actor.units.length === 1 && context.actor.units[0] === unitId;
  const unit = own ? undefined : unitOf(context, unitId).short;
  const ofKind = kind && context.campaign.categories.find((one) => one.kind === kind);
  const [categoryId, ...others] = ofKind ? [ofKind.id] : categoryIds(slots);
  if (categoryId === undefined || others.length > 0)
    return which(
      [categoryId, ...others].filter((id) => id !== undefined),
      categoryOf,
    );
  return { unit, category: categoryOf(context, categoryId).short, ids: { unitId, categoryId } };
}
