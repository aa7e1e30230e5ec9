import type { SubmissionState } from '../../domain/submission.ts';
import type { Turn } from '../turn.ts';
import { type Due, dueNow } from './due.ts';
import { sharing } from './sharing.ts';

/** Whose entries a list may show: all, or those of some units and the drafts that one has begun for none yet. */
export type Scope = 'all' | { unitIds: string[]; personId: number };

/** What a list is narrowed to. */
export interface Narrowed {
  scope: Scope;
  states?: readonly SubmissionState[] | undefined;
  unitId?: string | undefined;
  categoryId?: string | undefined;
  late?: boolean | undefined;
  /** The same bytes in another entry that the reader may see. */
  duplicates?: boolean | undefined;
  /** Reported or decided by this person. */
  mine?: number | undefined;
  text?: string | undefined;
}

export interface Listed {
  number: number;
  version: number;
  state: SubmissionState;
  title: string;
  unit_id: string;
  category_id: string;
  author: string;
  received_at: Date | null;
  late: boolean;
  corrected: boolean;
  duplicate: boolean;
  files: number;
  first_id: number | null;
  first_extension: string | null;
  /** The number of its latest change in the audit. */
  change: bigint | null;
}

/** Drafts, and what lapsed, are shown to whoever asks for them by name. */
const SHOWN: readonly SubmissionState[] = ['received', 'accepted', 'returned', 'withdrawn'];

/** A statement that is put together from parts of our own; whatever comes from outside is a parameter. */
class Statement {
  readonly values: unknown[] = [];
  readonly parts: string[] = [];
  value(value: unknown, as: string): string {
    return `$${this.values.push(value)}::${as}`;
  }
  and(part: string): void {
    this.parts.push(part);
  }
  where(): string {
    return this.parts.join(' AND ');
  }
}

/** Entries of other units are nobody's duplicates for whoever may not see them. */
const twinOf = (statement: Statement, scope: Scope, number: string): string => {
  const own = scope === 'all' ? '' : ` AND t.unit_id = ANY(${statement.value(scope.unitIds, 'text[]')})`;
  return `EXISTS (SELECT 1 FROM submission_file f JOIN submission_file o ON o.sha256 = f.sha256 AND o.submission_number <> f.submission_number
    JOIN submission t ON t.number = o.submission_number
    WHERE f.submission_number = ${number} AND f.retired_at IS NULL AND o.retired_at IS NULL AND t.campaign = s.campaign
      AND t.state IN ('received', 'accepted', 'returned')${own})`;
};

/** A number is one, or stands in a title. What is longer than a sign is looked up by its pairs of signs (`entry_pairs`), then compared. */
function saying(statement: Statement, text: string): string {
  const like = statement.value(`%${escaped(text)}%`, 'text');
  const said = `(s.title ILIKE ${like} OR s.fields ->> 'author' ILIKE ${like} OR s.fields ->> 'name' ILIKE ${like})`;
  const signs = [...text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())];
  const pairs = signs.slice(1).map((sign, at) => `${signs[at]}${sign}`);
  const found =
    pairs.length === 0 ? said : `(entry_pairs(s.title, s.fields) @> ${statement.value(pairs, 'text[]')} AND ${said})`;
  const number = /^#?(\d{1,9})$/.exec(text)?.[1];
  return number === undefined ? found : `(${found} OR s.number = ${statement.value(Number(number), 'int')})`;
}

const escaped = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

/** What a list is made from; each entry knows its deadline where that is asked for. */
function narrow(statement: Statement, campaign: string, due: Prepared, by: Narrowed): string {
  const deadlines = withDeadlines(statement, due);
  narrowed(statement, campaign, due, by);
  return `submission s ${deadlines}`;
}

function narrowed(statement: Statement, campaign: string, due: Prepared, by: Narrowed): void {
  const { scope, states = SHOWN } = by;
  statement.and(`s.campaign = ${statement.value(campaign, 'text')}`);
  if (scope !== 'all')
    statement.and(
      `(s.unit_id = ANY(${statement.value(scope.unitIds, 'text[]')}) OR (s.unit_id = '' AND s.by_person = ${statement.value(scope.personId, 'int')}))`,
    );
  statement.and(`s.state = ANY(${statement.value(states, 'text[]')})`);
  if (by.unitId !== undefined) statement.and(`s.unit_id = ${statement.value(by.unitId, 'text')}`);
  if (by.categoryId !== undefined) statement.and(`s.category_id = ${statement.value(by.categoryId, 'text')}`);
  if (by.mine !== undefined) {
    const me = statement.value(by.mine, 'int');
    statement.and(
      `(s.by_person = ${me} OR 'submission:' || s.number IN (SELECT subject FROM audit WHERE person_id = ${me} AND action IN ('submission.accept', 'submission.return')))`,
    );
  }
  if (by.text !== undefined) statement.and(saying(statement, by.text));
  if (by.duplicates) {
    statement.and(`s.number = ANY(${statement.value(due.shared, 'int[]')})`);
    statement.and(twinOf(statement, scope, 's.number'));
  }
  if (by.late) statement.and(`s.received_at >= ${statement.value(due.first, 'timestamptz')} AND ${LATE}`);
}

