import type { Slots, SlotValue } from './intents.ts';
import type { ReaderName } from './names.ts';
import { readNumeral } from './numerals.ts';
import { dayOf, defined, type Reading, type SlotReader, type Thing, thingsOf, wordsOf } from './reading.ts';
import { categoriesSaid } from './slots-names.ts';
import { saidAs } from './slots-people.ts';
import { chosen } from './slots-words.ts';

function target(reading: Reading): Slots {
  const listed = listedEntries(reading);
  if (listed.length > 1) return { target: `#${listed[0]}`, targets: listed.map((number) => `#${number}`) };
  const [entry] = thingsOf(reading, 'entry');
  if (entry?.n !== undefined) return { target: `#${entry.n}` };
  const [nth] = thingsOf(reading, 'nth');
  if (nth?.n !== undefined) return { target: `#${nth.n}` };
  if (reading.quote !== undefined) return { target: '@quoted' };
  const [last] = thingsOf(reading, 'last');
  const [[category] = []] = categoriesSaid(reading).filter((ids) => ids.length === 1);
  const inText = thingsOf(reading, 'category').length > 0;
  const recategorised = chosen(reading.tongue.grammar.choices.field, reading.said) === 'category';
  if (category !== undefined && inText && !recategorised) return { target: `@last:${category}` };
  return last || reading.tongue.grammar.words.mistaken?.test(reading.said) ? { target: '@last' } : {};
}

/** Numbers with nothing but a comma or an 和 between them: 37、38和40号. */
function listedEntries(reading: Reading): number[] {
  const named = thingsOf(reading, 'entry', 'nth');
  const apart = named.some((thing, index) => {
    const next = named[index + 1];
    return next && !reading.tongue.grammar.between.test(reading.masked.slice(thing.end, next.start));
  });
  return apart ? [] : [...new Set(named.flatMap(({ n }) => n ?? []))];
}

/** A title in brackets where no number and no 刚才 says which entry is meant. */
function titleMeant(reading: Reading): Slots {
  const [title] = thingsOf(reading, 'title');
  return !title || 'target' in target(reading) ? {} : { title: wordsOf(reading, title).slice(1, -1) };
}

/** For questions: an entry that was named, not merely a category. */
function targetNamed(reading: Reading): Slots {
  // A mere 那个 does not tell which entry is meant.
  const pointed = thingsOf(reading, 'last').some(({ start, end }) => end - start > 2);
  const named = pointed || thingsOf(reading, 'entry', 'nth').length > 0 || reading.quote !== undefined;
  return named ? target(reading) : {};
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
  if (name === 'category') {
    const sure = thingsOf(reading, 'category').filter(({ ids }) => ids?.length === 1);
    return { field: name, ...staleAndNew(reading, sure, ({ ids: [id = ''] = [] }) => id) };
  }
  const [link] = thingsOf(reading, 'link');
  if (name === 'link' && link) return { field: name, new: wordsOf(reading, link) };
  const [phone] = thingsOf(reading, 'mobile').slice(-1);
  if (name === 'mobile' && phone) return { field: name, new: wordsOf(reading, phone).replace(/\D/g, '') };
  const later = (kind: string) => thingsOf(reading, kind).at(-1);
  if (name === 'date') {
    const day = dayOf(reading, later('day'), 'past');
    return { field: name, ...(day !== undefined && { new: day }) };
  }
  const people = later('count');
  if (name === 'attendance' && people?.n !== undefined)
    return { field: name, new: `${people.n}${people.more ? '+' : ''}` };
  const titles = thingsOf(reading, 'title');
  const pair: { old?: string; new?: string } =
    titles.length > 0
      ? staleAndNew(reading, titles, (thing) => wordsOf(reading, thing).slice(1, -1))
      : { ...defined('old', saidAs(reading, 'old_value')), ...defined('new', saidAs(reading, 'new_value')) };
  return {
    field: name,
    ...(pair.old !== undefined && { old: unquoted(pair.old) }),
    ...(pair.new !== undefined && pair.new !== pair.old && { new: unquoted(pair.new) }),
  };
}

/** 《甲》改成《乙》, but also 是《乙》不是《甲》: what is said not to be is the old one. */
function staleAndNew(
  reading: Reading,
  things: Thing[],
  valueIn: (thing: Thing) => string,
): { old?: string; new?: string } {
  const denied = reading.tongue.grammar.words.denied;
  const stale = things.find(({ start }) => denied?.test(reading.masked.slice(0, start)));
  const [first, second] = stale ? [stale, things.find((one) => one !== stale)] : things;
  if (!first) return {};
  if (second) return { old: valueIn(first), new: valueIn(second) };
  return stale ? { old: valueIn(first), ...defined('new', saidAs(reading, 'new_value')) } : { new: valueIn(first) };
}

const unquoted = (text: string) => text.replace(/^[《“"「]|[》”"」]$/g, '');

