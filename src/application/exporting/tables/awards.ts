import { entryCells } from '../entry-cells.ts';
import { type Making, tableMaker } from '../making.ts';
import type { StandingEntry } from '../standing.ts';

interface Awarded {
  entry: StandingEntry;
  level: string;
  /** Who gets a certificate. */
  person: string;
}

/** 优秀作品名单: every work with an award, once the results are final. */
export const awards = tableMaker<Awarded>({
  kind: 'awards',
  rows: awarded,
  cells: { ...cellsOf(), author: ({ entry }) => entry.fields.author },
});

/** What certificates are printed from: a row for each author. A work without one is its unit's own, which is named instead. */
export const certificates = tableMaker<Awarded>({
  kind: 'certificates',
  rows: (making) =>
    awarded(making).flatMap((one) => peopleOf(one.entry.fields.author ?? '').map((person) => ({ ...one, person }))),
  cells: {
    ...cellsOf(),
    name: ({ person, entry }, making) => person || (making.unitOf(entry.unitId)?.name ?? entry.unitId),
  },
});

function awarded({ standing }: Making): Awarded[] {
  const byNumber = new Map(standing.entries.map((entry) => [entry.number, entry]));
  return (standing.awards ?? []).flatMap(({ number, level }) => {
    const entry = byNumber.get(number);
    return entry ? [{ entry, level, person: '' }] : [];
  });
}

/** Several authors stand in one field with a mark between them, or a blank behind a full name. */
const peopleOf = (author: string): string[] => author.split(/[\u3001,\uff0c;\uff1b/]/u).map((name) => name.trim());

function cellsOf(): Record<string, (row: Awarded, making: Making) => ReturnType<(typeof entryCells)[string]>> {
  return {
    ...Object.fromEntries(
      Object.entries(entryCells).map(([id, cell]) => [id, ({ entry }: Awarded, making: Making) => cell(entry, making)]),
    ),
    award: ({ level }) => level,
  };
}
