import { randomUUID } from 'node:crypto';
import { beijingDay } from '../../domain/time.ts';
import type { Office } from '../office.ts';
import type { NotWritten, OutsideTable } from '../ports.ts';
import { addRows, changesSince, confirm, forget, giveBack, type Held, keep, note, rowsOf, take } from './ledger.ts';
import { rowsWanted, type Wanted } from './rows.ts';
import { tellStaff } from './trouble.ts';

/** What became of a table: how many rows were looked at, and what was done to it. */
export interface Mirrored {
  shows: OutsideTable['shows'];
  rows: number;
  /** Rows that had changed here since the platform last confirmed them. */
  differed: number;
  added: number;
  written: number;
  /** Rows that somebody had deleted there. */
  gone: number;
  /** Rows that do not yet stand there as they should. */
  left: number;
  /** Empty rows that may stand there, as an answer was lost. */
  strays: number;
  /** Why it was not finished: `busy`, `later`, `unclear`, or what the platform says. */
  stopped?: string;
}

/** `changes`: as every minute, which waits where the platform has to be left alone. `now`: the same at once. */
export type Way = 'changes' | 'now' | 'everything';
/** The part of the office that is needed for it. */
export type Mirroring = Pick<
  Office,
  'prisma' | 'campaign' | 'clock' | 'channels' | 'say' | 'vocabulary' | 'log' | 'tables'
>;

/** One look at one table. What goes wrong ends it: the next one goes on where it stopped. */
interface Pass {
  office: Mirroring;
  table: OutsideTable;
  holder: string;
  held: Held;
  /** Where the rows are that are known, by their keys. */
  ids: Map<string, string>;
  done: Mirrored;
}

/** So few that a lost answer leaves few empty rows. */
const ADDED_AT_ONCE = 20;
const WRITTEN_AT_ONCE = 100;
const PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 3_600_000;
const REFUSED_MS = 600_000;

/**
 * Brings the tables outside up to date with what stands here. `everything`: every row is written again by its id, whatever was
 * confirmed before, and those that are gone there are added.
 */
export async function mirror(office: Mirroring, way: Way): Promise<Mirrored[]> {
  const all: Mirrored[] = [];
  for (const table of office.tables ?? []) all.push(await mirrorOne(office, table, way));
  return all;
}

/** For every minute. */
export const mirrorChanges = async (office: Mirroring): Promise<void> => void (await mirror(office, 'changes'));

async function mirrorOne(office: Mirroring, table: OutsideTable, way: Way): Promise<Mirrored> {
  const holder = randomUUID();
  const done: Mirrored = {
    shows: table.shows,
    rows: 0,
    differed: 0,
    added: 0,
    written: 0,
    gone: 0,
    left: 0,
    strays: 0,
  };
  const held = await take(office, table, holder);
  if (!held) return { ...done, stopped: 'busy' };
  try {
    const pass: Pass = { office, table, holder, held, ids: new Map(), done };
    const waits = held.nextAt !== null && held.nextAt > office.clock.now();
    const stopped = way === 'changes' && waits ? undefined : await look(pass, way);
    if (stopped !== undefined) office.log.warn({ table: table.shows, stopped }, 'table not written');
    return { ...done, strays: held.strays, ...(stopped !== undefined && { stopped }) };
  } finally {
    await giveBack(office, table, holder);
  }
}

async function look({ office, table, held, ...pass }: Pass, way: Way): Promise<string | undefined> {
  const today = beijingDay(office.clock.now());
  const changes = await changesSince(office, way === 'everything' ? { ...held, wholeOn: '' } : held, today);
  if (!changes) return undefined;
  const known = await rowsOf(office, table);
  const wanted = await rowsWanted(office, table, { known: known.map(({ key }) => key), ...changes });
  const told = new Map(known.map((row) => [row.key, row.told]));
  const differing = wanted.filter(({ key, hash }) => told.get(key) !== hash);
  const stale = way === 'everything' ? wanted : differing;
  const ids = new Map(known.map(({ key, recordId }) => [key, recordId]));
  pass.done.rows = wanted.length;
  pass.done.differed = differing.length;
  pass.done.left = stale.length;
  const round = { office, table, held, ...pass, ids };
  // Rows that turn out to be gone there are added in a second round.
  const stopped = (await writeAll(round, stale)) ?? (await writeAll(round, withoutId(round, stale)));
  if (stopped === undefined)
    await note(office, table, { seen: changes.seen, wholeOn: today, nextAt: null, lost: 0, trouble: '' });
  return stopped;
}

