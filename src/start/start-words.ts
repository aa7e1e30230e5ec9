import path from 'node:path';
import { CampaignInvalid } from '../adapters/campaign-file.ts';
import { inFile, readSections } from '../adapters/prompt-files.ts';
import { ROOT } from '../adapters/root.ts';
import { StartRefused } from '../application/start-refused.ts';
import { type PhraseTable, rendered, requireWords, type SayOf, WordsInvalid } from '../application/words/words.ts';
import type { YearWrong } from './assemble.ts';
import { ConfigInvalid } from './config.ts';
import { PROGRAM_WORDS, startPhrases } from './phrases.ts';

const sections = readSections(path.join(ROOT, 'prompts'));

/**
 * Checks files of `prompts/` that the program is about to speak from. Throws `WordsInvalid` with file and line for everything
 * that is missing, unknown, or uses a variable that nobody fills.
 */
export function requireWordsOf(...files: string[]): void {
  const problems = files.flatMap((name) => {
    const own = new Map([...sections].filter(([, { file }]) => file === `${name}.md`));
    try {
      requireWords(own, inFile(name, PROGRAM_WORDS[name] ?? {}));
      return [];
    } catch (error) {
      if (error instanceof WordsInvalid) return [error.message];
      throw error;
    }
  });
  if (problems.length > 0) throw new WordsInvalid(problems.join('\n'));
}

/** What a file of `prompts/` says of an occasion whose name is known only when it comes, such as an error's code. */
export function wordsOf(file: string, id: string, facts: object = {}): string {
  const section = sections.get(`${file}.${id}`);
  return section ? rendered(section, facts) : `${file}.${id} ${JSON.stringify(facts)}`;
}

/** Says what a file of `prompts/` holds, as well as it can: the words may be what is wrong. */
export const sayingOf = <const Table extends PhraseTable>(file: string, _phrases: Table): SayOf<Table> =>
  ((id: string, facts?: object) => wordsOf(file, id, facts)) as SayOf<Table>;

/** Says a sentence of `prompts/start.md`. */
export const sentence = sayingOf('start', startPhrases);

/** Says what is wrong with the years of a campaign's file. */
export const yearWrong = (wrong: YearWrong, file: string): string =>
  wrong.id === 'erase-day-old'
    ? sentence('erase-day-old', { ...wrong.facts, file })
    : sentence('campaign-id-old', { ...wrong.facts, file });

const whyWrong = (rule: string): string => {
  const [kind = '', ...facts] = rule.split(' ');
  const name = sections.has(`start.setting-${kind}`) ? `setting-${kind}` : 'setting-other';
  return wordsOf('start', name, { facts: facts.join(' '), first: facts[0], last: facts.at(-1) });
};

/** What went wrong, in words that the person who installs the bot can act on. */
export function startProblem(error: unknown): string {
  if (error instanceof ConfigInvalid)
    return error.settings.map(({ name, rule }) => sentence('wrong-setting', { name, why: whyWrong(rule) })).join('\n');
  if (error instanceof CampaignInvalid) return sentence('campaign-invalid', { problems: error.message });
  if (error instanceof WordsInvalid) return sentence('prompts-invalid', { problems: error.message });
  if (error instanceof StartRefused) return wordsOf('start', error.code, error.facts);
  return sentence('fault', {
    reason: error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : 'unknown',
  });
}
