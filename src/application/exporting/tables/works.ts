import { entryCells, formOf } from '../entry-cells.ts';
import { inOrder, tableMaker } from '../making.ts';
import type { StandingEntry } from '../standing.ts';

/** 参评作品汇总表: every work that counts. */
export const works = tableMaker<StandingEntry>({
  kind: 'works',
  rows: (making) => inOrder(making, (kind) => kind === 'work'),
  cells: {
    ...entryCells,
    form: formOf,
    // What the county said when it named the sub-project's platform.
    handedIn: ({ fields }) => fields.platform,
    files: ({ files }) => files.length,
    hash: ({ files }) => files.map(({ sha256 }) => sha256).join('\n'),
  },
});
