import { z } from 'zod';
import { EXPORT_KINDS, type ExportKind } from '../../domain/export-table.ts';
import type { SheetToWrite } from '../../domain/sheet-to-write.ts';
import { beijingDay, beijingTime } from '../../domain/time.ts';
import { audit } from '../keeping/audit.ts';
import { deed, demand } from '../people/deed.ts';
import { allowed } from '../people/permit.ts';
import type { Turn } from '../turn.ts';
import { categoryOf, unitOf } from '../words/lexicons.ts';
import { refuse } from '../words/refuse.ts';
import { layOut } from './lay-out.ts';
import type { TableWords } from './making.ts';
import { type Standing, standingAt, standingNow, type Which } from './standing.ts';
import { tables } from './tables/index.ts';

/** What is asked for. `snapshot`: the number of the one that it is made from; without, it is made of how things stand now. */
export const wanted = z.object({
  kind: z.enum(EXPORT_KINDS),
  unitIds: z.array(z.string()).default([]),
  categoryIds: z.array(z.string()).default([]),
  accepted: z.boolean().default(false),
  snapshot: z.int().positive().exactOptional(),
});
export type Wanted = z.infer<typeof wanted>;

export interface Exported {
  kind: ExportKind;
  /** A name for the file, without its extension. */
  name: string;
  sheet: SheetToWrite;
  /** Of what moment it tells, in milliseconds since the epoch, and of which snapshot. */
  at: number;
  snapshot: number | undefined;
}

/** More rows than this are no table that anybody prints, and cost the program that writes it its memory. */
const MOST_ROWS = 100_000;

/**
 * A table for whoever may export: `writeSheet` makes the xlsx of it, byte for byte the same again of a snapshot. That it left the
 * house is recorded. Throws a `Refusal` for a table of what is not there yet, and for an unknown snapshot.
 */
export const exportTable = (words: TableWords) =>
  deed({ id: 'export-table', action: 'export', input: wanted }, async (turn, input): Promise<Exported> => {
    const exported = await tableOf(turn, words, input);
    await recordExport(turn, { ...input, rows: exported.sheet.rows.length });
    return exported;
  });

/** 初筛表 for a unit that screens: of its own, and of no other. Records and refuses as `exportTable` does. */
export const exportScreening = (words: TableWords) =>
  deed(
    { id: 'export-screening', action: 'screen', input: z.object({ unitIds: z.array(z.string()).min(1) }) },
    async (turn, { unitIds }): Promise<Exported> => {
      const input = { kind: 'screening' as const, unitIds, categoryIds: [], accepted: false };
      const exported = await tableOf(turn, words, input);
      await recordExport(turn, { ...input, rows: exported.sheet.rows.length });
      return exported;
    },
  );

/** The table, without a record: nothing has left the house yet. */
export async function tableOf(turn: Turn, words: TableWords, input: Wanted): Promise<Exported> {
  demandTable(turn, input);
  const { kind } = input;
  const maker = tables.find((one) => one.kind === kind);
  if (!maker) throw new Error(`no table ${kind}`);
  if (kind === 'screening' && input.snapshot !== undefined) refuse('export.screening-now');
  const standing = await standingFor(turn, input);
  const sheet = layOut(maker, standing, input, words);
  if (sheet.rows.length > MOST_ROWS) refuse('export.too-many', { rows: sheet.rows.length, most: MOST_ROWS });
  const name = fileNameOf(turn, words, standing, { ...input, title: words.vocabulary.tables[kind].title });
  return { kind, name, sheet, at: standing.at, snapshot: standing.snapshot?.number };
}

/** 初筛表 is for those as well who screen for every unit that is named; all else for those who export. */
function demandTable(turn: Turn, { kind, unitIds }: Wanted): void {
  if (allowed(turn, 'export') || kind !== 'screening' || unitIds.length === 0) demand(turn, 'export');
  else for (const id of unitIds) demand(turn, 'screen', id);
}

/** How things stand, or stood at the snapshot that is named. Throws a `Refusal` when there is none of that number. */
export async function standingFor(turn: Turn, which: Which & { snapshot?: number }): Promise<Standing> {
  if (which.snapshot === undefined) return standingNow(turn, which);
  return (await standingAt(turn, which.snapshot, which)) ?? refuse('export.no-snapshot', { number: which.snapshot });
}

/** Who took what out of the house: there are names and phones in it. */
export const recordExport = (turn: Turn, taken: Omit<Wanted, 'kind'> & { kind: string; rows: number; tag?: string }) =>
  audit(turn, { action: 'export', subject: `campaign:${turn.campaign.id}`, after: taken });

/** 参评作品汇总表-洪洞县-20200910-1502 */
export function fileNameOf(
  turn: Pick<Turn, 'campaign'>,
  { vocabulary }: TableWords,
  { at, snapshot }: Pick<Standing, 'at' | 'snapshot'>,
  { title, unitIds, categoryIds }: Pick<Wanted, 'unitIds' | 'categoryIds'> & { title: string },
): string {
  const made = new Date(at);
  const about = [
    ...unitIds.slice(0, 3).map((id) => unitOf(turn, id).short),
    ...categoryIds.slice(0, 3).map((id) => categoryOf(turn, id).short),
  ];
  const moment = `${beijingDay(made).replaceAll('-', '')}-${beijingTime(made).replace(':', '')}`;
  const frozen = snapshot === undefined ? [] : [`${vocabulary.snapshotWords[0]}${snapshot.number}`];
  return [title, ...about, moment, ...frozen].join('-');
}
