import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { type Grammar, GrammarInvalid, grammarFrom, LANGUAGE_FILES } from '../application/language/grammar.ts';
import { WordsInvalid } from '../application/words/words.ts';
import { readYaml, wordsOfYaml, type YamlFile } from './yaml-file.ts';

/**
 * Reads `prompts/language/`, the rules in the order of their files' names. Throws `WordsInvalid` with file and line for a part
 * that is missing or unknown, a pattern that is none, and a group of words that nobody has written.
 */
export function loadGrammar(folder: string, commandIds: readonly string[]): Grammar {
  const files: YamlFile[] = [];
  const read = <Schema extends z.ZodType>(file: string, schema: Schema): z.infer<Schema> => {
    const yaml = readYaml(path.join(folder, file), `language/${file}`);
    files.push(yaml);
    return wordsOfYaml(yaml, (raw) => schema.parse(raw));
  };
  const all = (within: string) =>
    readdirSync(path.join(folder, within))
      .sort()
      .map((file) => `${within}/${file}`);
  const { words, entities, slots, examples, readings, rules, answers } = LANGUAGE_FILES;
  const commands = LANGUAGE_FILES.commands.refine(
    (found) => Object.keys(found).every((id) => commandIds.includes(id)),
    {
      error: ({ input }) =>
        `the bot has no command ${Object.keys(input as object).find((id) => !commandIds.includes(id))}`,
    },
  );
  try {
    return grammarFrom({
      words: read('words.yaml', words),
      entities: read('entities.yaml', entities),
      slots: read('slots.yaml', slots),
      commands: read('commands.yaml', commands),
      readings: read('readings.yaml', readings),
      examples: Object.assign({}, ...all('examples').map((file) => read(file, examples))),
      rules: all('rules').flatMap((file) => read(file, rules)),
      answers: all('answers').flatMap((file) => read(file, answers)),
    });
  } catch (error) {
    if (error instanceof GrammarInvalid) throw new WordsInvalid(`${placeOf(error, files)}: ${error.message}`);
    throw error;
  }
}

function placeOf({ written }: GrammarInvalid, files: YamlFile[]): string {
  for (const { name, lineWith } of files) {
    const line = lineWith(written);
    if (line !== undefined) return `${name}:${line} ${written}`;
  }
  return `language ${written}`;
}
