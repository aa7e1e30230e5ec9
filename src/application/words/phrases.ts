import { entryPhrases } from './phrases-entries.ts';
import { figurePhrases } from './phrases-figures.ts';

/**
 * Every phrase the bot says, with the variables it fills. `rows.unit` is the variable `unit` of the list `rows`.
 * The words themselves are in `prompts/replies/<file>.md` under `## <name>`.
 */
// biome-ignore format: a table reads best with one phrase a line.
export const phrases = {
  ...entryPhrases,
  ...figurePhrases,

  'bot.fault': ['number'],
  'bot.not-stored': [],
  'bot.example': ['example'],
  'bot.card-number': ['inGroup'],
  'bot.nothing-to-confirm': [],
  'bot.too-long': ['most'],
  'bot.one-at-a-time': ['first'],
  'bot.phone-in-group': [],
  'bot.not-bound': ['command'],
  'bot.unidentified': [],
  'bot.not-allowed': ['command'],
  'bot.misspelt-field': ['written', 'meant'],
  'bot.quote-without-command': [],
  'bot.unknown-near': ['word', 'name', 'does', 'example'],
  'bot.unknown': ['bound'],
  'bot.confirm-dropped': [],
  'bot.almost-confirmed': [],
  'bot.proposal-dropped': ['command', 'count'],
  'bot.say-again': ['example'],
  'bot.post-unknown': ['first', 'group', 'campaign', 'names'],
  'bot.post-refused': ['first', 'group', 'campaign', 'names'],
  'bot.post-unreached': ['first', 'names', 'campaign'],
  'bot.post-missed': ['first', 'group', 'campaign', 'names'],
  'bot.more-troubles': ['count'],
  'bot.unreadable': [],
  'bot.welcome': [],
  'bot.chosen': ['label'],
  'bot.choice-stale': [],
  'bot.calls-low': ['used', 'budget', 'month'],

  'resolve.unit-unknown': ['word'],
  'resolve.unit-ambiguous': ['word', 'units'],
  'resolve.unit-guess': ['word', 'units'],
  'resolve.category-unknown': ['word', 'categories'],
  'resolve.category-ambiguous': ['word', 'categories'],
  'resolve.category-guess': ['word', 'categories'],
  'resolve.kind-unused': [],

  'permit.name-unit': ['command'],
  'permit.several-units': ['units'],
  'permit.other-unit': ['unit'],

  'date.impossible': ['written'],
  'date.unreadable': ['written'],
  'date.weekday': ['written', 'day'],

  'people.no-code': [],
  'people.no-name': [],
  'people.code-invalid': ['days', 'claim'],
  'people.joined': ['name', 'role', 'unit', 'inGroup', 'coordinator'],
  'people.stranger': [],
  'people.whoami': ['name', 'roles', 'roles.role', 'roles.unit'],
  'people.invite-whom': [],
  'people.invite-direct': [],
  'people.invite-role': ['role'],
  'people.invited': ['code', 'unit', 'role', 'until'],

  'campaign.bind-in-group': [],
  'campaign.bound': ['chat', 'cannotPost', 'cannotMention', 'cannotTell', 'silent', 'unbound'],
  'campaign.target-lacks': [],
  'campaign.target-number': ['written'],
  'campaign.target-basis': [],
  'campaign.target-changed': ['unit', 'category', 'before', 'number', 'basis', 'unreached', 'nobody'],
  'campaign.target-county': ['unit', 'category', 'before', 'number', 'basis'],
  'campaign.close-preview': ['campaign'],
  'campaign.closed': ['campaign'],
  'campaign.reopened': ['campaign'],

  'language.does-remind': [],
  'language.does-request': [],
  'language.several-works': ['rows', 'rows.category', 'rows.title'],
  'language.does-pause': [],
  'language.does-resume': [],
  'language.propose': ['does', 'unit', 'category', 'number', 'title', 'when', 'file', 'command'],
  'language.propose-several': ['does', 'count', 'commands', 'commands.index', 'commands.command', 'commands.title'],
  'language.step-refused': ['command', 'why'],
  'language.part-lacks': ['part', 'why'],
  'language.replacement': ['number', 'title'],
  'language.which': ['several', 'options', 'options.name', 'example'],
  'language.which-entry': ['options', 'options.number', 'options.category', 'options.title', 'options.command'],
  'language.correct-how': ['number'],
  'language.rule': ['category', 'rows', 'rows.about', 'rows.text', 'rows.clause'],
  'language.liaisons': ['rows', 'rows.unit', 'rows.names'],
  'language.duplicates': ['none', 'rows', 'rows.numbers'],
  'language.dispute': ['inGroup'],
  'language.claim': [],
  'language.mute': [],
  'language.liaison': ['unit'],
  'language.bind': ['code', 'name'],
  'language.refuse-pii': ['inGroup'],
  'language.refuse-unauthorized': [],
  'language.out-of-scope': ['draft'],
  'language.milestone': ['name', 'at', 'wording', 'reading', 'clause', 'time'],
  'language.issue': ['rows', 'rows.sentence', 'count'],
  'language.liaison-not-yours': ['command', 'units'],
  'language.liaison-name': [],
  'language.receipt-how': [],
  'language.reminders-how': [],
  'language.event-lacks': ['fields', 'command', 'started'],
  'language.ask-attendance': ['fields', 'command'],
  'language.not-yet': [],
  'language.event-title': ['place'],

  'help.unknown': ['word'],

  'privacy.direct': [],
} as const satisfies Record<string, readonly string[]>;

export type Phrases = typeof phrases;
export type PhraseId = keyof Phrases;

export const isPhrase = (id: string): id is PhraseId => Object.hasOwn(phrases, id);
