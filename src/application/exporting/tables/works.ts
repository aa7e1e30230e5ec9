import { entryCells, formOf } from '../entry-cells.ts';
import { inOrder, type Making, tableMaker } from '../making.ts';
import type { StandingEntry } from '../standing.ts';

/** 参评作品汇总表: every work that counts. */
export const works = tableMaker<StandingEntry>({
  kind: 'works',
  rows: (making) => inOrder(making, (kind) => kind === 'work'),
  cells: {
    ...entryCells,
    form: formOf,
    handedIn: handedInOf,
    files: ({ files }) => files.length,
    hash: ({ files }) => files.map(({ sha256 }) => sha256).join('\n'),
  },
});

/** What the unit answered when it was asked; before that, the platform that it named with the work. */
function handedInOf({ onPlatform, fields }: StandingEntry, { words }: Making) {
  if (!onPlatform || onPlatform.answer === 'asked') return fields.platform;
  return words.say('export.handed-in', { yes: onPlatform.answer === 'yes', number: onPlatform.number });
}
