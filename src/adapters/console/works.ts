import type { z } from 'zod';
import type { workFilter } from '../../../web/shared/contracts/works.ts';
import { countEntries, type Listed, listEntries, type Narrowed } from '../../application/works/listing.ts';
import type { Handlers } from './answering.ts';
import type { Visitor } from './desk.ts';
import { textOf } from './file-text.ts';
import { shownAs } from './shown-as.ts';
import { seenOf } from './standing.ts';
import { oneWork } from './work.ts';

/** What is asked for, within what the visitor may see. */
export const narrowedBy = (
  { scope, turn }: Pick<Visitor, 'scope' | 'turn'>,
  { state, unit, category, late, duplicates, mine, text }: z.output<typeof workFilter>,
): Narrowed => ({
  scope,
  states: state,
  unitId: unit,
  categoryId: category,
  late,
  duplicates,
  text,
  ...(mine && { mine: turn.actor.personId as number }),
});

/** Works: the list, how many there are, one of them. */
export const workHandlers: Handlers = {
  async works({ query, ...visitor }) {
    const { order, limit, after } = query;
    const from = after === undefined ? undefined : Math.min(Number.parseInt(after, 10) || 0, LAST_NUMBER);
    const found = await listEntries(visitor.turn, narrowedBy(visitor, query), { order, after: from, limit: limit + 1 });
    const items = found.slice(0, limit).map(rowOf);
    return { items, next: found.length > limit ? String(items.at(-1)?.number) : null };
  },

  async workCounts({ query, ...visitor }) {
    const { states, late, duplicates } = await countEntries(visitor.turn, narrowedBy(visitor, query));
    const none = { draft: 0, received: 0, accepted: 0, returned: 0, withdrawn: 0, lapsed: 0 };
    return {
      states: { ...none, ...Object.fromEntries(states.map(({ state, count }) => [state, count])) },
      late,
      duplicates,
    };
  },

  work: ({ params: { number }, query, ...visitor }) =>
    oneWork(visitor.desk, visitor, number, { by: narrowedBy(visitor, query), order: query.order }),

  fileText: ({ desk, params: { id }, ...visitor }) => textOf(desk, visitor, id),
};

/** No column takes a larger one. */
const LAST_NUMBER = 2 ** 31 - 1;

const rowOf = (row: Listed) => ({
  number: row.number,
  seen: seenOf(row.change),
  state: row.state,
  title: row.title,
  unitId: row.unit_id,
  categoryId: row.category_id,
  author: row.author,
  receivedAt: row.received_at?.toISOString() ?? null,
  late: row.late,
  corrected: row.corrected,
  duplicate: row.duplicate,
  files: row.files,
  first: row.first_id === null ? null : { id: row.first_id, show: shownAs(row.first_extension ?? '').show },
});
