import type { Campaign } from '../../domain/campaign.ts';
import type { Extension } from '../../domain/deadline.ts';
import { countsByDay } from '../../domain/demand-state.ts';
import type { Measured } from '../../domain/measured.ts';
import type { Tally, ZeroReport } from '../../domain/progress.ts';
import type { ReviewResult } from '../../domain/review/review-result.ts';
import type { SubmissionState } from '../../domain/submission.ts';
import type { DayCount } from '../../domain/tally.ts';
import type { TargetChange } from '../../domain/target.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import { coordinatorsOf, peopleById } from '../people/people.ts';
import { frozenResult } from '../reviewing/under-review.ts';
import { type Candidate, candidatesWhere } from '../screening/candidates.ts';
import type { Turn } from '../turn.ts';
import { dayCountsOf } from '../works/day-counts.ts';
import type { OnPlatform } from '../works/double-submission.ts';
import { extensionsOf, talliesOf, targetChangesOf, zeroReportsOf } from '../works/ledger.ts';

/** An entry as it stood: everything that a table or a zip of works can say of it. */
export interface StandingEntry {
  number: number;
  unitId: string;
  categoryId: string;
  state: SubmissionState;
  title: string;
  /** By the names of `domain/field.ts`. */
  fields: Record<string, string>;
  version: number;
  onBehalf: boolean;
  /** Milliseconds since the epoch; null: it never came in as a whole. */
  received: number | null;
  /** What the unit says of its sub-project's own platform; null where nobody was asked. Missing in older snapshots. */
  onPlatform?: Pick<OnPlatform, 'answer' | 'number'> | null;
  files: StandingFile[];
}

export interface StandingFile {
  name: string;
  sha256: string;
  /** Bytes. */
  size: number;
  extension: string;
  measured: Measured;
}

export interface StandingCoordinator {
  personId: number;
  unitId: string;
  name: string;
  phone: string | null;
  channels: string[];
  /** The bot can write to them. */
  reached: boolean;
  since: number;
}

/** In the order of the categories, their levels and the ranks. */
export interface StandingAward {
  number: number;
  unitId: string;
  categoryId: string;
  /** What the level is called. */
  level: string;
}

/** What all figures are counted from, beside the entries. */
export interface Figures {
  campaign: Campaign;
  tallies: Tally[];
  /** Missing where nothing is asked by the month or up to a day, and in older snapshots. */
  days?: DayCount[];
  zeroReports: ZeroReport[];
  extensions: (Omit<Extension, 'at'> & { at: number })[];
  targetChanges: TargetChange[];
  coordinators: StandingCoordinator[];
  /** Which works have an award, by the final results; missing while there are none, and in older snapshots. */
  awards?: StandingAward[];
}

/** How everything stood at one moment, as plain JSON, so that a snapshot can keep it and give it back. */
export interface Standing extends Figures {
  /** Milliseconds since the epoch. */
  at: number;
  snapshot?: { number: number; note: string };
  entries: StandingEntry[];
  /** What was handed in to be screened by the units; in no figure, and in no snapshot. */
  candidates: StandingCandidate[];
}

export interface StandingCandidate
  extends Pick<Candidate, 'number' | 'unitId' | 'child' | 'categoryId' | 'state' | 'title' | 'reason'> {
  /** By the names of `domain/field.ts`. */
  fields: Record<string, string>;
  entryNumber: number | null;
  /** Milliseconds since the epoch. */
  handedIn: number;
  files: StandingFile[];
}

/** Which entries are wanted: of some units and categories, all of them where none is named. */
export interface Which {
  unitIds: string[];
  categoryIds: string[];
  /** Those that staff have accepted, or all that count. */
  accepted: boolean;
}

type Reads = Pick<Turn, 'tx' | 'campaign' | 'channels' | 'now'>;

/** How things stand now, with the entries that are wanted. */
export async function standingNow(reads: Reads, which: Which): Promise<Standing> {
  const { now } = reads;
  const entries = await entriesNow(reads, wantedOf(which));
  return { at: now.getTime(), ...(await figuresNow(reads)), entries, candidates: await candidatesNow(reads, which) };
}

/** Those of the rows `s` of the table of entries that are wanted, as they are now. */
export const entriesNow = (
  { tx, campaign }: Pick<Reads, 'tx' | 'campaign'>,
  which: Prisma.Sql,
): Promise<StandingEntry[]> =>
  pagesOf(async (after) => {
    const wanted = Prisma.sql`s.campaign = ${campaign.id} AND ${which} AND s.number > ${after}`;
    const [row] = await tx.$queryRaw<{ lines: string | null }[]>`
      SELECT string_agg(e.entry::text, E'\n' ORDER BY e.number) AS lines
      FROM (SELECT s.number, ${ENTRY} AS entry FROM submission s WHERE ${wanted} ORDER BY s.number LIMIT ${PAGE}) e`;
    return row?.lines ?? '';
  });

async function candidatesNow(reads: Reads, { unitIds, categoryIds }: Which): Promise<StandingCandidate[]> {
  const found = await candidatesWhere(reads, {
    ...(unitIds.length > 0 && { unitId: { in: unitIds } }),
    ...(categoryIds.length > 0 && { categoryId: { in: categoryIds } }),
  });
  return found.map(({ author, workplace, phone, link, handedInAt, ...one }) => ({
    ...one,
    fields: { author, authorUnit: workplace, phone, ...(link !== '' && { link }) },
    handedIn: handedInAt.getTime(),
  }));
}

