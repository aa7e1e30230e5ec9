import { draftPhrases } from '../application/importing/draft-phrases.ts';
import type { PhraseTable } from '../application/words/words.ts';
import { CHANNELS } from './channels.ts';
import { allCampaignPhrases, documentPhrases, loadPhrases, nextPhrases } from './phrases-campaign.ts';
import { evidencePhrases, mirrorPhrases, verifyPhrases } from './phrases-evidence.ts';

/** What the program itself says on the screen, in `prompts/start.md`; the channels' own stands with them. */
// biome-ignore format: a table reads best with one phrase a line.
export const startPhrases = {
  'ready-practice': ['url'],
  'ready': ['url'],
  'claim-code': ['code'],
  'env-file-not-utf8': ['file'],
  'env-file-unreadable': ['file', 'reason'],
  'env-file-line': ['file', 'lines'],
  'unknown-setting': ['name'],
  'wrong-setting': ['name', 'why'],
  'practice-not-local': ['host'],
  'no-platform': [],
  'platform-incomplete': ['given'],
  'practice-unconnected': ['given'],
  'data-is-practice': [],
  'data-is-real': [],
  'port-in-use': ['port'],
  'folder-in-use': ['folder', 'pid'],
  'data-folder-open': ['folder', 'reason'],
  'data-folder-not-writable': ['folder', 'reason'],
  'database-unreadable': ['folder', 'reason'],
  'database-unreachable': ['address', 'reason', 'user', 'database'],
  'database-login-refused': ['address', 'reason', 'user', 'database'],
  'database-missing': ['address', 'reason', 'user', 'database'],
  'database-certificate': ['address', 'reason', 'user', 'database'],
  'database-certificate-name': ['address', 'reason', 'user', 'database'],
  'database-certificate-expired': ['address', 'reason', 'user', 'database'],
  'database-certificate-file': ['address', 'reason', 'user', 'database', 'file'],
  'database-no-tls': ['address', 'reason', 'user', 'database'],
  'database-wants-tls': ['address', 'reason', 'user', 'database'],
  'database-pooler': ['address', 'reason', 'user', 'database'],
  'database-zone': ['zone'],
  'database-schema': ['schema', 'found'],
  'files-unreachable': ['bucket', 'endpoint', 'reason'],
  'database-newer': ['migration'],
  'migration-failed': ['migration', 'reason'],
  'database-broken': [],
  'campaign-missing': ['name', 'known'],
  'campaigns-same-id': ['id'],
  'campaigns-same-name': ['name'],
  'campaigns-unit-of-two-names': ['id', 'name', 'other'],
  'campaigns-unit-of-two-ids': ['name', 'id', 'other'],
  'campaign-invalid': ['problems'],
  'prompts-invalid': ['problems'],
  'calendar-year-missing': ['year'],
  'erase-day-passed': ['day', 'file'],
  'erase-day-old': ['day', 'last', 'file'],
  'campaign-id-old': ['id', 'year', 'file'],
  'erase-first': ['people', 'entries', 'files', 'audits', 'reasons', 'messages', 'posts', 'practice', 'file'],
  'fault': ['reason'],
} as const satisfies PhraseTable;

/** What is wrong with a setting; `facts` are what the rule gives, `first` and `last` of them. */
const RULE = ['facts', 'first', 'last'] as const;
const settingRules = [
  ...(['postgres-url', 'whole-number', 'one-of', 'url', 'proxy', 'campaign-name', 'claim-code', 'files-url'] as const),
  ...(['needed-with', 'mail-url', 'other'] as const),
];

/** Everything that `prompts/start.md` says. */
const allStartPhrases: PhraseTable = {
  ...startPhrases,
  ...Object.fromEntries(
    [...settingRules, ...CHANNELS.flatMap(({ phrases }) => phrases.settings)].map((rule) => [`setting-${rule}`, RULE]),
  ),
  ...Object.fromEntries(
    CHANNELS.flatMap(({ name, phrases }) =>
      Object.entries(phrases.start).map(([id, facts]) => [`${name}-${id}`, facts] as const),
    ),
  ),
};

