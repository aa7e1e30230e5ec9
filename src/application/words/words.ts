import mustache from 'mustache';
import type { PhraseId, Phrases } from './phrases.ts';

/** One section of a prompts file: what the bot says on one occasion. */
export interface Section {
  template: string;
  file: string;
  line: number;
}

/** A list of words is said with 、 between them. */
type Value = string | number | boolean | null | undefined | Row[] | readonly string[];
type Row = Record<string, string | number | boolean | null | undefined>;
type TopLevel<Name extends string> = Name extends `${string}.${string}` ? never : Name;
export type Facts<Id extends PhraseId> = Record<TopLevel<Phrases[Id][number]>, Value>;

/** Says a phrase with its facts. Facts are the only things that vary; markup is left to the channel. */
export type Say = <Id extends PhraseId>(
  id: Id,
  ...facts: Phrases[Id][number] extends never ? [] : [Facts<Id>]
) => string;

export class WordsInvalid extends Error {}

/**
 * Builds `say` from the sections an office can edit.
 * Throws `WordsInvalid` naming file and line for a phrase that is missing, unknown, unreadable, or uses a variable the
 * bot does not fill.
 */
export function wordsFrom(sections: Map<string, Section>, phrases: Record<string, readonly string[]>): Say {
  const problems: string[] = [];
  for (const id of Object.keys(phrases)) if (!sections.has(id)) problems.push(`${id}: missing from prompts/replies`);
  for (const [id, section] of sections) {
    const at = `${section.file}:${section.line} ${id}`;
    const names = phrases[id];
    if (!names) problems.push(`${at}: the bot has no such phrase`);
    else for (const name of strangersIn(section.template, new Set(names))) problems.push(`${at}: unknown {{${name}}}`);
  }
  if (problems.length > 0) throw new WordsInvalid(problems.join('\n'));
  return (id, ...facts) => {
    const section = sections.get(id) as Section;
    return mustache.render(section.template, facts[0] ?? {}, undefined, { escape: String }).replace(/\n+$/, '');
  };
}

type Token = [kind: string, name: string, start: number, end: number, inner?: Token[]];

function strangersIn(template: string, names: Set<string>): string[] {
  let tokens: Token[];
  try {
    tokens = mustache.parse(template) as unknown as Token[];
  } catch (error) {
    return [`${(error as Error).message}`];
  }
  const strangers: string[] = [];
  const walk = (inner: Token[], scope: string) => {
    for (const [kind, name, , , children] of inner) {
      if (kind === 'text' || kind === '!') continue;
      const known = name === '.' || names.has(name) || (scope !== '' && names.has(`${scope}.${name}`));
      if (!known || kind === '>' || kind === '=') strangers.push(name);
      if (children) walk(children, kind === '#' && isList(name, names) ? name : scope);
    }
  };
  walk(tokens, '');
  return strangers;
}

const isList = (name: string, names: Set<string>) => [...names].some((other) => other.startsWith(`${name}.`));
