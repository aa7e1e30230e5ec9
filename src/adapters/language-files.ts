import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { GrammarFiles } from '../application/language/grammar.ts';

/** Reads `prompts/language/`; the rules in the order of their files' names. */
export function readLanguage(folder: string): GrammarFiles {
  const read = (file: string): unknown => parse(readFileSync(path.join(folder, file), 'utf8'));
  const all = (within: string) => readdirSync(path.join(folder, within)).sort();
  return {
    words: read('words.yaml'),
    entities: read('entities.yaml'),
    slots: read('slots.yaml'),
    commands: read('commands.yaml'),
    examples: Object.assign({}, ...all('examples').map((file) => read(path.join('examples', file)))),
    rules: all('rules').map((file) => read(path.join('rules', file))),
  };
}
