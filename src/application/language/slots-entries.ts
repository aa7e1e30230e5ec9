import type { Slots, SlotValue } from './intents.ts';
import type { ReaderName } from './names.ts';
import { readNumeral } from './numerals.ts';
import { defined, type Reading, thingsOf, wordsOf } from './reading.ts';
import { categoriesSaid, type SlotReader } from './slots-names.ts';
import { saidAs } from './slots-people.ts';
import { chosen } from './slots-words.ts';

function target(reading: Reading): Slots {
  const [entry] = thingsOf(reading, 'entry');
  if (entry?.n !== undefined) return { target: `#${entry.n}` };
  const [nth] = thingsOf(reading, 'nth');
  if (nth?.n !== undefined) return { target: `#${nth.n}` };
  if (reading.quote !== undefined) return { target: '@quoted' };
  const [last] = thingsOf(reading, 'last');
  const [[category] = []] = categoriesSaid(reading).filter((ids) => ids.length === 1);
  const inText = thingsOf(reading, 'category').length > 0;
  if (category !== undefined && inText) return { target: `@last:${category}` };
  return last || reading.tongue.grammar.words.mistaken?.test(reading.said) ? { target: '@last' } : {};
}

function file({ files }: Reading): Slots {
  const [first] = files;
  if (!first) return {};
  const said = { ...(first.ext !== '' && { ext: first.ext }), ...defined('size_mb', first.sizeMb) };
  return Object.keys(said).length > 0 ? { file: said } : {};
}

/** What is to be corrected, from what to what: `作者不是王强，是王刚`. */
function field(reading: Reading): Slots {
  const { grammar } = reading.tongue;
  const name = chosen(grammar.choices.field, reading.said);
  if (name === undefined) return {};
  const titles = thingsOf(reading, 'title').map((thing) => wordsOf(reading, thing).slice(1, -1));
  const fresh = saidAs(reading, 'new_value');
  const stale = saidAs(reading, 'old_value');
  const [first, second] = titles;
  const pair = second !== undefined ? { old: first, new: second } : { old: stale, new: first ?? fresh };
  return {
    field: name,
    ...(pair.old !== undefined && { old: unquoted(pair.old) }),
    ...(pair.new !== undefined && pair.new !== pair.old && { new: unquoted(pair.new) }),
  };
}

const unquoted = (text: string) => text.replace(/^[《“"「]|[》”"」]$/g, '');

/** Why: what is said to be the reason, else the clauses that say nothing else. */
function reason(reading: Reading): Slots {
  const { grammar } = reading.tongue;
  const { said, masked, match } = reading;
  const marked = grammar.reasonStarts.exec(said);
  if (marked) {
    const rest = said.slice(marked.index + marked[0].length).split(/[。；;！!？?\n]/)[0] ?? '';
    const [first = '', ...more] = rest.split(/[，,]/);
    return reasonFrom(grammar, [first, ...more.filter((text) => !grammar.words.not_reason?.test(text))].join('，'));
  }
  const clauses = [...said.matchAll(/[^\s，,。；;！!？?\n]+/g)].map((found) => ({
    text: found[0],
    start: found.index,
    end: found.index + found[0].length,
  }));
  const core = grammar.words.not_reason;
  const free = clauses.filter(({ start, end, text }) => {
    const touched = match !== undefined && start <= match.start && match.start < end;
    return !touched && end - start > 1 && !core?.test(masked.slice(start, end)) && !grammar.reasonDropped.test(text);
  });
  return reasonFrom(grammar, free.map(({ text }) => text).join('，'));
}

function reasonFrom(grammar: Reading['tongue']['grammar'], written: string): Slots {
  const kept = written
    .split(/[，,]/)
    .filter((text) => text !== '' && !grammar.reasonDropped.test(text))
    .join('，');
  let text = kept.trim();
  for (const { from, to } of grammar.reasonRewrites) text = text.replace(from, to);
  return text === '' ? {} : { reason: text };
}

function muteReason(reading: Reading): Slots {
  const { done_reporting: done, done_reason: word } = reading.tongue.grammar.words;
  return done?.test(reading.said) && word ? { reason: word.source } : {};
}

/** `10张照片、1个微视频`: each category with the number said next to it; without numbers the category alone. */
function items(reading: Reading): Slots {
  const counted = reading.things.filter(({ kind }) => kind === 'count' || kind === 'category');
  const found: SlotValue[] = [];
  counted.forEach((thing, index) => {
    if (thing.kind !== 'category' || thing.ids?.length !== 1) return;
    const before = counted[index - 1];
    const after = counted[index + 1];
    const near = before?.kind === 'count' && thing.start - before.end <= 2 ? before : undefined;
    const count = near ?? (after?.kind === 'count' && after.start - thing.end <= 3 ? after : undefined);
    if (count?.n !== undefined) found.push({ category: thing.ids[0] ?? '', count: count.n });
  });
  if (found.length > 0) return { items: found };
  const [first = []] = categoriesSaid(reading);
  return first.length === 1 ? { category: first[0] ?? '' } : {};
}

/** 60多人 stays 60+: a rough number is not made exact. */
function attendance(reading: Reading): Slots {
  const people = reading.tongue.grammar.words.people;
  const count = thingsOf(reading, 'count').find((thing) => people?.test(wordsOf(reading, thing)));
  if (count?.n === undefined) return {};
  return { attendance: `${count.n}${count.more ? '+' : ''}` };
}

function fromTo(reading: Reading): Slots {
  const { grammar } = reading.tongue;
  const numbers = [...reading.said.matchAll(new RegExp(grammar.raw.entities.number, 'gu'))].flatMap((found) => {
    const number = readNumeral(found[0], grammar.raw.entities);
    const day = reading.things.some(
      ({ kind, start, end }) => kind === 'day' && found.index >= start && found.index < end,
    );
    return number === undefined || day ? [] : [number];
  });
  const [first, second] = numbers;
  if (second !== undefined && first !== undefined) return { from: first, to: second };
  return first === undefined ? {} : { to: first };
}

function statedComputed(reading: Reading): Slots {
  const numbers = [...reading.said.matchAll(/(?<!附件|\d)\d{1,5}/g)].map((found) => Number(found[0]));
  const [stated, computed] = numbers;
  return stated !== undefined && computed !== undefined ? { stated, computed } : {};
}

function countClaimed(reading: Reading): Slots {
  const count = thingsOf(reading, 'count').find(({ n }) => n !== undefined && n > 1);
  return count?.n === undefined ? {} : { count_claimed: count.n };
}

function zeroReason(reading: Reading): Slots {
  const found = reason(reading);
  return typeof found.reason === 'string' && found.reason.length > 2 ? found : {};
}

export const entryReaders: Partial<Record<ReaderName, SlotReader>> = {
  target,
  file,
  via: ({ files }) => (files.some(({ quoted }) => quoted) ? { via: 'quote' } : {}),
  field,
  bulk: ({ files }) => (files.some(({ ext }) => ext === 'xlsx' || ext === 'xls') ? { bulk: true } : {}),
  reason,
  muteReason,
  zeroReason,
  basisSaid: (reading) => (reading.tongue.grammar.reasonStarts.test(reading.said) ? reason(reading) : {}),
  items,
  attendance,
  fromTo,
  statedComputed,
  countClaimed,
  photosToCome: ({ tongue, said }) =>
    tongue.grammar.words.photos_follow?.test(said) ? { attachments_expected: 'image' } : {},
  ranking: () => ({}),
};
