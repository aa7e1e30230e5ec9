import { Refusal } from '../../../domain/refusal.ts';
import type { Answer } from '../../delivery/answer.ts';
import { INTENTS, type Intent, type Interpretation, isWrite, type Slots } from '../../language/intents.ts';
import type { Reading } from '../../language/reading.ts';
import { allowed } from '../../people/permit.ts';
import { unitOf } from '../../words/lexicons.ts';
import { refuse } from '../../words/refuse.ts';
import { gatheredDraft } from '../../works/draft.ts';
import type { Entry } from '../../works/entries.ts';
import { progressNow } from '../../works/ledger.ts';
import { nudge } from '../commands/nudge.ts';
import { progress } from '../commands/progress.ts';
import { remind } from '../commands/remind.ts';
import type { Context } from '../context.ts';
import { ask } from '../proposals/open-question.ts';
import { propose } from '../proposals/propose.ts';
import { titleHere } from '../receipt.ts';
import { call } from '../run.ts';
import { speakerIn } from '../speaking.ts';
import { categoryIds, entryMeant, unitIds, unitWords } from './meant.ts';
import { joined, reads } from './reads.ts';
import { writes } from './writes.ts';
import type { Write } from './writing.ts';

/**
 * A sentence that nothing understands is out of scope when it asks for something; otherwise it was not meant for the
 * bot and stays unanswered.
 */
export function leftOver({ said, tongue, who, files, toPerson, things }: Reading): Interpretation {
  if (toPerson && things.every(({ kind }) => ['day', 'time', 'nth', 'length', 'self'].includes(kind)))
    return { intent: 'ignore', slots: {} };
  const asks = tongue.grammar.words.question?.test(said) || tongue.grammar.words.plea?.test(said);
  if (!asks && files.length === 0) return { intent: 'ignore', slots: {} };
  const own = who === 'county' && things.some(({ kind }) => kind === 'self');
  return { intent: 'out_of_scope_assist', slots: own ? { unit: '@self' } : {} };
}

/** Answers what was meant: a read at once, a write as proposed commands. */
export async function answerMeaning(context: Context, meaning: Interpretation): Promise<Answer[]> {
  const { intent, slots } = ofStaff(context) ? asStaffMean(meaning) : meaning;
  const read = reads[intent];
  if (read) return read(context, slots);
  if (isGivenUp(context, intent)) return [{ text: context.say('language.not-wished') }];
  if (intent === 'trigger_reminder') return urge(context, slots);
  if (intent === 'configure_reminder') return reminders(context);
  const write = writes[intent];
  if (!write) return [];
  speakerIn(context);
  if (intent === 'mute_reminder') return mute(context, slots, write);
  if (intent === 'change_liaison' && ofStaff(context)) {
    const [unit = ''] = unitWords(context, slots);
    return [{ text: context.say('language.liaison', { unit }) }];
  }
  if (intent === 'revise_submission' && (await wantsNewFile(context, slots))) {
    const entry = await entryMeant(context, slots, 'correct').catch(nothingIfRefused);
    if (entry) return askForFile(context, entry);
  }
  try {
    return await propose(context, COMMAND_OF[intent] ?? '', () => write(context, slots));
  } catch (error) {
    const asked = error instanceof Refusal ? await askAttendance(context, slots, error) : undefined;
    if (asked) return asked;
    throw error;
  }
}

/** What a sentence is answered with that wants nothing but that something be left undone; undefined for any other. */
export function answerGivenUp(context: Context): Answer[] | undefined {
  const given = INTENTS.some((intent) => isWrite(intent) && isGivenUp(context, intent));
  return given ? [{ text: context.say('language.not-wished') }] : undefined;
}

/** Whether what is said is that it shall not be done: 不用撤回了, 撤回就算了. */
function isGivenUp({ message, tongue }: Context, intent: Intent): boolean {
  const { words } = tongue.grammar;
  const { not_wanted_then: not, given_up: after, [`wish_${intent}`]: wish } = words;
  if (!not || !after || !wish) return false;
  const text = message.text.slice(0, LONGEST_WISH);
  return new RegExp(`(?:${not.source})(?:${wish.source})|(?:${wish.source})(?:${after.source})`, 'u').test(text);
}

const LONGEST_WISH = 200;

/** Whoever decides what a county can only ask for. */
const ofStaff = (context: Context): boolean => allowed(context, 'answer-requests');

/** An event that lacks nothing but how many took part waits for the number. */
async function askAttendance(context: Context, slots: Slots, { code, facts }: Refusal): Promise<Answer[] | undefined> {
  const said = Object.fromEntries(Object.entries(slots).filter(([, value]) => typeof value === 'string'));
  const lacksMore = said.date === undefined || said.place === undefined;
  if (code !== 'language.event-lacks' || lacksMore || context.files.length > 0) return undefined;
  const question = { kind: 'attendance' as const, slots: said as Record<string, string> };
  return ask(context, question, 'language.ask-attendance', {
    fields: String(facts.fields),
    command: String(facts.command),
  });
}

