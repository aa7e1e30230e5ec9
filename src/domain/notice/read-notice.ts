import type { DocumentBlock } from '../document.ts';
import { awardsOf, type DraftAward, type DraftWeight, weightsOf } from './awards.ts';
import { boundsSaid, type SaidBound } from './bounds.ts';
import { Cast } from './cast.ts';
import type { Catalogue } from './catalogue.ts';
import { categoriesOf } from './categories.ts';
import { contactsOf, type DraftContact } from './contacts.ts';
import { countedNouns } from './counted-nouns.ts';
import { fold } from './fold.ts';
import { headOf, type NoticeHead, signedDay } from './head.ts';
import type { ClauseWords, Line } from './lines.ts';
import { type DraftMilestone, milestonesOf } from './moments.ts';
import { otherActors } from './other-actors.ts';
import { outlineOf } from './outline.ts';
import { type DraftPhase, phasesOf } from './phases.ts';
import { MEASURES } from './quantities.ts';
import { type DraftRecurring, recurringOf } from './recurring.ts';
import { reportCategories } from './report-categories.ts';
import { type DraftRule, rulesOf } from './rules.ts';
import { type DraftWay, waysOf } from './sending.ts';
import { type FigureTable, figureTables, type GroupTable, groupTables } from './tables.ts';
import { type DraftTarget, targetsOf } from './targets.ts';
import { titleCategory } from './title-category.ts';
import { withoutDeed } from './work-words.ts';
import { type NoticeYear, yearOf } from './year.ts';

/** Everything that is read in a notice, each with its clause and the words it was read in. */
export interface NoticeRead {
  lines: Line[];
  head: NoticeHead;
  year: NoticeYear;
  issued?: { value: string; clause: string; quote: string };
  tables: FigureTable[];
  groups: GroupTable[];
  bounds: SaidBound[];
  cast: Cast;
  catalogue: Catalogue;
  targets: DraftTarget[];
  rules: DraftRule[];
  milestones: DraftMilestone[];
  phases: DraftPhase[];
  recurring: DraftRecurring[];
  contacts: DraftContact[];
  ways: DraftWay[];
  awards: DraftAward[];
  weights: DraftWeight[];
}

/** Reads as a careful clerk does: what the words hold, and nothing that they do not. `given` answers the question of the year. */
export function readNotice(blocks: readonly DocumentBlock[], words: ClauseWords, given?: number): NoticeRead {
  const { lines, tables: grids } = outlineOf(blocks, words);
  const head = headOf(lines);
  const year = yearOf(head.signed?.year, lines.map(({ folded }) => folded).join('\n'), given);
  const issued = signedDay(head.signed, year.year);
  const tables = figureTables(grids);
  const groups = groupTables(grids);
  const units = [
    ...tables.flatMap(({ rows }) => rows.map(({ unit }) => unit)),
    ...groups.flatMap((table) => table.groups.flatMap((one) => one.units)),
  ];
  const cast = new Cast(head.addressees, [...new Set(units)]);
  const catalogue = categoriesOf(lines, tables);
  const groupNames = groups.flatMap((table) => table.groups.map(({ name }) => name));
  catalogue.subject = withoutDeed(fold(head.name.value));
  countedNouns(lines, catalogue);
  const targets = targetsOf(lines, cast, catalogue, groupNames);
  titleCategory(head, lines, catalogue);
  reportCategories(lines, catalogue);
  otherActors(lines, cast);
  giveMeasures(catalogue, targets, lines);
  const milestones = milestonesOf(lines, year.year, catalogue, cast);
  return {
    lines,
    head,
    year,
    ...(issued ? { issued } : {}),
    tables,
    groups,
    bounds: tables.flatMap(({ grid }) => boundsSaid(lines, grid.title)),
    cast,
    catalogue,
    targets,
    rules: rulesOf(lines, catalogue, (line, span) =>
      targets.some((one) => one.line === line && line.text.slice(span.from, span.to).trim() === one.text),
    ),
    milestones,
    phases: phasesOf(lines, year.year, issued?.value),
    recurring: recurringOf(lines, catalogue),
    contacts: contactsOf(lines),
    ways: waysOf(lines, catalogue),
    awards: awardsOf(lines),
    weights: weightsOf(lines),
  };
}

const COUNTED = new RegExp(`([\\u4e00-\\u9fffA-Za-z0-9]{2,8}?)(?:作品)?\\d+([${MEASURES}])`, 'g');

/** A category is counted with the measure of its own number, else with the one that the notice uses for all. */
function giveMeasures(catalogue: Catalogue, targets: readonly DraftTarget[], lines: readonly Line[]): void {
  for (const { folded } of lines.filter(({ annex }) => annex !== undefined)) {
    for (const [, name = '', measure = ''] of folded.matchAll(COUNTED)) {
      const category = catalogue.same(name.replace(/^(?:注:|说明:)?(?:总计|共计|合计)/, ''));
      if (category) category.measure ??= measure;
    }
  }
  for (const { categories, measure } of targets) {
    if (categories?.length === 1 && categories[0] && measure !== undefined) categories[0].measure ??= measure;
  }
  const general = targets.find(({ categories, measure }) => categories === undefined && measure !== undefined)?.measure;
  if (general === undefined) return;
  for (const category of catalogue.all) if (!category.report) category.measure ??= general;
}
