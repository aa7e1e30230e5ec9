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
  'no-such-file': ['file'],
  'no-evidence': ['file'],
  'whole': ['file', 'campaign', 'files', 'fingerprint', 'at'],
  'not-genuine': [
    'file', 'campaign', 'files', 'fingerprint', 'at', 'missing', 'changed', 'added',
    'missingNames', 'missingNames.name', 'changedNames', 'changedNames.name', 'addedNames', 'addedNames.name',
  ],
} as const satisfies PhraseTable;

/** What `npm run verify` says of what is kept here: `prompts/verify.md`. */
export const verifyPhrases = {
  whole: ['files', 'bytes', 'entries', 'receipts'],
  'not-whole': ['files', 'bytes', 'entries', 'receipts', 'count', 'rows', 'rows.text', 'more'],
  'file-missing': ['subject', 'numbers'],
  'file-changed': ['subject', 'numbers'],
  'file-size': ['subject', 'numbers'],
  'entry-unrecorded': ['subject', 'numbers'],
  'entry-state': ['subject', 'numbers'],
  'entry-version': ['subject', 'numbers'],
  'entry-files': ['subject', 'numbers'],
  'receipt-files': ['subject', 'numbers'],
  'receipt-no-entry': ['subject', 'numbers'],
  nothing: ['folder'],
  'bot-failed': ['reason'],
} as const satisfies PhraseTable;

/** What `npm run mirror` says: `prompts/mirror.md`. */
export const mirrorPhrases = {
  usage: [],
  nothing: ['folder'],
  'no-tables': [],
  written: ['works', 'rows', 'differed', 'added', 'written'],
  checked: ['works', 'rows', 'differed', 'added', 'gone'],
  'not-finished': ['works', 'left', 'busy', 'later', 'unclear', 'code'],
  strays: ['works', 'strays'],
  'bot-failed': ['reason'],
} as const satisfies PhraseTable;