/** What `npm run doctor` says besides what each channel has it say: `prompts/doctor.md`. */
// biome-ignore format: a table reads best with one phrase a line.
export const doctorPhrases = {
  'mark-ok': ['title', 'text'],
  'mark-failed': ['title', 'text'],
  'mark-skipped': ['title', 'text'],
  'mark-warning': ['title', 'text'],
  'settings': [],
  'settings-ok': [],
  'no-env-file': [],
  'database': [],
  'database-to-make': [],
  'database-embedded': [],
  'database-in-use': [],
  'database-server': [],
  'files': [],
  'files-ok': [],
  'films': [],
  'films-ok': [],
  'films-none': [],
  'films-failed': ['program'],
  'mail-line': [],
  'mail-line-ok': ['host', 'port'],
  'mail-line-failed': ['host', 'port', 'code', 'name', 'refused', 'cut', 'time', 'certificate', 'other'],
  'mail-login': [],
  'mail-login-ok': [],
  'mail-login-refused': [],
  'mail-folder': [],
  'mail-folder-ok': ['folder', 'count'],
  'mail-folder-missing': ['folder'],
  'mail-last': [],
  'mail-last-ok': ['at'],
  'erase-day': [],
  'campaign': [],
  'practice': [],
  'running': [],
  'running-yes': [],
  'running-no': [],
  'fault': ['reason'],
  'summary': ['failed', 'skipped'],
  'yes': [],
} as const satisfies PhraseTable;

/** What `npm run backup` and `npm run restore` say: `prompts/backup.md`. */
// biome-ignore format: a table reads best with one phrase a line.
export const backupPhrases = {
  'done': ['file', 'bytes', 'entries', 'files', 'rows'],
  'damaged': ['count', 'files'],
  'file-there': ['file'],
  'no-folder': ['folder', 'file', 'reason'],
  'not-writable': ['folder', 'file', 'reason'],
  'nothing': ['folder'],
  'no-file-given': [],
  'no-such-file': ['file'],
  'restored': ['at', 'entries', 'files', 'rows'],
  'set-campaign': ['campaign'],
  'other-campaign': ['file'],
  'not-empty': [],
  'archive-newer': [],
  'archive-damaged': ['whole', 'entries'],
  'bot-failed': ['reason'],
  'disk-full': [],
} as const satisfies PhraseTable;

/** What `npm run erase` says: `prompts/erase.md`. */
export const erasePhrases = {
  preview: [],
  done: [],
  counts: ['people', 'entries', 'files', 'audits', 'reasons', 'messages', 'posts', 'practice'],
  when: ['day'],
} as const satisfies PhraseTable;

/** What `npm run handout` says and prints: `prompts/handout.md`. */
// biome-ignore format: a table reads best with one phrase a line.
export const handoutPhrases = {
  'usage': [],
  'written': ['file', 'code'],
  'title': ['campaign'],
  'from': ['issuer', 'number'],
  'due': ['day', 'time', 'wording'],
  'due-open': [],
  'what': [],
  'head': [],
  'target': ['number', 'measure', 'others', 'otherNumber'],
  'target-city': ['number', 'measure'],
  'target-none': [],
  'rule-none': [],
  'floor': ['clause'],
  'how': [],
  'steps': ['example'],
  'example': ['category'],
  'ask': [],
  'contact': ['office', 'name', 'phones', 'email'],
  'code-chat': [],
  'code-console': [],
} as const satisfies PhraseTable;

/** Every file of `prompts/` itself that a program of this folder says, by its name. */
export const PROGRAM_WORDS: Readonly<Record<string, PhraseTable>> = {
  start: allStartPhrases,
  doctor: doctorPhrases,
  backup: backupPhrases,
  erase: erasePhrases,
  evidence: evidencePhrases,
  verify: verifyPhrases,
  mirror: mirrorPhrases,
  handout: handoutPhrases,
  'campaign-check': allCampaignPhrases,
  'campaign-draft': draftPhrases,
  'campaign-next': nextPhrases,
  'campaign-load': loadPhrases,
  documents: documentPhrases,
  ...Object.fromEntries(
    CHANNELS.filter(({ phrases }) => Object.keys(phrases.doctor).length > 0).map(
      ({ name, phrases }) => [`doctor-${name}`, phrases.doctor] as const,
    ),
  ),
};

/** What the doctor says, with what each channel has it say. */
export const DOCTORS_FILES = Object.keys(PROGRAM_WORDS).filter((name) => name.startsWith('doctor'));
