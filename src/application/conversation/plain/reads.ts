import { contradictions } from '../../../domain/contradictions.ts';
import { beijingDayAndTime } from '../../../domain/time.ts';
import type { Answer } from '../../delivery/answer.ts';
import { howToAsked } from '../../language/how-to.ts';
import type { Intent, Slots } from '../../language/intents.ts';
import { coordinatorsOf } from '../../people/people.ts';
import { allowed } from '../../people/permit.ts';
import { categoryNames, categoryOf, unitOf } from '../../words/lexicons.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { sameFiles } from '../../works/repeats.ts';
import { late, pending, today } from '../commands/arrivals.ts';
import { mine, show } from '../commands/entries.ts';
import { exportCommand } from '../commands/export.ts';
import { missing } from '../commands/missing.ts';
import { contact, deadline, phase, problems, rules } from '../commands/notice.ts';
import { progress } from '../commands/progress.ts';
import { receipt } from '../commands/receipt.ts';
import { target } from '../commands/target.ts';
import type { Context } from '../context.ts';
import { contradictionSentence } from '../contradiction-words.ts';
import { call, permitted } from '../run.ts';
import { exportMeant, worksMeant } from './export-meant.ts';
import { categoryIds, entriesMeant, text, unitIds } from './meant.ts';

type Read = (context: Context, slots: Slots) => Promise<Answer[]>;

/** What came in, entry by entry, by the name that a rule gives it. */
const LISTS: Record<string, typeof pending> = { pending, late, today };

const one = (answer: string): Answer[] => [{ text: answer }];

/** What is only asked, answered by the commands with the ids that were understood; nothing here changes anything. */
export const reads: Partial<Record<Intent, Read>> = {
  query_unit_progress: (context, slots) =>
    call(context, progress, {
      everyone: false,
      byLevel: false,
      units: unitIds(context, slots),
      categories: [],
      ...drawn(context),
    }),
  query_item_status: (context, slots) =>
    call(context, progress, {
      everyone: false,
      byLevel: false,
      units: unitIds(context, slots),
      categories: categoryIds(slots),
      ...drawn(context),
    }),
  query_total_progress: (context, slots) => {
    const list = LISTS[text(slots, 'list') ?? ''];
    const of = { everyone: false, units: unitIds(context, slots), categories: categoryIds(slots) };
    return list
      ? call(context, list, of)
      : call(context, progress, { ...of, everyone: true, units: [], byLevel: false, ...drawn(context) });
  },
  query_missing_units: (context, slots) => call(context, missing, { everyone: false, categories: categoryIds(slots) }),
  query_quota: (context, slots) => call(context, target, { units: unitIds(context, slots) }),
  query_deadline: deadlineAsked,
  query_phase: (context) => call(context, phase, {}),
  query_notice_issue: issueAsked,
  query_rules: rulesAsked,
  query_contact: contactAsked,
  query_receipt: receiptAsked,
  query_duplicates: duplicatesAsked,
  dispute_count: disputed,
  bind_identity: async ({ say }, slots) =>
    one(say('language.bind', { code: text(slots, 'code') ?? '', name: text(slots, 'name') ?? '' })),
  refuse_pii: async ({ say, inGroup }) => one(say('language.refuse-pii', { inGroup })),
  refuse_unauthorized: async ({ say }) => one(say('language.refuse-unauthorized')),
  out_of_scope_assist: async ({ say }, slots) =>
    one(say('language.out-of-scope', { draft: slots.kind === 'draft_report' })),
  export_summary: (context, slots) => call(context, exportCommand, { ...exportMeant(context, slots), ...AS_FILES }),
  export_files: (context, slots) => call(context, exportCommand, { ...worksMeant(context, slots), ...AS_FILES }),
  generate_bulletin: bulletinHow,
  configure_bulletin: bulletinHow,
  ignore: async () => [],
};

/** A table as a sheet, to be worked on. */
const AS_FILES = { picture: false, pdf: false };

/** 发个进度图, 进度图发一下. */
function drawn({ message, vocabulary }: Context): { picture: boolean } {
  const said = message.text.replace(/[\s。！!？?]+$/, '');
  const name = vocabulary.commands.progress?.name ?? '';
  return { picture: vocabulary.asPicture.some((word) => said.endsWith(word) || said.includes(`${name}${word}`)) };
}

/** Two texts of one answer in one message, as a chat reads best. */
export const joined = (answers: Answer[]): Answer[] => {
  const here = answers.filter(({ to }) => to === undefined);
  const [first] = here;
  if (!first || here.length < 2) return answers;
  return [
    { ...first, text: here.map((answer) => answer.text).join('\n') },
    ...answers.filter(({ to }) => to !== undefined),
  ];
};

/** What the notice says on an aspect, with its clause. A rule of the category goes before the general answer. */
async function rulesAsked(context: Context, slots: Slots): Promise<Answer[]> {
  const { campaign, say } = context;
  const aspects = Array.isArray(slots.aspect) ? slots.aspect.map(String) : [];
  const categories = categoryIds(slots).map((id) => categoryOf(context, id));
  const how = aspects.length === 0 ? howToAsked(context.tongue.grammar.answers, context.message.text) : undefined;
  if (how)
    return one(say('language.rule', { category: '', rows: [{ about: '', text: how.text, clause: how.clause }] }));
  if (aspects.length === 0) return rulesOf(context, categoryIds(slots));
  const rows = aspects.flatMap((aspect) => {
    const own = categories.flatMap(({ short, rules }) =>
      rules
        .filter((rule) => rule.aspect === aspect)
        .map((rule) => ({ about: short, text: rule.text, clause: rule.clause })),
    );
    const general = campaign.answers.find((answer) => answer.aspect === aspect);
    if (own.length > 0) return own;
    return general ? [{ about: '', text: general.text, clause: general.clause ?? '' }] : [];
  });
  if (rows.length === 0) return rulesOf(context, categoryIds(slots));
  const seen = rows.filter((row, index) => rows.findIndex((other) => other.text === row.text) === index);
  return one(
    say('language.rule', { category: categories.length === 1 ? (categories[0]?.short ?? '') : '', rows: seen }),
  );
}

