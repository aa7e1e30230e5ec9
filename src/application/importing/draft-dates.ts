import type { Milestone, Phase } from '../../domain/campaign.ts';
import type { DraftMilestone } from '../../domain/notice/moments.ts';
import type { NoticeRead } from '../../domain/notice/read-notice.ts';
import type { Recurring } from '../../domain/notice-facts.ts';
import { whose } from './draft-figures.ts';
import type { Ids } from './draft-ids.ts';

/** The first that is for all stands as `report`; the others tell for what and for whom they are. */
export function milestonesOf(read: NoticeRead, ids: Ids): Milestone[] {
  const dated = read.milestones.filter(({ day, month }) => day !== undefined || month !== undefined);
  const once = dated.filter((one, at) => dated.findIndex((other) => sameMoment(one, other)) === at);
  const main = mainOf(once);
  const taken = new Map<string, number>();
  return once.map((one): Milestone => {
    const stem = one === main ? 'report' : one.reporting ? 'report' : 'event';
    const count = (taken.get(stem) ?? (stem === 'report' && main ? 1 : 0)) + (one === main ? 0 : 1);
    if (one !== main) taken.set(stem, count);
    const categories = categoriesFor(one, read);
    return {
      id: one === main ? 'report' : `${stem}-${count}`,
      name: one.name === '' ? one.wording : one.name,
      ...(one.day === undefined ? {} : { day: one.day }),
      ...(one.month === undefined ? {} : { month: one.month }),
      ...(one.time === undefined ? {} : { time: one.time }),
      ...(one === main || (one.reporting && isFor(one)) ? { reporting: true } : {}),
      ...(categories.length > 0 ? { categories: categories.map((name) => ids.of('category', name)) } : {}),
      ...whose(one.for ?? [], read, ids),
      wording: one.wording,
      text: one.text,
      clause: one.clause,
      quote: one.quote,
    };
  });
}

/** For some only; a second day for all is told, and the office asked which of the two holds. */
const isFor = ({ categories, for: whom, others }: DraftMilestone) =>
  categories !== undefined || whom !== undefined || others === true;

const sameMoment = (a: DraftMilestone, b: DraftMilestone) =>
  a.day === b.day && a.month === b.month && a.time === b.time && a.clause === b.clause;

/** With an own verb of sending before one that only stands under such a heading. */
export function mainOf(milestones: readonly DraftMilestone[]): DraftMilestone | undefined {
  const reporting = milestones.filter(({ reporting, day }) => reporting && day !== undefined);
  const general = reporting.filter((one) => one.others || (one.categories === undefined && one.for === undefined));
  const said = general.filter(({ text }) => /报|提交|发送|寄|送/.test(text));
  return said[0] ?? general[0] ?? reporting[0];
}

function categoriesFor(milestone: DraftMilestone, read: NoticeRead): string[] {
  if (!milestone.others) return milestone.categories?.map(({ name }) => name) ?? [];
  const named = new Set(
    read.milestones.filter(({ clause }) => clause === milestone.clause).flatMap(({ categories }) => categories ?? []),
  );
  return read.catalogue.all.filter((one) => !named.has(one)).map(({ name }) => name);
}

export const phasesOf = (read: NoticeRead, ids: Ids): Phase[] =>
  read.phases.map(({ name, from, to, wording, text, clause, quote }) => ({
    id: ids.of('phase', name),
    name,
    from,
    ...(to === undefined ? {} : { to }),
    wording,
    text,
    clause,
    quote,
  }));

export const recurringOf = (read: NoticeRead, ids: Ids): Recurring[] =>
  read.recurring.map(({ categories, ...rest }) => ({
    ...rest,
    ...(categories ? { categories: categories.map(({ name }) => ids.of('category', name)) } : {}),
  }));
