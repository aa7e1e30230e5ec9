import { isSheet } from '../../../domain/sheet.ts';
import type { Intent, Slots } from '../../language/intents.ts';
import { categoryMeant, categoryOf, unitOf } from '../../words/lexicons.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { mayRead } from '../../works/access.ts';
import { gatheredDraft } from '../../works/draft.ts';
import { fieldsAsRead } from '../commands/correct.ts';
import { reportTitle } from '../commands/report.ts';
import type { Context } from '../context.ts';
import { filesBeforeEntry } from '../intake/belongs.ts';
import { usableFiles } from '../intake/usable-files.ts';
import type { Proposal } from '../proposals/propose.ts';
import { registeringRoster, rosterPreview } from '../roster/register-roster.ts';
import { type Item, itemsOf } from './items.ts';
import { categoryIds, entryMeant, entryToChange, text, unitsToWrite } from './meant.ts';
import { placeOf } from './place.ts';
import { drafted, submitEvent } from './writes-events.ts';
import { staffWrites } from './writes-staff.ts';
import { fieldsSaid, labelled, printed, type Write } from './writing.ts';

/**
 * The changes that can be said in plain words. None of them changes anything: each returns the deeds that wait for 确认.
 */
export const writes: Partial<Record<Intent, Write>> = {
  ...staffWrites,
  async submit_work(context, slots) {
    const listed = itemsOf(slots);
    if (listed.length > 1) return severalWorks(context, slots, listed);
    const at = placeOf(context, slots, 'submit');
    const [title, link] = [text(slots, 'title'), text(slots, 'link')];
    const files = usableFiles(context);
    const waiting = files.length > 0 || (await gatheredDraft(context));
    if (title === undefined && link === undefined && !waiting) misuse('submit.no-title', { category: at.category });
    const names = {
      author: 'author',
      author_unit: 'authorUnit',
      platform: 'platform',
      link_code: 'code',
      note: 'note',
    };
    const said = fieldsSaid(context.inGroup ? names : { ...names, mobile: 'phone' }, slots);
    const line = printed(at.unit, at.category, title && `《${title}》`, link, ...labelled(context, 'submit', said));
    const fields = { ...said, ...(link !== undefined && { link }) };
    return [await drafted(context, at.ids, 'submit', line, { title: title ?? '', fields, files })];
  },
  submit_event: submitEvent,
  async register_ambassador(context, slots) {
    const { unit, ids } = placeOf(context, slots, 'ambassador', 'ambassador');
    const files = usableFiles(context);
    const sheets = files.filter(isSheet);
    if (sheets.length > 0) {
      const input = { ...ids, files: sheets };
      const before = await rosterPreview(context, input);
      const deed = registeringRoster.deed.id;
      return [{ ...ids, deed, input, command: 'ambassador', printed: printed(unit), files: sheets, before }];
    }
    const name = text(slots, 'name') ?? misuse('ambassador.no-name');
    if (text(slots, 'workplace') === undefined)
      misuse('ambassador.no-workplace', { name: context.inGroup ? '' : name });
    const told = { workplace: 'workplace', deeds: 'deeds', note: 'note' };
    const kept = context.inGroup ? told : { ...told, mobile: 'phone' };
    const fields = fieldsSaid(kept, slots);
    const input = { ...ids, title: name, fields: { ...fields, name }, files };
    const line = printed(unit, name, ...labelled(context, 'ambassador', fields));
    return [{ ...ids, deed: 'receive', input, command: 'ambassador', printed: line, files }];
  },
  async submit_report(context, slots) {
    const { unit, ids } = placeOf(context, slots, 'report', 'report');
    const said = text(slots, 'title');
    const title = said ?? reportTitle(context, ids.unitId);
    const line = printed(unit, said && `《${said}》`);
    return [await drafted(context, ids, 'report', line, { title, fields: {}, files: usableFiles(context) })];
  },
  async zero_report(context, slots) {
    const listed = itemsOf(slots).map(({ category }) => category);
    const each = (listed.length > 0 ? listed : [undefined]).map((category) =>
      placeOf(context, category === undefined ? slots : { ...slots, category }, 'zero'),
    );
    const reason = text(slots, 'reason') ?? misuse('zero.no-reason', { category: each[0]?.category ?? '' });
    const label = labelled(context, 'zero', { reason });
    return each.map(({ unit, category, ids }) => {
      const input = { ...ids, reason };
      return { ...ids, deed: 'zero', input, command: 'zero', printed: printed(unit, category, ...label) };
    });
  },
  async report_claim(context, slots) {
    const [own] = context.actor.units;
    const named = 'unit' in slots && slots.unit !== '@self' ? unitsToWrite(context, slots, 'selfReport') : [];
    const unitId = named[0] ?? (context.actor.units.length === 1 ? own : undefined) ?? unitUnsaid();
    const unit = unitId === own ? undefined : unitOf(context, unitId).short;
    const listed = itemsOf(slots);
    const [category] = categoryIds(slots);
    const items = listed.length > 0 ? listed : category === undefined ? [undefined] : [{ category, count: undefined }];
    return items.map((item) => {
      const of = item && { categoryId: item.category };
      return {
        deed: 'self-report',
        input: { unitId, ...of, ...(item?.count !== undefined && { number: item.count }) },
        command: 'selfReport',
        printed: printed(unit, item && categoryOf(context, item.category).short, item?.count?.toString()),
        unitId,
        ...of,
        before: context.say('language.claim'),
      };
    });
  },
  withdraw_submission: (context, slots) => ofEntries(context, slots, 'withdraw'),
  approve_submission: (context, slots) => ofEntries(context, slots, 'accept'),
  async return_submission(context, slots) {
    const proposals = await ofEntries(context, slots, 'return');
    const reason = text(slots, 'reason') ?? misuse('review.no-reason', { number: proposals[0]?.entry?.number ?? 0 });
    return proposals.map((one) => ({
      ...one,
      input: { ...one.input, reason },
      printed: `${one.printed} ${reason}`,
    }));
  },
  async revise_submission(context, slots) {
    const entry = await entryToChange(context, slots);
    const [proposal] = await ofEntries(context, { target: `#${entry.number}` }, 'correct');
    if (!proposal) return [];
    const own = context.files.filter(({ quoted }) => !quoted || slots.target !== '@quoted');
    const files = usableFiles({ ...context, files: own });
    const change = correction(context, slots);
    const waiting = files.length > 0 || change ? undefined : await filesBeforeEntry(context, entry);
    if (waiting) {
      const input = { ...proposal.input, fromDraft: waiting.number };
      return [{ ...proposal, input, files: waiting.files }];
    }
    if (files.length === 0 && !change) return refuse('language.correct-how', { number: entry.number });
    const input = { ...proposal.input, ...change?.input, files };
    return [{ ...proposal, input, printed: printed(proposal.printed, change?.line), files }];
  },
};

