import { join } from 'node:path';
import { readSectionsOf } from '../adapters/prompt-files.ts';
import { ROOT } from '../adapters/root.ts';
import { phrases } from '../application/words/phrases.ts';
import { admissionPhrases } from '../application/words/phrases-admission.ts';
import { type Say, type SayOf, wordsFrom } from '../application/words/words.ts';
import { campaignPhrases } from './phrases-campaign.ts';
import { requireWordsOf, sayingOf } from './start-words.ts';

/** What `npm run campaign:check` speaks with. */
export interface Words {
  say: SayOf<typeof campaignPhrases>;
  list(entries: readonly (string | number)[]): string;
  /** The phrases that the bot says too. */
  reply: Say;
}

/** Throws `WordsInvalid`. */
export function readWords(): Words {
  requireWordsOf('start', 'campaign-check');
  const say = sayingOf('campaign-check', campaignPhrases);
  const replies = join(ROOT, 'prompts/replies');
  const told = Object.entries(phrases).filter(([id]) => id.startsWith('findings.'));
  const sections = new Map([
    ...readSectionsOf(join(replies, 'findings.md')),
    ...readSectionsOf(join(replies, 'admission.md')),
  ]);
  const reply = wordsFrom(sections, { ...Object.fromEntries(told), ...admissionPhrases }) as Say;
  return { say, reply, list: (entries) => entries.join(say('separator')) };
}