/** `10张照片、1个微视频`: each category with the number said next to it; without numbers the category alone. */
function items(reading: Reading, listed = false): Slots {
  const counted = reading.things.filter(({ kind }) => kind === 'count' || kind === 'category');
  const found: SlotValue[] = [];
  // Either every number follows its category (照片10张，微视频1个) or every number goes before it.
  const numberFirst = counted[0]?.kind === 'count';
  counted.forEach((thing, index) => {
    if (thing.kind !== 'category' || thing.ids?.length !== 1) return;
    const count = counted[index + (numberFirst ? -1 : 1)];
    const away = count && (numberFirst ? thing.start - count.end : count.start - thing.end);
    if (count?.kind === 'count' && count.n !== undefined && away !== undefined && away <= 4)
      found.push({ category: thing.ids[0] ?? '', count: count.n });
  });
  if (found.length > 1 || (found.length === 1 && !listed)) return { items: found };
  const [first = []] = categoriesSaid(reading);
  return first.length === 1 && !listed ? { category: first[0] ?? '' } : {};
}

const sureCategories = (reading: Reading): Set<string> =>
  new Set(thingsOf(reading, 'category').flatMap(({ ids }) => (ids?.length === 1 ? ids : [])));

/** Works of several categories in one sentence, with the number or the title of each; nothing for one alone. */
function severalItems(reading: Reading): Slots {
  const ids = sureCategories(reading);
  const titles = thingsOf(reading, 'title');
  if (ids.size === 0 || (ids.size === 1 && titles.length < 2)) return {};
  if (titles.length > 1 && (ids.size === 1 || titles.length === ids.size)) {
    const [only = ''] = ids;
    const listed = (ids.size === 1 ? titles.map(() => only) : [...ids]).map((category, index) => {
      const title = titles[index];
      return { category, ...(title && { title: wordsOf(reading, title).slice(1, -1) }) };
    });
    return { items: listed };
  }
  return items(reading, true);
}

/** 60多人 stays 60+: a rough number is not made exact. */
function attendance(reading: Reading): Slots {
  const { people, workers } = reading.tongue.grammar.words;
  const count = thingsOf(reading, 'count').find(
    (thing) => people?.test(wordsOf(reading, thing)) || workers?.test(reading.said.slice(thing.end)),
  );
  if (count?.n !== undefined) return { attendance: count.more ? `${count.n}+` : count.n };
  const said = saidAs(reading, 'attendance');
  const number = readNumeral(said ?? '', reading.tongue.grammar.raw.entities);
  return number === undefined ? {} : { attendance: number };
}

function fromTo(reading: Reading): Slots {
  const { grammar } = reading.tongue;
  const numbers = [...reading.said.matchAll(new RegExp(grammar.raw.entities.number, 'gu'))].flatMap((found) => {
    const number = readNumeral(found[0], grammar.raw.entities);
    const day = reading.things.some(
      ({ kind, start, end }) => kind === 'day' && found.index >= start && found.index < end,
    );
    const idle = grammar.words.no_number?.test(reading.said.slice(found.index + found[0].length));
    return number === undefined || day || idle ? [] : [number];
  });
  const [first, second] = numbers;
  if (numbers.length === 0 && grammar.words.to_none?.test(reading.said)) return { to: 0 };
  // 改少2个 says by how much, not to how many: the number in force now is not in the sentence, so nothing is taken.
  const relative = grammar.words.relative?.test(reading.said) && !grammar.words.change_to?.test(reading.said);
  if (relative && second === undefined) return {};
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

/** Whether units are to be ranked; a question leaves it open. */
function ranking({ tongue, said }: Reading): Slots {
  const { ranking_word: word, ask_whether: asks, not_wanted: not } = tongue.grammar.words;
  if (!word?.test(said) || asks?.test(said)) return {};
  return { ranking: !not?.test(said) };
}

/** Several categories of which a unit has none. */
function zeroItems(reading: Reading): Slots {
  const ids = [...sureCategories(reading)];
  return ids.length > 1 ? { items: ids.map((category) => ({ category })) } : {};
}

export const entryReaders: Partial<Record<ReaderName, SlotReader>> = {
  target,
  targetNamed,
  titleMeant,
  file,
  via: ({ files }) => (files.some(({ quoted }) => quoted) ? { via: 'quote' } : {}),
  field,
  bulk: ({ files }) => (files.some(({ ext }) => ext === 'xlsx' || ext === 'xls') ? { bulk: true } : {}),
  zeroItems,
  items: (reading) => items(reading),
  itemsIfSeveral: severalItems,
  attendance,
  fromTo,
  statedComputed,
  countClaimed,
  photosToCome: ({ tongue, said }) =>
    tongue.grammar.words.photos_follow?.test(said) ? { attachments_expected: 'image' } : {},
  ranking,
};
