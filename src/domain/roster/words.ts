import { fold } from '../fold.ts';

/** What a row of a list tells, by the names of `domain/field.ts`; `unit` is whom it says it is reported for, `file` what its file is called. */
export type RosterField = string;

/** The words by which lists and forms are told apart and read; they stand in `prompts/commands.yaml`. */
export interface RosterWords {
  /** What a column, or the cell left of a value, is called, by the field that it fills. */
  columns: Record<RosterField, string[]>;
  /** Without these two a list is none: what each row is known by, and what is told of it. */
  needs: readonly [RosterField, RosterField];
  /** Columns of no field, some of which end like one: 填报单位 is not where somebody works. */
  others: string[];
  /** Columns with numbers of identity or bank cards. */
  identity: string[];
  /** What may stand behind the name of a column: 及职务. */
  tails: string[];
  /** As above. */
  ditto: string[];
  /** Nothing: a dash, 无. */
  blanks: string[];
  /** How a row begins that sums up, that explains, or that somebody signs. */
  totals: string[];
  notes: string[];
  feet: string[];
  /** How a row begins that shows how to fill in the others. */
  examples: string[];
}

/** A field, or `identity`, or `other`. */
export type Meaning = string;

export const rosterFields = ({ columns }: RosterWords): RosterField[] => Object.keys(columns);

/** `* 工作单位及职务（全称）` → `工作单位`: without blanks, stars, remarks in brackets and what may follow. */
export function labelOf(cell: string, { tails }: RosterWords): string {
  const bare = fold(cell.normalize('NFKC'))
    .replace(/\([^()]*\)|\[[^[\]]*\]|【[^【】]*】/g, '')
    .replace(/[\s*★☆●:：、.]+/g, '');
  const tail = tails.find((one) => bare.length > one.length && bare.endsWith(one));
  return tail === undefined ? bare : bare.slice(0, -tail.length);
}

const LONGEST_LABEL = 24;

/** What a label names, if it is one: the longest of the known words that it ends with, else that it has. */
export function meaningOf(cell: string, words: RosterWords, exactly = false): Meaning | undefined {
  const label = labelOf(cell, words);
  if (label === '' || label.length > LONGEST_LABEL) return undefined;
  const known = knownWords(words);
  const whole = known.find(({ word }) => word === label);
  if (whole || exactly) return whole?.meaning;
  const longest = (fits: (word: string) => boolean) =>
    known.filter(({ word }) => fits(word)).sort((a, b) => b.word.length - a.word.length)[0]?.meaning;
  return longest((word) => label.endsWith(word)) ?? longest((word) => word.length > 1 && label.includes(word));
}

const cache = new WeakMap<RosterWords, { word: string; meaning: Meaning }[]>();

function knownWords(words: RosterWords): { word: string; meaning: Meaning }[] {
  const made =
    cache.get(words) ??
    [
      ...Object.entries(words.columns),
      ...([
        ['identity', words.identity],
        ['other', words.others],
      ] as const),
    ].flatMap(([meaning, list]) => list.map((word) => ({ word: fold(word), meaning })));
  cache.set(words, made);
  return made;
}

/** Whether a cell begins with one of the words, as a label does: with nothing, a colon or a bracket behind it, or a number. */
export function beginsWith(cell: string, list: readonly string[]): boolean {
  const bare = fold(cell.normalize('NFKC')).replace(/^[\s(【[*※]+/, '');
  return list.some((word) => {
    const told = fold(word);
    if (!bare.startsWith(told)) return false;
    const rest = bare.slice(told.length);
    return rest === '' || /^[\s:：()（）【】\]、,.\d]/.test(rest);
  });
}
