import path from 'node:path';
import mustache from 'mustache';
import { CampaignInvalid } from '../adapters/campaign-file.ts';
import { readSections } from '../adapters/prompt-files.ts';
import { ROOT } from '../adapters/root.ts';
import { GrammarInvalid } from '../application/language/grammar.ts';
import { StartRefused } from '../application/start-refused.ts';
import { VocabularyInvalid } from '../application/words/vocabulary.ts';
import { WordsInvalid } from '../application/words/words.ts';
import { ConfigInvalid } from './config.ts';

const words = readSections(path.join(ROOT, 'prompts'));

/** A sentence of `prompts/start.md`. */
export function sentence(id: string, facts: Record<string, unknown> = {}): string {
  const section = words.get(`start.${id}`) ?? words.get('start.setting-other');
  return mustache.render(section?.template ?? id, facts, undefined, { escape: String });
}

/** A sentence by its whole name, such as `backup.done`. */
export function worded(id: string, facts: Record<string, unknown> = {}): string {
  return mustache.render(words.get(id)?.template ?? id, facts, undefined, { escape: String });
}

/** What went wrong, in words that the person who installs the bot can act on. */
export function startProblem(error: unknown): string {
  if (error instanceof ConfigInvalid)
    return error.settings
      .map(({ name, rule }) => {
        const [kind = '', ...facts] = rule.split(' ');
        return sentence('wrong-setting', {
          name,
          why: sentence(`setting-${kind}`, { facts: facts.join(' '), first: facts[0], last: facts.at(-1) }),
        });
      })
      .join('\n');
  if (error instanceof CampaignInvalid) return sentence('campaign-invalid', { problems: error.message });
  if (error instanceof WordsInvalid || error instanceof VocabularyInvalid || error instanceof GrammarInvalid)
    return sentence('prompts-invalid', { problems: error.message });
  if (error instanceof StartRefused) return sentence(error.code, error.facts);
  return sentence('fault', {
    reason: error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : 'unknown',
  });
}
