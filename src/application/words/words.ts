import mustache from 'mustache';
import type { PhraseId, Phrases } from './phrases.ts';

/** One section of a prompts file: what is said on one occasion. */
export interface Section {
  template: string;
  file: string;
  line: number;
}

/** What can be said, with the variables that each phrase fills. `rows.unit` is the variable `unit` of the list `rows`. */
export type PhraseTable = Readonly<Record<string, readonly string[]>>;

/** A list of words is said with 、 between them. */
type Value = string | number | boolean | null | undefined | Row[] | readonly string[];
type Row = Record<string, string | number | boolean | null | undefined>;
type TopLevel<Name extends string> = Name extends `${string}.${string}` ? never : Name;

/** What fills the phrase. */
export type FactsOf<Table extends PhraseTable, Id extends keyof Table> = Record<TopLevel<Table[Id][number]>, Value>;

export type Facts<Id extends PhraseId> = FactsOf<Phrases, Id>;

/** Says a phrase of a table with its facts. Facts are the only things that vary; markup is left to the channel. */
export type SayOf<Table extends PhraseTable> = <Id extends keyof Table & string>(
  id: Id,
  ...facts: Table[Id][number] extends never ? [] : [FactsOf<Table, Id>]
) => string;

/** Says what the bot says. */
export type Say = SayOf<Phrases>;

/** Words that cannot be used; one line for each problem, for whoever edits the files. */
export class WordsInvalid extends Error {}

/** What is wrong with words that stand in a file of keys, and under which. */
export interface Misplaced {
  path: readonly PropertyKey[];
  problem: string;
}

/** Thrown by who reads such words and does not know the file; who has read the file tells its lines. */
export class MisplacedWords extends Error {
  readonly places: Misplaced[];
  constructor(places: Misplaced[]) {
    super(places.map(({ problem }) => problem).join('\n'));
    this.places = places;
  }
}

/**
 * Builds `say` from the sections an office can edit.
 * Throws `WordsInvalid` naming file and line for a phrase that is missing, unknown, unreadable, or uses a variable that
 * nobody fills.
 */
export function wordsFrom<const Table extends PhraseTable>(
  sections: ReadonlyMap<string, Section>,
  phrases: Table,
): SayOf<Table> {
  requireWords(sections, phrases);
  return (id, ...facts) => rendered(sections.get(id) as Section, facts[0] ?? {});
}

/** Throws `WordsInvalid` as `wordsFrom` does. */
export function requireWords(sections: ReadonlyMap<string, Section>, phrases: PhraseTable): void {
  const problems: string[] = [];
  for (const id of Object.keys(phrases))
    if (!sections.has(id)) problems.push(`${id.split('.')[0]}.md ${id}: the section is missing`);
  for (const [id, section] of sections) {
    const at = `${section.file}:${section.line} ${id}`;
    const names = phrases[id];
    if (!names) problems.push(`${at}: nobody says this`);
    else for (const name of strangersIn(section.template, new Set(names))) problems.push(`${at}: unknown {{${name}}}`);
  }
  if (problems.length > 0) throw new WordsInvalid(problems.join('\n'));
}

/** The section with its facts; what it has no fact for is left out. */
export const rendered = ({ template }: Section, facts: object): string =>
  mustache.render(template, facts, undefined, { escape: String }).replace(/\n+$/, '');

type Token = [kind: string, name: string, start: number, end: number, inner?: Token[]];

function strangersIn(template: string, names: Set<string>): string[] {
  let tokens: Token[];
  try {
    tokens = mustache.parse(template) as unknown as Token[];
  } catch (error) {
    return [`${(error as Error).message}`];
  }
  const strangers: string[] = [];
  // Within a list its own variables are known, and those of the lists around it.
  const walk = (inner: Token[], scopes: string[]) => {
    for (const [kind, name, , , children] of inner) {
      if (kind === 'text' || kind === '!') continue;
      const whole = ['', ...scopes].map((scope) => scope + name).findLast((one) => names.has(one));
      if (kind === '>' || kind === '=' || (name !== '.' && whole === undefined)) strangers.push(name);
      if (children) walk(children, kind === '#' && isList(whole, names) ? [...scopes, `${whole}.`] : scopes);
    }
  };
  walk(tokens, []);
  return strangers;
}

const isList = (name: string | undefined, names: Set<string>) =>
  name !== undefined && [...names].some((other) => other.startsWith(`${name}.`));
