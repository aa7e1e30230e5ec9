import mustache from 'mustache';
import { type PhraseTable, requireWords, type Section, WordsInvalid } from './words.ts';

export interface PaperWords {
  /** The whole section with its facts. */
  say(id: string, facts?: object): string;
  /** A section of names that stand with a mark between them. */
  list(id: string): string[];
  /** The paragraphs of a section, each of its sentences; of one that names a figure which is not there, nothing. */
  sentences(id: string, values: Values): Sentence[][];
}

/** What fills the words: figures and facts by their names. Undefined: there is no such thing. */
export type Values = Record<string, string | number | undefined>;

export interface Sentence {
  text: string;
  /** The names of what it tells, facts among them. */
  told: string[];
}

/**
 * Builds the words of papers. Throws `WordsInvalid` as all words do, and for a digit that is written into a sentence: every number has
 * to be counted from something.
 */
export function paperWordsFrom(sections: ReadonlyMap<string, Section>, phrases: PhraseTable): PaperWords {
  requireWords(sections, phrases);
  requireNoDigits(sections);
  const section = (id: string): Section => {
    const found = sections.get(id);
    if (!found) throw new Error(`no words ${id}`);
    return found;
  };
  const say = (id: string, facts: object = {}) => render(section(id).template, facts);
  return {
    say,
    list: (id) => say(id).split(SEPARATOR),
    sentences: (id, values) =>
      section(id)
        .template.split(/\n{2,}/)
        .map((paragraph) => paragraph.split('\n').flatMap((line) => sentenceOf(line, values)))
        .filter((sentences) => sentences.length > 0),
  };
}

const SEPARATOR = /\uff1b/u;
const render = (template: string, facts: object) => mustache.render(template, facts, undefined, { escape: String });

type Token = [kind: string, name: string, start: number, end: number, inner?: Token[]];
const parsed = (template: string) => mustache.parse(template) as unknown as Token[];

function sentenceOf(line: string, values: Values): Sentence[] {
  const told = toldIn(parsed(line), values);
  if (told.some((name) => values[name] === undefined)) return [];
  const text = render(line, values).trim();
  return text === '' ? [] : [{ text, told }];
}

/** What is told as things are: within a condition that does not hold nothing is. */
function toldIn(tokens: Token[], values: Values): string[] {
  const names = tokens.flatMap(([kind, name, , , inner = []]) => {
    if (kind === 'name' || kind === '&') return [name];
    const holds = Boolean(values[name]);
    return (kind === '#' && holds) || (kind === '^' && !holds) ? toldIn(inner, values) : [];
  });
  return [...new Set(names)];
}

function requireNoDigits(sections: ReadonlyMap<string, Section>): void {
  const problems = [...sections]
    .filter(([id]) => !id.startsWith('figures.') && !id.startsWith('paper.'))
    .flatMap(([id, { template, file, line }]) => {
      const number = /[0-9０-９]+/u.exec(literalOf(parsed(template)))?.[0];
      return number === undefined ? [] : [`${file}:${line} ${id}: ${number} is counted from nothing`];
    });
  if (problems.length > 0) throw new WordsInvalid(problems.join('\n'));
}

const literalOf = (tokens: Token[]): string =>
  tokens.map(([kind, text, , , inner = []]) => (kind === 'text' ? text : ` ${literalOf(inner)} `)).join('');
