import type { RosterWords } from '../../domain/roster/words.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What a list may be of, the most telling heading first. */
export const LIST_KINDS = ['work', 'event', 'ambassador'] as const;
export type ListKind = (typeof LIST_KINDS)[number];

const NEEDS: Record<ListKind, RosterWords['needs']> = {
  ambassador: ['name', 'workplace'],
  work: ['title', 'category'],
  event: ['title', 'date'],
};

/** One object for each, as what is known of its words is kept beside it. */
const made = new WeakMap<Vocabulary, Map<ListKind, RosterWords>>();

/** The words by which a list of such things is read. */
export function listWords(vocabulary: Vocabulary, kind: ListKind): RosterWords {
  const known = made.get(vocabulary) ?? new Map<ListKind, RosterWords>();
  made.set(vocabulary, known);
  const { roster, lists } = vocabulary;
  const columns = kind === 'ambassador' ? roster.columns : lists[kind];
  const words = known.get(kind) ?? { ...roster, columns, needs: NEEDS[kind] };
  known.set(kind, words);
  return words;
}