function withDeadlines(statement: Statement, due: Due): string {
  const [units, categories, untils] = [
    statement.value(due.unitIds, 'text[]'),
    statement.value(due.categoryIds, 'text[]'),
    statement.value(due.untils, 'timestamptz[]'),
  ];
  return `LEFT JOIN unnest(${units}, ${categories}, ${untils}) AS d(unit_id, category_id, until)
    ON d.unit_id = s.unit_id AND d.category_id = s.category_id
    CROSS JOIN (SELECT ${statement.value(due.base, 'timestamptz')} AS until) AS base`;
}

const LATE = 'coalesce(s.received_at >= coalesce(d.until, base.until), false)';

type Reads = Pick<Turn, 'tx' | 'campaign'>;

/** What is found out before a list is asked for: deadlines, and entries whose bytes stand in another one, of whomever. */
interface Prepared extends Due {
  shared: number[];
}

/** Which of the few the reader may know of is looked at one by one. */
async function prepared(reads: Reads, duplicates: boolean | undefined): Promise<Prepared> {
  const due = await dueNow(reads);
  if (!duplicates) return { ...due, shared: [] };
  return { ...due, shared: [...(await sharing(reads))] };
}

export type Order = 'new' | 'old';

/** One page of entries; `after` is the number that the page before ended with. */
export async function listEntries(
  reads: Reads,
  by: Narrowed,
  { order, after, limit }: { order: Order; after?: number | undefined; limit: number },
): Promise<Listed[]> {
  const statement = new Statement();
  const from = narrow(statement, reads.campaign.id, await prepared(reads, by.duplicates), by);
  if (after !== undefined) statement.and(`s.number ${order === 'new' ? '<' : '>'} ${statement.value(after, 'int')}`);
  const direction = order === 'new' ? 'DESC' : 'ASC';
  const page = `SELECT s.*, ${LATE} AS late FROM ${from} WHERE ${statement.where()}
    ORDER BY s.number ${direction} LIMIT ${statement.value(limit, 'int')}`;
  const twin = twinOf(statement, by.scope, 's.number');
  return reads.tx.$queryRawUnsafe<Listed[]>(
    `SELECT s.number, s.version, s.state, s.title, s.unit_id, s.category_id, s.received_at, s.late,
      coalesce(s.fields ->> 'author', s.fields ->> 'name', '') AS author,
      s.state = 'received' AND EXISTS (SELECT 1 FROM audit a WHERE a.subject = 'submission:' || s.number AND a.action = 'submission.return') AS corrected,
      (SELECT max(a.id) FROM audit a WHERE a.subject = 'submission:' || s.number AND a.action <> 'submission.ask') AS change,
      ${twin} AS duplicate, coalesce(f.files, 0)::int AS files, f.first_id, b.extension AS first_extension
    FROM (${page}) s
    LEFT JOIN LATERAL (SELECT count(*) AS files, min(id) AS first_id FROM submission_file WHERE submission_number = s.number AND retired_at IS NULL) f ON true
    LEFT JOIN submission_file ff ON ff.id = f.first_id LEFT JOIN blob b ON b.sha256 = ff.sha256
    ORDER BY s.number ${direction}`,
    ...statement.values,
  );
}

/** The numbers before and after an entry in the list of the same filter, whether or not it stands in it itself. */
export async function neighbours(
  reads: Reads,
  by: Narrowed,
  number: number,
  order: Order,
): Promise<{ previous: number | null; next: number | null }> {
  const due = await prepared(reads, by.duplicates);
  const beside = async (sign: '<' | '>') => {
    const statement = new Statement();
    const from = narrow(statement, reads.campaign.id, due, by);
    statement.and(`s.number ${sign} ${statement.value(number, 'int')}`);
    const [found] = await reads.tx.$queryRawUnsafe<{ number: number }[]>(
      `SELECT s.number FROM ${from} WHERE ${statement.where()} ORDER BY s.number ${sign === '<' ? 'DESC' : 'ASC'} LIMIT 1`,
      ...statement.values,
    );
    return found?.number ?? null;
  };
  const [lower, higher] = [await beside('<'), await beside('>')];
  return order === 'new' ? { previous: higher, next: lower } : { previous: lower, next: higher };
}

/** How many there are in each state, whatever states are asked for; and how many of those asked for are late, or twins. */
export async function countEntries(
  reads: Reads,
  by: Narrowed,
): Promise<{ states: { state: SubmissionState; count: number }[]; late: number; duplicates: number }> {
  const due = await prepared(reads, true);
  const every = [...new Set<SubmissionState>([...SHOWN, 'draft', ...(by.states ?? [])])];
  const statement = new Statement();
  narrowed(statement, reads.campaign.id, due, { ...by, states: every });
  // Whose deadline is not asked for is counted from the index alone.
  const deadlines = by.late ? withDeadlines(statement, due) : '';
  const states = await reads.tx.$queryRawUnsafe<{ state: SubmissionState; count: number }[]>(
    `SELECT s.state, count(*)::int AS count FROM submission s ${deadlines} WHERE ${statement.where()} GROUP BY s.state`,
    ...statement.values,
  );
  // Each by itself: what came in before the first deadline is not looked at for what is late.
  const countOf = async (more: Partial<Narrowed>) => {
    const counted = new Statement();
    const among = narrow(counted, reads.campaign.id, due, { ...by, ...more });
    const [found] = await reads.tx.$queryRawUnsafe<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM ${among} WHERE ${counted.where()}`,
      ...counted.values,
    );
    return found?.count ?? 0;
  };
  return { states, late: await countOf({ late: true }), duplicates: await countOf({ duplicates: true }) };
}
