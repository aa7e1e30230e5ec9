import type { PhraseTable } from '../application/words/words.ts';

/** What `npm run evidence` and `npm run verify` say: `prompts/evidence.md`. */
// biome-ignore format: a table reads best with one phrase a line.
export const evidencePhrases = {
  'written': ['file', 'size', 'files', 'fingerprint', 'at'],
  'file-there': ['file'],
  'nothing': ['folder'],
  'not-whole': ['files'],
  'bot-failed': ['reason'],
  'disk-full': [],
  'usage': [],
  'no-such-file': ['file'],
  'no-evidence': ['file'],
  'whole': ['file', 'campaign', 'files', 'fingerprint', 'at'],
  'not-genuine': [
    'file', 'campaign', 'files', 'fingerprint', 'at', 'missing', 'changed', 'added',
    'missingNames', 'missingNames.name', 'changedNames', 'changedNames.name', 'addedNames', 'addedNames.name',
  ],
} as const satisfies PhraseTable;