/** An entry is to be exchanged, and the file is still to come. */
async function wantsNewFile(context: Context, { field, new: fresh }: Slots): Promise<boolean> {
  if (context.inGroup || context.files.length > 0 || field !== undefined || fresh !== undefined) return false;
  return !(await gatheredDraft(context));
}

/** Undefined for a refusal, whose words follow when the command itself is made; anything else is thrown on. */
function nothingIfRefused(error: unknown): undefined {
  if (!(error instanceof Refusal)) throw error;
  return undefined;
}

async function askForFile(context: Context, entry: Entry): Promise<Answer[]> {
  const { number } = entry;
  if (!allowed(context, 'edit-entry', entry.unitId)) refuse('entry.not-yours', { number });
  return ask(context, { kind: 'replacement', number }, 'language.replacement', {
    number,
    title: titleHere(context, entry),
  });
}

/** Turns what a unit would have to ask staff for into the command by which staff do it themselves. */
function asStaffMean({ intent, slots }: Interpretation): Interpretation {
  if (intent === 'request_extension') return { intent: 'grant_extension', slots };
  return { intent: intent === 'mute_reminder' ? 'configure_reminder' : intent, slots };
}

/** `别再催了`: those who have reported everything are not reminded anyway; for the others a request goes to staff. */
async function mute(context: Context, slots: Slots, write: Write): Promise<Answer[]> {
  const own = { unit: '@self' };
  const facts = await call(context, progress, {
    everyone: false,
    byLevel: false,
    units: unitIds(context, own),
    categories: [],
    picture: false,
  });
  const told = joined([{ text: context.say('language.mute') }, ...facts]);
  const { units } = await progressNow(context, unitIds(context, own));
  if (units.every(({ state }) => state === 'complete')) return told;
  const before = told[0]?.text ?? '';
  return propose(context, 'request', async () => (await write(context, slots)).map((one) => ({ ...one, before })));
}

/** The command has a preview of its own that waits for 确认. An ambiguous unit is asked back. */
async function urge(context: Context, slots: Slots): Promise<Answer[]> {
  if (allowed(context, 'nudge') && Array.isArray(slots.unit_candidates)) {
    const { example = '' } = context.vocabulary.commands.nudge ?? {};
    const options = unitIds(context, slots).map((id) => ({ name: unitOf(context, id).short }));
    refuse('language.which', { several: options.length > 0, options, example });
  }
  return call(context, nudge, {
    everyone: false,
    units: unitIds(context, slots),
    categories: categoryIds(slots),
    inGroup: false,
  });
}

const NOTHING_SAID = { day: undefined, time: undefined, number: undefined, rest: '' };

async function reminders(context: Context): Promise<Answer[]> {
  const { remindActions } = context.vocabulary;
  const { stop_reminders: stop, resume_reminders: resume } = context.tongue.grammar.words;
  const said = context.message.text;
  const action = resume?.test(said) ? 'resume' : stop?.test(said) ? 'pause' : 'list';
  const rest = remindActions[action]?.[0] ?? '';
  if (action === 'list') {
    const shown = await call(context, remind, { ...NOTHING_SAID, action });
    return joined([...shown, { text: context.say('language.reminders-how') }]);
  }
  const does = context.say(action === 'pause' ? 'language.does-pause' : 'language.does-resume');
  const input = { paused: action === 'pause' };
  return propose(context, 'remind', async () => [
    { deed: 'pause-reminders', input, command: 'remind', printed: rest, does },
  ]);
}

/** The command that each write is proposed as; permission to use it is asked first. */
const COMMAND_OF: Partial<Record<Intent, string>> = {
  submit_work: 'submit',
  submit_event: 'event',
  register_ambassador: 'ambassador',
  submit_report: 'report',
  zero_report: 'zero',
  report_claim: 'selfReport',
  request_extension: 'request',
  change_liaison: 'request',
  mute_reminder: 'request',
  withdraw_submission: 'withdraw',
  revise_submission: 'correct',
  approve_submission: 'accept',
  return_submission: 'return',
  grant_extension: 'extend',
  change_quota: 'changeTarget',
  schedule_reminder: 'remind',
};

/** The command that a write would be proposed as. */
export const commandMeant = (meaning: Interpretation | undefined): string | undefined =>
  meaning && COMMAND_OF[meaning.intent];

/** Whether somebody wants something changed, or says that what is recorded is wrong. */
export const wantsChange = (meaning: Interpretation | undefined): boolean =>
  meaning !== undefined && (meaning.intent in writes || NEITHER_READ_NOR_WRITE.includes(meaning.intent));

const NEITHER_READ_NOR_WRITE: Intent[] = ['trigger_reminder', 'configure_reminder', 'dispute_count'];
