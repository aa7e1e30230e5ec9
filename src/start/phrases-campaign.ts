import type { Left } from '../adapters/campaign-next.ts';
import { CAMPAIGN_PROBLEMS } from '../adapters/campaign-problems.ts';
import type { PhraseTable } from '../application/words/words.ts';
import type { CampaignChange } from '../domain/campaign-changes.ts';
import type { DocumentFault } from '../domain/document.ts';
import type { Period } from '../domain/notice-facts.ts';
import type { CampaignWarning } from './campaign-warnings.ts';

/** How many of what, for whom: parts of a line of `campaign:check`. */
// biome-ignore format: a table reads best with one phrase a line.
const sizePhrases = {
  'size-min': ['min', 'measure'],
  'size-max': ['max', 'measure'],
  'size-range': ['min', 'max', 'measure'],
  'size-exact': ['exactly', 'measure'],
  'size-open': ['number', 'measure'],
  'size-none': [],
  'size-excluded': [],
  'size-share': ['percent'],
  ...({ 'per-week': [], 'per-month': [], 'per-quarter': [], 'per-year': [] } as const satisfies Record<`per-${Period}`, []>),
  'whole': [],
  'each-unit': [],
  'city': [],
} as const satisfies PhraseTable;

/** What `campaign:check` asks the office to look at. */
const warningPhrases = {
  'warn-erase-before-end': ['day', 'end'],
  'warn-no-erase-day': [],
  'warn-same-id': ['id', 'file'],
  'warn-year-unknown': ['year'],
  'warn-no-units': [],
  'warn-no-deadline': [],
} as const satisfies Record<`warn-${CampaignWarning['code']}`, readonly string[]>;

/** What `npm run campaign:check` says; `problem-…` is said by every start as well: `prompts/campaign-check.md`. */
export const campaignPhrases = {
  separator: [],
  weekdays: [],
  aspects: [],
  findings: ['count', 'findings', 'findings.number', 'findings.sentence'],
  'no-findings': [],
  'open-questions': ['count', 'questions', 'questions.number', 'questions.text', 'questions.clause'],
  warnings: ['warnings', 'warnings.sentence'],
  blank: [],
  review: [
    ...['source', 'scope', 'criteria', 'criteria.name', 'criteria.weight', 'criteria.most'],
    ...['panels', 'panels.name', 'panels.judges', 'panels.weight', 'vote'],
    ...['drops', 'drops.from', 'drops.highest', 'drops.lowest', 'awards', 'awards.name', 'awards.quota', 'awards.own'],
    ...['perUnit', 'ties'],
  ],
  'review-scope': ['categories', 'accepted', 'blind'],
  'review-quota': ['places', 'share', 'none'],
  'review-own-quota': ['category', 'quota'],
  'review-tie': ['median', 'votes', 'earlier', 'name'],
  ...sizePhrases,
  ...warningPhrases,
  invalid: ['file', 'count', 'problems', 'problems.problem'],
  campaign: [
    ...['name', 'issuer', 'document', 'document.number', 'document.title', 'document.issued'],
    ...['table', 'table.clause', 'table.title', 'table.columns', 'table.sum', 'table.note', 'table.note.text'],
    ...['table.note.clause', 'table.floors', 'table.caps', 'table.exact', 'hasTable'],
    ...['kinds', 'kinds.name', 'kinds.members', 'kinds.clause'],
    ...['targets', 'targets.who', 'targets.categories', 'targets.size', 'targets.text', 'targets.clause'],
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
    ...['milestones.text', 'milestones.clause', 'milestones.about', 'milestones.time'],
    ...['recurring', 'recurring.text', 'recurring.clause', 'submit', 'submit.to', 'submit.text', 'submit.clause'],
    ...['rules', 'rules.text', 'rules.clause', 'awards', 'awards.text', 'awards.clause'],
    ...['weights', 'weights.text', 'weights.clause'],
    ...['reminders', 'reminders.milestoneName', 'reminders.day', 'reminders.before', 'reminders.onTheDay'],
    ...['reminders.after', 'reminders.phaseOpenings', 'reminders.digest', 'reminders.digestPhase'],
    ...['reminders.weekdayName', 'reminders.directBefore', 'reminders.staffWeekday', 'reminders.staffPhase'],
    ...[
      'reminders.at',
      'reminders.unnamedDays',
      'reminders.earliest',
      'reminders.latest',
      'reminders.quiet',
      'workdays',
      'holidays',
    ],
    ...['contacts', 'contacts.office', 'contacts.name', 'contacts.phones', 'contacts.email', 'contacts.clause'],
    ...['duties', 'duties.text', 'duties.clause', 'answers', 'answers.aspects', 'answers.text', 'answers.clause'],
    ...['privacy', 'privacy.kept', 'privacy.kept.kept', 'privacy.purpose', 'privacy.eraseAfter'],
  ],
} as const satisfies PhraseTable;

/** Everything that `prompts/campaign-check.md` says. */
export const allCampaignPhrases: PhraseTable = {
  ...campaignPhrases,
  ...Object.fromEntries(Object.entries(CAMPAIGN_PROBLEMS).map(([code, facts]) => [`problem-${code}`, facts])),
};

const LEFT = ['path', 'text'] as const;

/** What a person has to look at in next year's file. */
const leftPhrases = {
  'left-leap-day': LEFT,
  'left-text': LEFT,
  'left-weekday-words': LEFT,
  'left-number': LEFT,
  'left-contact': ['text'],
  'left-remarks': LEFT,
  'left-calendar': LEFT,
} as const satisfies Record<`left-${Left['code']}`, readonly string[]>;

/** What `npm run campaign:next` says: `prompts/campaign-next.md`. */
export const nextPhrases = {
  usage: [],
  'no-file': ['file'],
  'no-year': ['file'],
  'same-year': ['file', 'year'],
  exists: ['file'],
  written: ['file', 'count', 'year', 'dates', 'dates.path', 'dates.from', 'dates.to', 'dates.day'],
  weekday: ['weekday', 'off', 'unknown', 'year'],
  weekdays: [],
  left: ['left', 'left.sentence'],
  ...leftPhrases,
  check: ['file'],
} as const satisfies PhraseTable;

/** Why a document is not read: `prompts/documents.md`. */
export const documentPhrases = {
  empty: [],
  'too-big': [],
  'unpacks-too-big': [],
  damaged: [],
  password: [],
  'old-word': [],
  'rich-text': [],
  scanned: [],
  'too-many-pages': [],
  'not-a-document': [],
  encoding: [],
  'too-slow': [],
  'too-much-memory': [],
} as const satisfies Record<DocumentFault, readonly []>;

/** What `npm run campaign:load` says: `prompts/campaign-load.md`. */
export const loadPhrases = {
  usage: [],
  added: [],
  same: [],
  changed: [],
  changes: ['lines', 'lines.line', 'more', 'file'],
  ...({
    'change-target': ['unit', 'category', 'from', 'to'],
    'change-milestone': ['name', 'from', 'to'],
    'change-rule-new': ['text'],
    'change-rule-gone': ['text'],
    'change-unit-new': ['name'],
    'change-unit-gone': ['name'],
    'change-category-new': ['name'],
    'change-category-gone': ['name'],
    'change-part': ['part'],
  } as const satisfies Record<`change-${CampaignChange['what']}`, readonly string[]>),
} as const satisfies PhraseTable;
