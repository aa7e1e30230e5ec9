import { entryCells } from '../entry-cells.ts';
import { inOrder, tableMaker } from '../making.ts';
import type { StandingEntry } from '../standing.ts';

/** 线下活动情况表: every event that counts. */
export const events = tableMaker<StandingEntry>({
  kind: 'events',
  rows: (making) => inOrder(making, (kind) => kind === 'event'),
  cells: {
    ...entryCells,
    form: ({ fields }) => fields.form,
    // As it was said: a rough number stays rough.
    attendance: ({ fields }) => numberOrText(fields.attendance),
    photos: ({ files }) => files.length,
  },
});

const numberOrText = (text: string | undefined) => (text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : text);
