import type { Slots } from './intents.ts';
import type { ReaderName } from './names.ts';
import type { SlotReader } from './reading.ts';
import { type Reading, thingsOf } from './reading.ts';

const reason = (reading: Reading): Slots => reasonAfter(reading, 0);

/** Why: what is said to be the reason, else the clauses that say nothing else. */
function reasonAfter(reading: Reading, from: number): Slots {
  const { grammar } = reading.tongue;
  const { said, masked, match } = reading;
  const marked = grammar.reasonStarts.exec(said.slice(from));
  if (marked) {
    const rest = said.slice(from + marked.index + marked[0].length).split(/[。；;！!？?\n]/)[0] ?? '';
    const [first = '', ...more] = rest.split(/[，,]/);
    return reasonFrom(grammar, [first, ...more.filter((text) => !grammar.words.not_reason?.test(text))].join('，'));
  }
  const clauses = [...said.matchAll(/[^\s，,。；;！!？?\n]+/g)]
    .map((found) => ({ text: found[0], start: found.index, end: found.index + found[0].length }))
    .filter(({ start }) => start >= from);
  const core = grammar.words.not_reason;
  const free = clauses.filter(({ start, end, text }) => {
    const touched = match !== undefined && start <= match.start && match.start < end;
    return !touched && end - start > 1 && !core?.test(masked.slice(start, end)) && !grammar.reasonDropped.test(text);
  });
  const alone = free.length > 0 ? free.map(({ text }) => text).join('，') : besideEntry(reading, clauses);
  return reasonFrom(grammar, alone);
}

/** 15号作品跑题了，退回: what is said of the entry in the clause that names it. */
function besideEntry(reading: Reading, clauses: { start: number; end: number }[]): string {
  const { not_reason: core, entry_word: noun } = reading.tongue.grammar.words;
  const [entry] = thingsOf(reading, 'entry', ...(reading.who === 'staff' ? ['nth'] : []));
  const clause = entry && clauses.find(({ start, end }) => start <= entry.start && entry.end <= end);
  if (!entry || !clause || clauses.length < 2) return '';
  const rest = reading.said.slice(entry.end, clause.end).replace(noun ?? /^$/, '');
  return rest.length > 1 && !core?.test(rest) ? rest : '';
}

function reasonFrom(grammar: Reading['tongue']['grammar'], written: string): Slots {
  const kept = written
    .split(/[，,]/)
    .filter((text) => text !== '' && !grammar.reasonDropped.test(text))
    .join('，');
  const { trailing = /^$/, own_start: own = /^$/ } = grammar.words;
  let text = kept.replace(trailing, '').replace(own, '').trim();
  for (const { from, to } of grammar.reasonRewrites) text = text.replace(from, to);
  return text === '' ? {} : { reason: text };
}

function muteReason(reading: Reading): Slots {
  const { done_reporting: done, done_reason: already } = reading.tongue.grammar.words;
  const found = done?.exec(reading.said)?.[0];
  const before = /^(?<word>.*)$/.exec(already?.source ?? '')?.groups?.word ?? '';
  return found === undefined ? reason(reading) : { reason: `${before}${found}` };
}

/** Where the part about this entry begins: what stands before 另外 is about another one. */
function startOfPart({ said, match, tongue }: Reading): number {
  const { besides } = tongue.grammar.words;
  if (!besides) return 0;
  const ends = [...said.matchAll(new RegExp(besides.source, 'gu'))].map((found) => found.index + found[0].length);
  return ends.filter((end) => !match || end <= match.start).at(-1) ?? 0;
}

function zeroReason(reading: Reading): Slots {
  const { reason: found } = reasonAfter(reading, startOfPart(reading));
  if (typeof found !== 'string') return {};
  const { zero_subject: subject, mere_none: none } = reading.tongue.grammar.words;
  const at = reading.said.indexOf(found);
  // 歌曲实在弄不出来 says of what; 我们没有歌曲 only says again that there is none.
  const own = at < 0 ? found : found.slice(subject?.exec(reading.masked.slice(at, at + found.length))?.[0].length ?? 0);
  const bare = at < 0 ? found : reading.masked.slice(at, at + found.length);
  return own.length > 2 && !none?.test(bare) ? { reason: own } : {};
}

export const reasonReaders: Partial<Record<ReaderName, SlotReader>> = {
  reason,
  muteReason,
  zeroReason,
  basisSaid: (reading) => (reading.tongue.grammar.reasonStarts.test(reading.said) ? reason(reading) : {}),
};