const withoutId = ({ ids }: Pass, rows: Wanted[]) => rows.filter(({ key }) => !ids.has(key));

async function writeAll(pass: Pass, rows: Wanted[]): Promise<string | undefined> {
  return (await add(pass, withoutId(pass, rows))) ?? (await write(pass, rows));
}

/** Adds empty rows, whichever of them a key then gets: what is lost is a row that says nothing. */
async function add(pass: Pass, rows: Wanted[]): Promise<string | undefined> {
  const { office, table, held, ids, done } = pass;
  let rest = rows;
  while (rest.length > 0) {
    if (!(await keep(office, table, pass.holder))) return 'busy';
    const count = Math.min(rest.length, held.lost > 0 ? 1 : ADDED_AT_ONCE);
    // Counted before: whoever is killed over the answer does not tell how many rows stand there.
    held.strays += count;
    held.lost += 1;
    await note(office, table, { strays: held.strays, lost: held.lost });
    const answer = await table.add(count, office.say('mirror.spare'));
    if (answer.state === 'unclear') return stop(pass, answer);
    if (answer.state !== 'done') {
      held.strays -= count;
      held.lost -= 1;
      return stop(pass, answer);
    }
    // Those that it does not name stand there all the same.
    held.strays -= Math.min(count, answer.ids.length);
    if (answer.ids.length === 0) return stop(pass, { state: 'refused', reason: 'no record_id' });
    held.lost = 0;
    await note(office, table, { strays: held.strays, lost: 0 });
    const added = rest.slice(0, answer.ids.length).map(({ key }, at) => ({ key, recordId: answer.ids[at] as string }));
    await addRows(office, table, added);
    for (const { key, recordId } of added) ids.set(key, recordId);
    done.added += added.length;
    rest = rest.slice(added.length);
  }
  return undefined;
}

async function write(pass: Pass, rows: Wanted[]): Promise<string | undefined> {
  const { office, table, ids, done } = pass;
  const parts = partsOf(rows);
  for (let part = parts.shift(); part; part = parts.shift()) {
    if (!(await keep(office, table, pass.holder))) return 'busy';
    const records = part.map(({ key, cells }) => ({ recordId: ids.get(key) as string, cells }));
    const answer = await table.update(records);
    if (answer.state === 'done') {
      await confirm(office, table, part);
      done.written += part.length;
      done.left -= part.length;
    } else if (answer.state !== 'gone') return stop(pass, answer);
    else if (part.length > 1) {
      // One of them: the answer does not name it, so it is found by halves.
      const middle = Math.ceil(part.length / 2);
      parts.unshift(part.slice(0, middle), part.slice(middle));
    } else {
      const [{ key }] = part as [Wanted];
      await forget(office, table, key);
      ids.delete(key);
      done.gone += 1;
    }
  }
  return undefined;
}

const partsOf = (rows: Wanted[]): Wanted[][] =>
  Array.from({ length: Math.ceil(rows.length / WRITTEN_AT_ONCE) }, (_, at) =>
    rows.slice(at * WRITTEN_AT_ONCE, (at + 1) * WRITTEN_AT_ONCE),
  );

async function stop({ office, table, held }: Pass, answer: NotWritten): Promise<string> {
  const nextAt = new Date(office.clock.now().getTime() + pauseAfter(answer, held.lost));
  const trouble = answer.state === 'refused' ? answer.reason : '';
  await note(office, table, { strays: held.strays, lost: held.lost, nextAt, trouble });
  if (trouble !== '') await tellStaff(office, table, trouble);
  return trouble || answer.state;
}

/** The more answers were lost one after another, the longer: each of them may leave an empty row. */
function pauseAfter(answer: NotWritten, lost: number): number {
  switch (answer.state) {
    case 'later':
      return answer.afterMs;
    case 'refused':
      return Math.max(REFUSED_MS, longer(lost));
    default:
      return longer(lost);
  }
}

const longer = (lost: number): number => Math.min(LONGEST_PAUSE_MS, PAUSE_MS * 2 ** Math.max(0, lost - 1));