const unitUnsaid = (): never => misuse('permit.name-unit', { command: '' });

/** The field for each that can be said. */
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

function correction(context: Context, slots: Slots): { input: object; line: string } | undefined {
  const field = CORRECTED[text(slots, 'field') ?? ''];
  const fresh = text(slots, 'new');
  if (field === undefined || fresh === undefined) return undefined;
  const [line = ''] = labelled(context, 'correct', { [field]: fresh });
  if (field === 'title' || field === 'name') return { input: { title: fresh }, line };
  if (field === 'category') return { input: { categoryId: categoryMeant(context, fresh) }, line };
  return { input: { fields: fieldsAsRead(context, { [field]: fresh }) }, line };
}

/**
 * One proposal for each entry meant. Somebody else's entry is answered as if there were none, so that nobody learns
 * which exist.
 */
async function ofEntries(
  context: Context,
  slots: Slots,
  command: 'withdraw' | 'accept' | 'return' | 'correct',
): Promise<Proposal[]> {
  const several = Array.isArray(slots.targets) ? slots.targets.map(String) : [];
  const entries = [];
  for (const target of several.length > 1 ? several : [undefined])
    entries.push(await entryMeant(context, target === undefined ? slots : { ...slots, target }, command));
  return entries.map((entry) => {
    const { number } = entry;
    if (!mayRead(context, entry)) refuse('entry.not-yours', { number });
    return { deed: command, input: { number }, command, printed: String(number), entry };
  });
}

/** Several works in one sentence: each needs its own title, and none may take the files of another. */
async function severalWorks(context: Context, slots: Slots, items: Item[]): Promise<Proposal[]> {
  const places = items.map((item) => ({
    ...item,
    at: placeOf(context, { ...slots, category: item.category }, 'submit'),
  }));
  if (places.some(({ title }) => title === undefined) || context.files.length > 0)
    refuse('language.several-works', {
      rows: places.map(({ at, title }) => ({ category: printed(at.unit, at.category), title: title ?? '' })),
    });
  return places.map(({ at: { unit, category, ids }, title = '' }) => {
    const input = { ...ids, title, fields: {}, files: [] };
    return {
      ...ids,
      deed: 'draft',
      input,
      command: 'submit',
      printed: printed(unit, category, `《${title}》`),
      files: [],
    };
  });
}
