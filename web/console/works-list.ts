import { reactive, ref } from 'vue';
import type { LocationQuery } from 'vue-router';
import type { WorkEvent } from '../shared/contracts/events.ts';
import { type AnswerOf, ask, sentence } from './ask.ts';

export type WorkRow = AnswerOf<'works'>['items'][number];
type State = WorkRow['state'];

/** What a list is narrowed to: just as it stands in the page's address, so that it can be kept, sent and gone back to. */
export interface Filter {
  state?: string;
  unit?: string;
  category?: string;
  text?: string;
  late?: '1';
  duplicates?: '1';
  mine?: '1';
  order?: 'old';
}
const FLAGS = ['late', 'duplicates', 'mine'] as const;

export function filterOf(query: LocationQuery): Filter {
  const filter: Filter = {};
  for (const name of ['state', 'unit', 'category', 'text'] as const) {
    const value = query[name];
    if (typeof value === 'string' && value !== '') filter[name] = value;
  }
  for (const name of FLAGS) if (query[name] !== undefined) filter[name] = '1';
  if (query.order === 'old') filter.order = 'old';
  return filter;
}

/** The works of a filter, page after page, kept up with what happens meanwhile. */
export function worksList() {
  const list = reactive({
    rows: [] as WorkRow[],
    next: null as string | null,
    counts: undefined as AnswerOf<'workCounts'> | undefined,
    loading: false,
    trouble: '',
    /** Came in since the list was read; not yet in it. */
    fresh: 0,
  });
  const filter = ref<Filter>({});
  let asked = 0;
  let closed = false;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  async function read(after: string | null): Promise<void> {
    asked += 1;
    const mine = asked;
    list.loading = true;
    try {
      const found = await ask('works', { query: { ...filter.value, ...(after !== null && { after }) } });
      // A later question has been asked meanwhile.
      if (mine !== asked) return;
      list.rows = after === null ? found.items : [...list.rows, ...found.items];
      list.next = found.next;
      list.trouble = '';
    } catch (error) {
      if (mine === asked) list.trouble = sentence(error);
    } finally {
      if (mine === asked) list.loading = false;
    }
  }

  async function count(): Promise<void> {
    const { state: _, ...rest } = filter.value;
    list.counts = await ask('workCounts', { query: rest }).catch(() => list.counts);
  }

  async function open(wanted: Filter): Promise<void> {
    filter.value = wanted;
    await Promise.all([read(null), count()]);
  }

  async function more(): Promise<void> {
    if (list.next !== null && !list.loading) await read(list.next);
  }

  /** What was decided stays in its place, so that nobody loses theirs. */
  function note(number: number, state: State, seen: string): void {
    const row = list.rows.find((one) => one.number === number);
    if (row) Object.assign(row, { state, seen });
  }

  /** A new work that the filter lets through comes in at its end of the list. */
  async function join(): Promise<void> {
    waiting = undefined;
    await count();
    if (closed) return;
    if (filter.value.order === 'old') {
      if (list.next === null) await read(null);
      return;
    }
    const found = await ask('works', { query: filter.value }).catch(() => undefined);
    const known = new Set(list.rows.map(({ number }) => number));
    list.rows = [...(found?.items ?? []).filter(({ number }) => !known.has(number)), ...list.rows];
  }

  function hear(event: WorkEvent): void {
    note(event.number, event.state, event.seen);
    if (waiting === undefined) waiting = setTimeout(join, 300);
  }

  const placeOf = (number: number | undefined) => list.rows.findIndex((row) => row.number === number);

  /** The one below (1) or above (-1) in the list, or its first or last; undefined where the list ends. */
  async function beside(number: number | undefined, by: 1 | -1): Promise<number | undefined> {
    const place = placeOf(number);
    if (by === 1 && place === list.rows.length - 1) await more();
    return list.rows[place < 0 && by === 1 ? 0 : place + by]?.number;
  }

  /** The next one that nobody has decided: further down, then from the top. */
  async function undecided(number: number | undefined): Promise<number | undefined> {
    const place = placeOf(number);
    if (list.rows.slice(place + 1).every((row) => row.state !== 'received')) await more();
    const others = [...list.rows.slice(place + 1), ...list.rows.slice(0, Math.max(0, place))];
    return others.find((row) => row.state === 'received')?.number;
  }

  /** No more asking once the page is gone. */
  function close(): void {
    closed = true;
    clearTimeout(waiting);
  }

  return { list, close, open, more, note, count, hear, beside, undecided };
}