/** One milestone when one is asked for; the one of reporting comes with all that is extended. */
async function deadlineAsked(context: Context, slots: Slots): Promise<Answer[]> {
  const asked = context.campaign.milestones.find(({ id }) => id === slots.milestone && id !== 'report');
  if (!asked) return call(context, deadline, { units: unitIds(context, slots) });
  const { name, day, month, wording, reading = '', clause } = asked;
  const time = beijingDayAndTime(context.now);
  return one(context.say('language.milestone', { name, at: day ?? month ?? '', wording, reading, clause, time }));
}

/** The part that concerns the category asked about, or everything if no part does. */
async function issueAsked(context: Context, slots: Slots): Promise<Answer[]> {
  const asked = categoryIds(slots);
  const all = contradictions(context.campaign);
  const found = all.filter((contradiction) => 'category' in contradiction && asked.includes(contradiction.category));
  if (found.length === 0) return call(context, problems, {});
  const rows = found.map((contradiction) => ({ sentence: contradictionSentence(context, contradiction) }));
  return one(context.say('language.issue', { rows, count: all.length }));
}

async function contactAsked(context: Context, slots: Slots): Promise<Answer[]> {
  const asked = unitIds(context, slots);
  if (asked.length === 0) return call(context, contact, { everyone: false, category: categoryIds(slots) });
  const readable = asked.filter((id) => allowed(context, 'read-unit', id));
  if (readable.length === 0)
    refuse(context.actor.personId === undefined ? 'bot.not-bound' : 'language.liaison-not-yours', {
      command: '',
      units: asked.map((id) => unitOf(context, id).short).join('、'),
    });
  const people = await coordinatorsOf(context, readable);
  const rows = readable.map((id) => ({
    unit: unitOf(context, id).short,
    names: people.flatMap(({ unitId, name }) => (unitId === id ? [name] : [])).join('、'),
  }));
  return one(context.say('language.liaisons', { rows }));
}

async function receiptAsked(context: Context, slots: Slots): Promise<Answer[]> {
  const found =
    text(slots, 'target') !== undefined || slots.format === 'file' ? await entriesMeant(context, slots) : [];
  const [entry] = found;
  if (found.length === 1 && entry)
    return entry.state === 'draft'
      ? call(context, show, { number: entry.number })
      : call(context, receipt, { number: entry.number, picture: false });
  const own = await call(context, mine, { units: [] });
  const many = slots.format === 'file' && context.actor.units.length > 0;
  return many ? joined([...own, ...one(context.say('language.receipt-how'))]) : own;
}

/** Files with the same bytes among what the actor may see. */
async function duplicatesAsked(context: Context, slots: Slots): Promise<Answer[]> {
  const asked = unitIds(context, slots);
  const units = asked.length > 0 || allowed(context, 'read-all-units') ? asked : context.actor.units;
  if (
    units.some((id) => !allowed(context, 'read-unit', id)) ||
    (units.length === 0 && !allowed(context, 'read-all-units'))
  )
    refuse(context.actor.personId === undefined ? 'bot.not-bound' : 'bot.not-allowed', { command: '' });
  const groups = await sameFiles(context, units, categoryIds(slots));
  const rows = groups.map((numbers) => ({ numbers: numbers.map((number) => `#${number}`).join('、') }));
  return one(context.say('language.duplicates', { rows, none: rows.length === 0 }));
}

/** The facts as they are recorded; entry by entry in a direct chat only. */
async function disputed(context: Context, slots: Slots): Promise<Answer[]> {
  const { actor, inGroup, say } = context;
  if (allowed(context, 'read-all-units')) {
    const units = unitIds(context, slots);
    const facts = units.length === 0 ? [] : await progressOf(context, units);
    return joined([...one(say('language.dispute', { inGroup })), ...facts]);
  }
  if (actor.units.length === 0) return call(context, mine, { units: [] });
  const facts = inGroup ? await progressOf(context, actor.units) : await call(context, mine, { units: [] });
  return joined([...one(say('language.dispute', { inGroup })), ...facts]);
}

const progressOf = (context: Context, units: string[]) =>
  call(context, progress, { everyone: false, byLevel: false, units, categories: [], picture: false });

/** The first category's rules; which, is asked when none was named. */
const rulesOf = (context: Context, [first]: string[]): Promise<Answer[]> =>
  permitted(context, rules, () =>
    first === undefined
      ? misuse('notice.rules-which', { categories: categoryNames(context) })
      : call(context, rules, { category: [first] }),
  );

/** A draft is a file of its own, so it is made by its command. */
async function bulletinHow(context: Context): Promise<Answer[]> {
  if (!allowed(context, 'export'))
    refuse(context.actor.personId === undefined ? 'bot.not-bound' : 'bot.not-allowed', { command: '' });
  return one(context.say('language.bulletin-how'));
}
