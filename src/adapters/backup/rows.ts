import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Prisma } from '../../generated/prisma/client.ts';

type Tx = Prisma.TransactionClient;

/** Left out: what only matters to a running process, what would open a door to the copy, and the tables of the schema itself. */
const NOT_KEPT = ['_prisma_migrations', 'lease', 'throttle', 'console_session', 'sign_in'];
const AT_ONCE = 500;

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** The tables with data, those that others refer to first. */
export async function tablesOf(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ name: string; needs: string[] }[]>`
    SELECT c.relname::text AS name, coalesce(array_agg(r.relname::text) FILTER (WHERE r.oid <> c.oid), '{}') AS needs
    FROM pg_class c LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f' LEFT JOIN pg_class r ON r.oid = k.confrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> ALL(${NOT_KEPT})
    GROUP BY c.relname ORDER BY c.relname`;
  const ordered: string[] = [];
  while (ordered.length < rows.length) {
    const ready = rows.filter(
      ({ name, needs }) => !ordered.includes(name) && needs.every((one) => ordered.includes(one)),
    );
    if (ready.length === 0) throw new Error('tables refer to each other in a circle');
    ordered.push(...ready.map(({ name }) => name));
  }
  return ordered;
}

/**
 * Writes every row as a line of JSON made by the database itself: numbers above 2^53 would be changed by JavaScript.
 */
export async function writeRows(tx: Tx, table: string, file: string): Promise<number> {
  const handle = await open(file, 'wx', 0o600);
  let count = 0;
  try {
    await tx.$executeRawUnsafe(`DECLARE kept CURSOR FOR SELECT row_to_json(t)::text AS line FROM ${quoted(table)} t`);
    for (;;) {
      const rows = await tx.$queryRawUnsafe<{ line: string }[]>(`FETCH ${AT_ONCE} FROM kept`);
      if (rows.length === 0) break;
      count += rows.length;
      await handle.writeFile(rows.map(({ line }) => `${line}\n`).join(''));
    }
    await tx.$executeRawUnsafe('CLOSE kept');
  } finally {
    await handle.close();
  }
  return count;
}

/** Puts the lines of `writeRows` back into the table, which has the schema of then; returns how many. */
export async function readRows(tx: Tx, table: string, lines: Readable): Promise<number> {
  let count = 0;
  const insert = async (rows: string[]) => {
    if (rows.length === 0) return;
    const into = `INSERT INTO ${quoted(table)} SELECT * FROM json_populate_recordset(NULL::${quoted(table)}, $1::json)`;
    count += await tx.$executeRawUnsafe(into, `[${rows.join(',')}]`);
  };
  let waiting: string[] = [];
  for await (const line of createInterface({ input: lines, crlfDelay: Number.POSITIVE_INFINITY })) {
    waiting.push(line);
    if (waiting.length < AT_ONCE) continue;
    await insert(waiting);
    waiting = [];
  }
  await insert(waiting);
  return count;
}

/** Sets every sequence behind the highest number in use: without it the next entry would get a number that is taken. */
export async function resetSequences(tx: Tx): Promise<void> {
  const columns = await tx.$queryRaw<{ table: string; column: string; sequence: string }[]>`
    SELECT table_name::text AS table, column_name::text AS column,
      pg_get_serial_sequence(quote_ident(table_name), column_name) AS sequence
    FROM information_schema.columns
    WHERE table_schema = current_schema() AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL`;
  for (const { table, column, sequence } of columns)
    await tx.$queryRawUnsafe(
      `SELECT setval($1::regclass, coalesce(max(${quoted(column)}), 1), max(${quoted(column)}) IS NOT NULL)::text FROM ${quoted(table)}`,
      sequence,
    );
}

/** Whether a database has no data of the bot: no tables, or no rows in them. */
export async function isEmpty(tx: Tx): Promise<boolean> {
  for (const table of await tablesOf(tx)) {
    const rows = await tx.$queryRawUnsafe<unknown[]>(`SELECT 1 AS row FROM ${quoted(table)} LIMIT 1`);
    if (rows.length > 0) return false;
  }
  return true;
}

/** The migration that the database is at. */
export async function migrationOf(tx: Tx): Promise<string> {
  const [row] = await tx.$queryRaw<{ name: string }[]>`
    SELECT migration_name::text AS name FROM "_prisma_migrations" WHERE rolled_back_at IS NULL ORDER BY migration_name DESC LIMIT 1`;
  if (!row) throw new Error('the database has no tables of the bot');
  return row.name;
}
