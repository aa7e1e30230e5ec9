import type { ChaosPerson } from './people.ts';
import type { Meaning } from './said.ts';

/** A message that reached the bot's database, in the order in which the bot numbered them. */
export interface Arrived {
  person: ChaosPerson;
  meaning: Meaning;
  inGroup: boolean;
  /** The sender was told in words that the file did not arrive. */
  fileFailed: boolean;
}

export interface ExpectedEntry {
  unitId: string;
  categoryId: string;
  /** `open`: a draft, or one that has lapsed. */
  state: 'received' | 'accepted' | 'returned' | 'withdrawn' | 'open';
  version: number;
  sha256?: string;
  /** Of the last correction. */
  value?: string;
}

/** What must stand in the books after these messages, by title. Pure: it knows nothing of how the bot works. */
export function expectedEntries(arrived: readonly Arrived[]): Map<string, ExpectedEntry> {
  const entries = new Map<string, ExpectedEntry>();
  for (const { person, meaning, fileFailed } of arrived) {
    const begin = (marker: string, categoryId: string, more: Partial<ExpectedEntry>) =>
      entries.set(marker, { unitId: person.unit?.id ?? '', categoryId, state: 'received', version: 1, ...more });
    switch (meaning.kind) {
      case 'event':
      case 'ambassador':
        begin(meaning.marker, meaning.kind, {});
        break;
      case 'work':
        if (!fileFailed) begin(meaning.marker, meaning.category, { sha256: meaning.sha256 });
        break;
      case 'command':
        begin(meaning.marker, 'song', { state: 'open' });
        break;
      case 'file': {
        const draft = entries.get(meaning.marker);
        if (draft && !fileFailed) entries.set(meaning.marker, { ...draft, state: 'received', sha256: meaning.sha256 });
        break;
      }
      case 'again':
        // The bytes are there already: named as such, and the draft waits for others.
        if (!fileFailed) begin(meaning.marker, 'song', { state: 'open' });
        break;
      case 'withdraw':
        change(entries, meaning.of, (entry) => ({ ...entry, state: 'withdrawn' }));
        break;
      case 'correct':
        change(entries, meaning.of, (entry) => ({ ...entry, version: entry.version + 1, value: meaning.value }));
        break;
      case 'accept':
        change(entries, meaning.of, (entry) => ({ ...entry, state: 'accepted' }));
        break;
      case 'return':
        change(entries, meaning.of, (entry) => ({ ...entry, state: 'returned' }));
        break;
    }
  }
  return entries;
}

function change(entries: Map<string, ExpectedEntry>, marker: string, to: (entry: ExpectedEntry) => ExpectedEntry) {
  const entry = entries.get(marker);
  if (entry) entries.set(marker, to(entry));
}

/** How many posts a handled message makes: in a group a receipt is said there in brief, and in full to the sender. */
export function expectedAnswers(
  { meaning, inGroup, fileFailed }: Arrived,
  coordinatorsOf: (marker: string) => number,
): number {
  switch (meaning.kind) {
    case 'chatter':
      return 0;
    case 'accept':
    case 'return':
      return 1 + coordinatorsOf(meaning.of);
    case 'event':
    case 'ambassador':
    case 'work':
      return inGroup && !fileFailed ? 2 : 1;
    default:
      return 1;
  }
}

/** Units' counts by category: what `/进度` must say. */
export function expectedTally(entries: ReadonlyMap<string, ExpectedEntry>): Map<string, string> {
  const counts = new Map<string, { received: number; accepted: number; returned: number }>();
  for (const { unitId, categoryId, state } of entries.values()) {
    if (state === 'open' || state === 'withdrawn') continue;
    const key = `${unitId} ${categoryId}`;
    const count = counts.get(key) ?? { received: 0, accepted: 0, returned: 0 };
    count[state]++;
    counts.set(key, count);
  }
  return new Map([...counts].map(([key, count]) => [key, `${count.received} ${count.accepted} ${count.returned}`]));
}