export async function figuresNow(reads: Reads): Promise<Figures> {
  const { campaign } = reads;
  const people = await coordinatorsOf(
    reads,
    campaign.units.map(({ id }) => id),
  );
  const known = new Map(
    (
      await peopleById(
        reads,
        people.map(({ personId }) => personId),
      )
    ).map((one) => [one.id, one]),
  );
  return {
    campaign,
    tallies: await talliesOf(reads),
    ...(countsByDay(campaign) ? { days: await dayCountsOf(reads) } : {}),
    zeroReports: (await zeroReportsOf(reads)).map(({ unitId, categoryId }) => ({ unitId, categoryId })),
    extensions: (await extensionsOf(reads)).map(({ unitId, categoryId, day, at }) => {
      return { unitId, categoryId, day, at: at.getTime() };
    }),
    targetChanges: await targetChangesOf(reads),
    ...(await awardsNow(reads)),
    coordinators: people.map(({ personId, unitId, name, accounts, to, since }) => ({
      personId,
      unitId,
      name,
      phone: known.get(personId)?.phone ?? null,
      channels: [...new Set(accounts.map(({ channel }) => channel))],
      reached: to !== undefined,
      since: since.getTime(),
    })),
  };
}

async function awardsNow(reads: Reads): Promise<Pick<Figures, 'awards'>> {
  const final = await frozenResult(reads);
  if (!final) return {};
  const { categories } = final.result as unknown as ReviewResult;
  const awards = categories.flatMap(({ categoryId, levels, works }) =>
    levels.flatMap(({ id, name }) =>
      works
        .filter(({ award }) => award === id)
        .map(({ number, unitId }) => ({ number, unitId, categoryId, level: name })),
    ),
  );
  return { awards };
}

/** How things stood when staff froze them; undefined when there is no such snapshot. */
export async function standingAt(
  { tx, campaign }: Pick<Turn, 'tx' | 'campaign'>,
  number: number,
  which: Which,
): Promise<Standing | undefined> {
  const kept = await tx.snapshot.findUnique({ where: { campaign_number: { campaign: campaign.id, number } } });
  if (!kept) return undefined;
  const entries = await pagesOf(async (after) => {
    const [row] = await tx.$queryRaw<{ lines: string | null }[]>`
      SELECT string_agg(e.entry::text, E'\n' ORDER BY e.number) AS lines FROM (SELECT number, entry FROM snapshot_entry
        WHERE snapshot_id = ${kept.id} AND number > ${after} ORDER BY number LIMIT ${PAGE}) e`;
    return row?.lines ?? '';
  });
  return {
    at: kept.at.getTime(),
    snapshot: { number, note: kept.note },
    ...(kept.figures as unknown as Figures),
    entries: entries.filter((entry) => isWanted(entry, which)),
    candidates: [],
  };
}

/** An entry as JSON, of the row `s` of its table: what is read now and what a snapshot keeps are the same. */
export const ENTRY = Prisma.sql`jsonb_build_object('number', s.number, 'unitId', s.unit_id, 'categoryId', s.category_id,
  'state', s.state, 'title', s.title, 'fields', s.fields, 'version', s.version, 'onBehalf', s.on_behalf,
  'received', (extract(epoch FROM s.received_at) * 1000)::bigint,
  'onPlatform', (SELECT jsonb_build_object('answer', p.answer, 'number', p.number) FROM platform_report p
    WHERE p.submission_number = s.number),
  'files', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', f.name, 'sha256', b.sha256, 'size', b.size,
      'extension', b.extension, 'measured', b.measured) ORDER BY f.id), '[]')
    FROM submission_file f JOIN blob b USING (sha256) WHERE f.submission_number = s.number AND f.retired_at IS NULL))`;

/** So many at once: all of a hundred thousand would be one text of seventy megabytes. */
const PAGE = 5_000;

async function pagesOf(page: (after: number) => Promise<string>): Promise<StandingEntry[]> {
  const entries: StandingEntry[] = [];
  for (;;) {
    const lines = await page(entries.at(-1)?.number ?? 0);
    if (lines === '') return entries;
    for (const line of lines.split('\n')) entries.push(JSON.parse(line));
  }
}

const statesOf = ({ accepted }: Which): SubmissionState[] => (accepted ? ['accepted'] : ['received', 'accepted']);

const wantedOf = (which: Which): Prisma.Sql => Prisma.sql`s.state = ANY(${statesOf(which)})
  AND (${which.unitIds.length === 0} OR s.unit_id = ANY(${which.unitIds}))
  AND (${which.categoryIds.length === 0} OR s.category_id = ANY(${which.categoryIds}))`;

const isWanted = ({ state, unitId, categoryId }: StandingEntry, which: Which): boolean =>
  statesOf(which).includes(state) &&
  (which.unitIds.length === 0 || which.unitIds.includes(unitId)) &&
  (which.categoryIds.length === 0 || which.categoryIds.includes(categoryId));
