import { findings } from '../../../domain/findings.ts';
import { beijingDayAndTime } from '../../../domain/time.ts';
import type { Answer } from '../../delivery/answer.ts';
import type { Intent, Slots } from '../../language/intents.ts';
import { coordinatorsOf, isStaff } from '../../people/people.ts';
import { allowed } from '../../people/permit.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { refuse } from '../../words/refuse.ts';
import type { Context } from '../context.ts';
import { findingSentence } from '../finding-words.ts';
import { run } from '../run.ts';
import { categoryIds, categoryWords, entriesMeant, text, unitIds, unitWords } from './meant.ts';

type Read = (context: Context, slots: Slots) => Promise<Answer[]>;

const said = (...words: (string | string[])[]): string => words.flat().join(' ');
const one = (answer: string): Answer[] => [{ text: answer }];

/** What is only asked, answered by the functions behind the commands; nothing here changes anything. */
export const reads: Partial<Record<Intent, Read>> = {
  query_unit_progress: (context, slots) => run(context, 'progress', said(unitWords(context, slots))),
  query_item_status: (context, slots) =>
    run(context, 'progress', said(unitWords(context, slots), categoryWords(context, slots))),
  query_total_progress: (context, slots) =>
    run(context, 'progress', said(categoryWords(context, slots)) || (context.vocabulary.everyone[0] ?? '')),
  query_missing_units: (context, slots) => run(context, 'missing', said(categoryWords(context, slots))),
  query_quota: (context, slots) => run(context, 'target', said(unitWords(context, slots))),
  query_deadline: deadlineAsked,
  query_phase: (context) => run(context, 'phase', ''),
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
  export_summary: notYet,
  export_files: notYet,
  generate_bulletin: notYet,
  configure_bulletin: notYet,
  ignore: async () => [],
};

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

/** What the notice says on an aspect, with its clause; a category's own rule goes before the general answer. */
async function rulesAsked(context: Context, slots: Slots): Promise<Answer[]> {
  const { campaign, say } = context;
  const aspects = Array.isArray(slots.aspect) ? slots.aspect.map(String) : [];
  const categories = categoryIds(slots).map((id) => categoryOf(context, id));
  if (aspects.length === 0) return run(context, 'rules', categories[0]?.short ?? '');
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
  if (rows.length === 0) return run(context, 'rules', categories[0]?.short ?? '');
  const seen = rows.filter((row, index) => rows.findIndex((other) => other.text === row.text) === index);
  return one(
    say('language.rule', { category: categories.length === 1 ? (categories[0]?.short ?? '') : '', rows: seen }),
  );
}

/** One milestone when one is asked for; the one of reporting comes with all that is extended. */
async function deadlineAsked(context: Context, slots: Slots): Promise<Answer[]> {
  const asked = context.campaign.milestones.find(({ id }) => id === slots.milestone && id !== 'report');
  if (!asked) return run(context, 'deadline', said(unitWords(context, slots)));
  const { name, day, month, wording, reading = '', clause } = asked;
  const time = beijingDayAndTime(context.now);
  return one(context.say('language.milestone', { name, at: day ?? month ?? '', wording, reading, clause, time }));
}

/** What concerns the category asked about; all of it when that is nothing. */
async function issueAsked(context: Context, slots: Slots): Promise<Answer[]> {
  const asked = categoryIds(slots);
  const all = findings(context.campaign);
  const found = all.filter((finding) => 'category' in finding && asked.includes(finding.category));
  if (found.length === 0) return run(context, 'findings', '');
  const rows = found.map((finding) => ({ sentence: findingSentence(context, finding) }));
  return one(context.say('language.issue', { rows, count: all.length }));
}

async function contactAsked(context: Context, slots: Slots): Promise<Answer[]> {
  const asked = unitIds(context, slots);
  if (asked.length === 0) return run(context, 'contact', said(categoryWords(context, slots)));
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
    return run(context, entry.state === 'draft' ? 'show' : 'receipt', String(entry.number));
  const mine = await run(context, 'mine', '');
  const many = slots.format === 'file' && context.actor.units.length > 0;
  return many ? joined([...mine, ...one(context.say('language.receipt-how'))]) : mine;
}

/** Files with the same bytes among what the actor may see. */
async function duplicatesAsked(context: Context, slots: Slots): Promise<Answer[]> {
  const asked = unitIds(context, slots);
  const units = asked.length > 0 || isStaff(context.actor) ? asked : context.actor.units;
  if (units.some((id) => !allowed(context, 'read-unit', id)) || (units.length === 0 && !isStaff(context.actor)))
    refuse(context.actor.personId === undefined ? 'bot.not-bound' : 'bot.not-allowed', { command: '' });
  const categories = categoryIds(slots);
  const where = {
    campaign: context.campaign.id,
    state: { in: ['received', 'accepted', 'returned'] },
    ...(units.length > 0 && { unitId: { in: units } }),
    ...(categories.length > 0 && { categoryId: { in: categories } }),
  };
  const same = await context.tx.submissionFile.groupBy({
    by: ['sha256'],
    where: { retiredAt: null, submission: where },
    having: { sha256: { _count: { gt: 1 } } },
    orderBy: { sha256: 'asc' },
    take: 10,
  });
  const files = await context.tx.submissionFile.findMany({
    where: { retiredAt: null, sha256: { in: same.map(({ sha256 }) => sha256) }, submission: where },
    orderBy: { submissionNumber: 'asc' },
  });
  const groups = same.map(({ sha256 }) => [
    ...new Set(files.filter((file) => file.sha256 === sha256).map((file) => `#${file.submissionNumber}`)),
  ]);
  const rows = groups.filter((numbers) => numbers.length > 1).map((numbers) => ({ numbers: numbers.join('、') }));
  return one(context.say('language.duplicates', { rows, none: rows.length === 0 }));
}

/** The facts as they are recorded; entry by entry in a direct chat only. */
async function disputed(context: Context, slots: Slots): Promise<Answer[]> {
  const { actor, inGroup, say } = context;
  if (isStaff(actor)) {
    const named = said(unitWords(context, slots));
    const facts = named === '' ? [] : await run(context, 'progress', named);
    return joined([...one(say('language.dispute', { inGroup })), ...facts]);
  }
  if (actor.units.length === 0) return run(context, 'mine', '');
  const facts = await run(
    context,
    inGroup ? 'progress' : 'mine',
    inGroup ? said(unitWords(context, { unit: '@self' })) : '',
  );
  return joined([...one(say('language.dispute', { inGroup })), ...facts]);
}

async function notYet(context: Context): Promise<Answer[]> {
  if (!allowed(context, 'export'))
    refuse(context.actor.personId === undefined ? 'bot.not-bound' : 'bot.not-allowed', { command: '' });
  return one(context.say('language.not-yet'));
}
