import { fold } from './fold.ts';
import { withoutExtension } from './formats.ts';
import { nameInside } from './packed.ts';
import { entryRule, LIMITS, NAME_PARTS, type NamePart, outside, type SaidOfEntry } from './rule.ts';

const counted = { value: 'as-it-is', under: 'as-it-is' } as const;

/** What is asked of an entry as a whole. */
export const ENTRY_RULES = {
  pieces: entryRule({
    given: LIMITS,
    objections: { 'pieces-outside': counted },
    checkEntry: (limits, files) => (files.length > 0 ? outside('pieces-outside', files.length, limits) : undefined),
  }),
  people: entryRule({
    given: LIMITS,
    objections: { 'people-outside': counted },
    checkEntry(limits, _, said) {
      const people = said === undefined ? 0 : peopleIn(said.author);
      return people > 0 ? outside('people-outside', people, limits) : undefined;
    },
  }),
  'author-limit': entryRule({
    given: { works: 'count' },
    objections: { 'author-limit': { author: 'as-it-is', value: 'as-it-is' } },
    checkEntry({ works }, _, said) {
      if (said === undefined || said.author === '' || said.ofAuthor <= works) return undefined;
      return { code: 'author-limit', facts: { author: said.author, value: said.ofAuthor } };
    },
  }),
  naming: entryRule({
    given: { parts: 'parts' },
    objections: { naming: { file: 'as-it-is', example: 'as-it-is' } },
    checkEntry({ parts }, files, said) {
      if (said === undefined) return undefined;
      const asked = NAME_PARTS.filter((part) => parts.includes(part) && wordsOf(said, part).length > 0);
      const odd = files.find(({ name }) => !asked.every((part) => names(nameInside(name), wordsOf(said, part))));
      if (odd === undefined) return undefined;
      const stem = parts.flatMap((part) => wordsOf(said, part)[0] ?? []).join('-');
      return { code: 'naming', facts: { file: odd.name, example: stem + endingOf(odd.name) } };
    },
  }),
};

/** How many are named; 0 where that cannot be told. */
function peopleIn(author: string): number {
  if (/\d/.test(author)) return 0;
  const listed = author.split(/[、,，;；/／|]+/).map((one) => one.trim());
  // A name of two signs may be typed with a blank in it.
  const apart = (one: string) => {
    const words = one.split(/\s+/);
    return words.every((word) => [...word].length > 1) ? words : [one];
  };
  return listed.filter((one) => one !== '').flatMap(apart).length;
}

function wordsOf({ unit, category, title, author }: SaidOfEntry, part: NamePart): readonly string[] {
  if (part === 'unit') return unit;
  if (part === 'category') return category;
  return [part === 'title' ? title : author].filter((one) => one !== '');
}

/** Marks between the parts, and within a title, are written in many ways. */
const key = (words: string) => fold(words).replace(/[\p{P}\p{S}\s]/gu, '');
const names = (file: string, words: readonly string[]) =>
  words.some((one) => key(withoutExtension(file)).includes(key(one)));

const endingOf = (name: string) => name.slice(withoutExtension(name).length);
