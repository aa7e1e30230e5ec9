import { type CommandLabels, type Vocabulary, vocabularyFrom } from '../application/words/vocabulary.ts';
import { readYaml, wordsOfYaml } from './yaml-file.ts';

/** Reads `prompts/commands.yaml`. Throws `WordsInvalid` with file and line where it and the commands do not fit together. */
export const loadVocabulary = (file: string, commands: readonly CommandLabels[]): Vocabulary =>
  wordsOfYaml(readYaml(file, 'commands.yaml'), (raw) => vocabularyFrom(raw, commands));
