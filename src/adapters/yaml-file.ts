import { readFileSync } from 'node:fs';
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { z } from 'zod';
import { type Misplaced, MisplacedWords, WordsInvalid } from '../application/words/words.ts';

/** A YAML file that keeps the lines in which everything stands. */
export interface YamlFile {
  /** As people are told of it. */
  name: string;
  value: unknown;
  lineOf(path: readonly PropertyKey[]): number;
  /** Of the first text that holds these words. */
  lineWith(words: string): number | undefined;
}

/** Reads a file of words. Throws `WordsInvalid` with file and line when it is no YAML. */
export function readYaml(file: string, name: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) throw new WordsInvalid(`${name}:${lines.linePos(error.pos[0]).line}: ${error.message}`);
  return {
    name,
    value: document.toJS(),
    lineOf: (path) => lineOf(document, lines, path),
    lineWith: (words) => {
      let line: number | undefined;
      visit(document, {
        Scalar(_, { value, range }) {
          if (line !== undefined || typeof value !== 'string' || !value.includes(words) || !range) return undefined;
          line = lines.linePos(range[0]).line;
          return visit.BREAK;
        },
      });
      return line;
    },
  };
}

/** What `read` makes of the file's value. Throws `WordsInvalid`: what it finds wrong is told with file and line. */
export function wordsOfYaml<Read>({ name, value, lineOf }: YamlFile, read: (raw: unknown) => Read): Read {
  const told = ({ path, problem }: Misplaced) =>
    [`${name}:${lineOf(path)}`, `${[readablePath(path), problem].filter(Boolean).join(': ')}`].join(' ');
  try {
    return read(value);
  } catch (error) {
    if (error instanceof MisplacedWords) throw new WordsInvalid(error.places.map(told).join('\n'));
    if (!(error instanceof z.ZodError)) throw error;
    throw new WordsInvalid(error.issues.flatMap(placesOf).map(told).join('\n'));
  }
}

/** A key that nobody reads is told where it stands, not where its parent begins. */
const placesOf = (issue: z.core.$ZodIssue): Misplaced[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ path: [...issue.path, key], problem: 'nobody reads this' }))
    : [{ path: issue.path, problem: issue.message }];

/** `table.rows[3].cells` */
export const readablePath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (so, key) => (typeof key === 'number' ? `${so}[${key}]` : so ? `${so}.${String(key)}` : String(key)),
    '',
  );

/** The line of the deepest node on the path that exists: a missing key is reported where its parent begins. */
export function lineOf(document: Document.Parsed, lines: LineCounter, path: readonly PropertyKey[]): number {
  let node: Node | null | undefined = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (!pair) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      node = node.items[Number(step)] as Node | undefined;
      if (!node) break;
      offset = node.range?.[0] ?? offset;
    } else break;
  }
  return lines.linePos(offset).line;
}
