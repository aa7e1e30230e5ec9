import { createHash } from 'node:crypto';
import type { Cell } from '../../domain/sheet-to-write.ts';
import { beijingDayAndTime } from '../../domain/time.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import { makingOf } from '../exporting/lay-out.ts';
import type { Making } from '../exporting/making.ts';
import { entriesNow, figuresNow } from '../exporting/standing.ts';
import type { Office } from '../office.ts';
import type { OutsideTable } from '../ports.ts';
import { CHANGED, type Filled, filledIn, MAKERS } from './columns.ts';
import type { Looked } from './ledger.ts';

/** A row as it should stand outside. */
export interface Wanted {
  /** A unit's name, or the number of a work. */
  key: string;
  /** By the fields of the table. */
  cells: Record<string, Cell>;
  /** Of the cells, but not of when they were changed. */
  hash: string;
}

type Reads = Pick<Office, 'prisma' | 'campaign' | 'channels' | 'clock' | 'say' | 'vocabulary'>;

/**
 * The rows that have to be looked at: of the progress always all, of the works those that changed, or all. What is no entry that
 * counts any more keeps its row, with its state: outside nothing can be deleted.
 */
export async function rowsWanted(office: Reads, table: OutsideTable, looked: Looked): Promise<Wanted[]> {
  const { prisma: tx, clock, ...rest } = office;
  const now = clock.now();
  const reads = { ...rest, tx, now };
  const filled = filledIn(office, table);
  const entries = await entriesNow(reads, entriesFor(table, filled, looked));
  const standing = { at: now.getTime(), ...(await figuresNow(reads)), entries, candidates: [] };
  const making = makingOf(standing, { unitIds: [], categoryIds: [], accepted: false }, office);
  const rows = MAKERS[table.shows].made(making).filter(({ total }) => !total);
  return rows.map(({ cell }) => rowOf(table, filled, making, cell));
}

function entriesFor({ shows }: OutsideTable, filled: Filled[], { known, changed }: Looked): Prisma.Sql {
  // Only whether a unit was in time has to be counted from the entries themselves.
  if (shows === 'progress')
    return filled.some(({ id }) => id === 'onTime')
      ? Prisma.sql`s.state IN ('received', 'accepted')`
      : Prisma.sql`false`;
  const shown = Prisma.sql`(s.state IN ('received', 'accepted', 'returned') OR s.number = ANY(${known.map(Number)}))`;
  return changed === 'all' ? shown : Prisma.sql`${shown} AND s.number = ANY(${changed})`;
}

function rowOf(
  { shows, phones }: OutsideTable,
  filled: Filled[],
  making: Making,
  cell: (column: string) => Cell | Cell[],
): Wanted {
  const cells: Record<string, Cell> = {};
  for (const { field, id, part } of filled) {
    if (id === CHANGED) continue;
    const made = id === 'phone' && !phones ? undefined : cell(id);
    cells[field] = Array.isArray(made) ? made[part] : made;
  }
  const hash = createHash('sha256')
    .update(JSON.stringify(Object.entries(cells).sort()))
    .digest('hex');
  const changed = beijingDayAndTime(new Date(making.standing.at));
  for (const { field, id } of filled) if (id === CHANGED) cells[field] = changed;
  return { key: String(cell(shows === 'works' ? 'number' : 'unit')), cells, hash };
}
