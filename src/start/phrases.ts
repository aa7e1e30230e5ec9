import { CAMPAIGN_PROBLEMS } from '../adapters/campaign-problems.ts';
import type { PhraseTable } from '../application/words/words.ts';
import { CHANNELS } from './channels.ts';

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
  ...(['needed-with', 'other'] as const),
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

/** What `npm run campaign:check` says; `problem-…` is said by every start as well: `prompts/campaign-check.md`. */
export const campaignPhrases = {
  separator: [],
  weekdays: [],
  aspects: [],
  findings: ['count', 'findings', 'findings.number', 'findings.sentence'],
  'no-findings': [],
  invalid: ['file', 'count', 'problems', 'problems.problem'],
  campaign: [
    ...['name', 'issuer', 'document', 'document.number', 'document.title', 'document.issued'],
    ...['table', 'table.clause', 'table.title', 'table.columns', 'table.sum', 'table.note', 'table.note.text'],
    'table.note.clause',
    ...['units', 'units.row', 'units.name', 'units.short', 'units.targets', 'units.surplus'],
    ...['units.duty', 'units.duty.text', 'units.duty.clause'],
    ...['cityTargets', 'cityTargets.name', 'cityTargets.number', 'cityTargets.measure', 'cityTargets.text'],
    'cityTargets.clause',
    ...['categories', 'categories.number', 'categories.name', 'categories.aliases', 'categories.content'],
    ...['categories.measure', 'categories.clause', 'categories.hasColumn', 'categories.noRules'],
    ...['categories.project', 'categories.project.title', 'categories.project.host', 'categories.project.clause'],
    ...['categories.project.platforms', 'categories.project.platforms.name', 'categories.project.platforms.url'],
    ...['categories.project.contact', 'categories.project.contact.name', 'categories.project.contact.phones'],
    ...['categories.rules', 'categories.rules.text', 'categories.rules.clause', 'categories.rules.block'],
    ...['categories.rules.warn', 'categories.rules.note', 'categories.rules.check'],
    ...['phases', 'phases.name', 'phases.from', 'phases.to', 'phases.oneMonth', 'phases.text', 'phases.clause'],
    ...['milestones', 'milestones.name', 'milestones.at', 'milestones.wording', 'milestones.reading'],
    ...['milestones.text', 'milestones.clause'],
    ...['reminders', 'reminders.milestoneName', 'reminders.day', 'reminders.before', 'reminders.onTheDay'],
    ...['reminders.after', 'reminders.phaseOpenings', 'reminders.digest', 'reminders.digestPhase'],
    ...['reminders.weekdayName', 'reminders.directBefore', 'reminders.staffWeekday', 'reminders.staffPhase'],
    ...['reminders.at', 'reminders.earliest', 'reminders.latest', 'reminders.quiet', 'workdays', 'holidays'],
    ...['contacts', 'contacts.office', 'contacts.name', 'contacts.phones', 'contacts.email', 'contacts.clause'],
    ...['duties', 'duties.text', 'duties.clause', 'answers', 'answers.aspects', 'answers.text', 'answers.clause'],
    ...['privacy', 'privacy.kept', 'privacy.kept.kept', 'privacy.purpose', 'privacy.eraseAfter'],
  ],
} as const satisfies PhraseTable;

const allCampaignPhrases: PhraseTable = {
  ...campaignPhrases,
  ...Object.fromEntries(Object.entries(CAMPAIGN_PROBLEMS).map(([code, facts]) => [`problem-${code}`, facts])),
};

/** Every file of `prompts/` itself that a program of this folder says, by its name. */
export const PROGRAM_WORDS: Readonly<Record<string, PhraseTable>> = {
  start: allStartPhrases,
  doctor: doctorPhrases,
  backup: backupPhrases,
  erase: erasePhrases,
  'campaign-check': allCampaignPhrases,
  ...Object.fromEntries(
    CHANNELS.filter(({ phrases }) => Object.keys(phrases.doctor).length > 0).map(
      ({ name, phrases }) => [`doctor-${name}`, phrases.doctor] as const,
    ),
  ),
};

/** What the doctor says, with what each channel has it say. */
export const DOCTORS_FILES = Object.keys(PROGRAM_WORDS).filter((name) => name.startsWith('doctor'));
