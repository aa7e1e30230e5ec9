import type { Campaign, ReminderRules } from '../domain/campaign.ts';
import { phasesOf } from '../domain/reminder.ts';
import { ruleMistakes } from '../domain/review/rules.ts';

/** What is wrong at one place of a campaign file; `code` names its sentence in prompts/campaign-check.md. */
export interface Mistake {
  path: PropertyKey[];
  code: string;
  facts: Record<string, string | number>;
}

type Identified = { id: string }[];

/** Checks what the parts of a campaign say about each other. Parts whose own shape is wrong are left out by the caller. */
export function crossReferences(campaign: Partial<Campaign>): Mistake[] {
  const { units, categories, table, cityTargets = [], phases, milestones, answers = [], reminders } = campaign;
  return [
    ...repeated(units, 'units'),
    ...repeated(categories, 'categories'),
    ...repeated(phases, 'phases'),
    ...repeated(milestones, 'milestones'),
    ...repeatedValues(answers.map((answer, at) => [answer.aspect, ['answers', at, 'aspect']])),
    ...(table ? tableReferences(table, units, categories) : []),
    ...cityTargets.flatMap((target, at) =>
      unknown(target.category, categories, 'unknown-category', ['cityTargets', at, 'category']),
    ),
    ...(phases ?? []).flatMap((phase, at) =>
      phase.to !== undefined && phase.from > phase.to
        ? [{ path: ['phases', at, 'to'], code: 'ends-before', facts: { from: phase.from } }]
        : [],
    ),
    ...(milestones ?? []).flatMap(({ day, month }, at) =>
      (day === undefined) === (month === undefined)
        ? [{ path: ['milestones', at], code: day === undefined ? 'no-date' : 'two-dates', facts: {} }]
        : [],
    ),
    ...(reminders ? reminderReferences(reminders, phases, milestones) : []),
    ...bothWorkdayAndHoliday(campaign.calendar),
    ...whoAndWhat(campaign),
    ...(campaign.review
      ? ruleMistakes(campaign.review, categories && works(categories)).map((mistake) => ({
          ...mistake,
          path: ['review', ...mistake.path],
        }))
      : []),
  ];
}

/** What can be judged. */
const works = (categories: Campaign['categories']) =>
  categories.filter(({ kind }) => kind === 'work').map(({ id }) => id);

const LISTS = ['targets', 'milestones', 'recurring', 'submit', 'awards'] as const;

/** Units, kinds and categories that a fact is for. */
function whoAndWhat(campaign: Partial<Campaign>): Mistake[] {
  const { units, kinds, categories } = campaign;
  const known = {
    units: [units, 'unknown-unit'],
    kinds: [kinds, 'unknown-kind'],
    categories: [categories, 'unknown-category'],
  } as const;
  const members = (kinds ?? []).flatMap((kind, at) =>
    (kind.units ?? []).map((id, index) => ({ id, path: ['kinds', at, 'units', index] })),
  );
  return [
    ...repeated(kinds, 'kinds'),
    ...members.flatMap(({ id, path }) => unknown(id, units, 'unknown-unit', path)),
    ...LISTS.flatMap((list) =>
      (campaign[list] ?? []).flatMap((fact: object, at) =>
        (Object.keys(known) as (keyof typeof known)[]).flatMap((part) =>
          ((fact as Record<string, string[] | undefined>)[part] ?? []).flatMap((id, index) =>
            unknown(id, known[part][0], known[part][1], [list, at, part, index]),
          ),
        ),
      ),
    ),
    ...(campaign.targets ?? []).flatMap(({ min, max }, at) =>
      min !== undefined && max !== undefined && min > max
        ? [{ path: ['targets', at, 'max'], code: 'max-below-min', facts: { min, max } }]
        : [],
    ),
  ];
}

function tableReferences(table: Campaign['table'], units?: Identified, categories?: Identified): Mistake[] {
  const columns = table.columns.map((column, at) => [column, ['table', 'columns', at]] as const);
  const rows = table.rows.map((row, at) => [row.unit, ['table', 'rows', at, 'unit']] as const);
  return [
    ...columns.flatMap(([column, path]) => unknown(column, categories, 'unknown-category', path)),
    ...rows.flatMap(([unit, path]) => unknown(unit, units, 'unknown-unit', path)),
    ...repeatedValues(columns),
    ...repeatedValues(rows),
  ];
}

function reminderReferences(rules: ReminderRules, phases?: Identified, milestones?: Campaign['milestones']): Mistake[] {
  const mistakes =
    rules.milestone === undefined
      ? []
      : unknown(rules.milestone, milestones, 'unknown-milestone', ['reminders', 'milestone']);
  const milestone = milestones?.find(({ id }) => id === rules.milestone);
  if (milestone && milestone.day === undefined && milestone.month !== undefined)
    mistakes.push({ path: ['reminders', 'milestone'], code: 'no-day', facts: { id: milestone.id } });
  for (const name of ['digest', 'staffDigest'] as const) {
    const rule = rules[name];
    for (const phase of rule ? phasesOf(rule) : [])
      mistakes.push(...unknown(phase, phases, 'unknown-phase', ['reminders', name, 'phase']));
  }
  const [least, most] = rules.jitterMinutes;
  if (least > most) mistakes.push({ path: ['reminders', 'jitterMinutes'], code: 'jitter', facts: { least, most } });
  for (const [from, to] of rules.quiet) {
    const overnight = from > to;
    const silent = overnight ? rules.at >= from || rules.at < to : rules.at >= from && rules.at < to;
    if (silent) mistakes.push({ path: ['reminders', 'at'], code: 'quiet', facts: { from, to } });
  }
  return mistakes;
}

/** A list that is not there was reported on its own: nothing to compare with. */
function unknown(value: string, list: Identified | undefined, code: string, path: readonly PropertyKey[]): Mistake[] {
  if (!list || list.some(({ id }) => id === value)) return [];
  return [{ path: [...path], code, facts: { id: value, known: list.map(({ id }) => id).join(' ') } }];
}

function repeated(list: Identified | undefined, name: string): Mistake[] {
  return repeatedValues((list ?? []).map(({ id }, at) => [id, [name, at, 'id']] as const));
}

function repeatedValues(values: (readonly [string, readonly PropertyKey[]])[]): Mistake[] {
  const seen = new Set<string>();
  return values.flatMap(([value, path]) => {
    if (seen.has(value)) return [{ path: [...path], code: 'repeated', facts: { value } }];
    seen.add(value);
    return [];
  });
}

function bothWorkdayAndHoliday(calendar: Campaign['calendar'] | undefined): Mistake[] {
  const workdays = new Set(calendar?.workdays);
  return (calendar?.holidays ?? []).flatMap((day, at) =>
    workdays.has(day) ? [{ path: ['calendar', 'holidays', at], code: 'both-days', facts: { day } }] : [],
  );
}
