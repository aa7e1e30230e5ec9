import { Refusal } from '../../domain/refusal.ts';
import { commands } from '../commands/index.ts';
import type { Answer, Context, Speaker } from '../context.ts';
import { extensionOf } from '../intake/file-name.ts';
import { isToldOf } from '../intake/files.ts';
import { ask } from '../intake/questions.ts';
import { categoryOf, unitOf } from '../lexicons.ts';
import { isStaff } from '../people.ts';
import { allowed, personOf } from '../permit.ts';
import { titleHere } from '../receipt.ts';
import { refuse } from '../refuse.ts';
import { run } from '../respond.ts';
import type { Interpretation, Slots } from './intents.ts';
import { categoryWords, unitIds, unitWords } from './meant.ts';
import type { Reading, Who } from './reading.ts';
import { reads } from './reads.ts';
import type { SaidFile, Segments } from './segments.ts';
import { type Understood, understand } from './understand.ts';
import { type Proposal, writes } from './writes.ts';

/** What the message in hand is meant as, by the rules. */
export function understood(context: Context): Understood {
  const { tongue, vocabulary, speaker, inGroup, now } = context;
  return understand(tongue, vocabulary, segmentsIn(context), { ...listeningTo(speaker), inGroup, now });
}

/** Who speaks, as far as words depend on it. */
export function listeningTo(speaker: Speaker): { who: Who; ownUnits: readonly string[] } {
  const who = isStaff(speaker) ? 'staff' : speaker.units.length > 0 ? 'county' : 'anyone';
  return { who, ownUnits: speaker.units };
}

/** What nobody understands is out of scope when it asks for something, else it was not meant for the bot. */
export function leftOver({ said, tongue, who, files }: Reading): Interpretation {
  const asks = tongue.grammar.words.question?.test(said) || tongue.grammar.words.plea?.test(said);
  if (!asks && files.length === 0) return { intent: 'ignore', slots: {} };
  return { intent: 'out_of_scope_assist', slots: who === 'county' ? { unit: '@self' } : {} };
}

function segmentsIn({ message }: Context): Segments {
  const file = (name: string | undefined, quoted: boolean): SaidFile => ({
    name: name ?? '',
    ext: extensionOf(name ?? ''),
    quoted,
  });
  return {
    said: message.text,
    files: [
      ...message.files.map(({ name }) => file(name, false)),
      ...(message.quote?.files ?? []).filter(isToldOf).map(({ name }) => file(name, true)),
    ],
    ...(message.quote && { quote: message.quote.text ?? '' }),
  };
}

/** Answers what was meant: a read at once, a write as a proposed command. */
export async function answerMeaning(context: Context, { intent, slots }: Interpretation): Promise<Answer[]> {
  const read = reads[intent];
  if (read) return read(context, slots);
  if (intent === 'trigger_reminder') return urge(context, slots);
  if (intent === 'configure_reminder') return reminders(context);
  const write = writes[intent];
  if (!write) return [];
  personOf(context);
  return propose(context, () => write(context, slots), intent);
}

/** The command has a preview of its own that waits for 确认. An ambiguous unit is asked back. */
async function urge(context: Context, slots: Slots): Promise<Answer[]> {
  if (allowed(context, 'nudge') && Array.isArray(slots.unit_candidates)) {
    const { example = '' } = context.vocabulary.commands.nudge ?? {};
    const options = unitIds(context, slots).map((id) => ({ name: unitOf(context, id).short }));
    refuse('language.which', { several: options.length > 0, options, example });
  }
  const rest = [...unitWords(context, slots), ...categoryWords(context, slots)].join(' ');
  return run(context, 'nudge', rest);
}

async function reminders(context: Context): Promise<Answer[]> {
  const { remindActions } = context.vocabulary;
  const { stop_reminders: stop, resume_reminders: resume } = context.tongue.grammar.words;
  const said = context.message.text;
  const action = resume?.test(said) ? 'resume' : stop?.test(said) ? 'pause' : 'list';
  const rest = remindActions[action]?.[0] ?? '';
  if (action === 'list') return run(context, 'remind', rest);
  const does = context.say(action === 'pause' ? 'language.does-pause' : 'language.does-resume');
  return propose(context, async () => ({ command: 'remind', rest, does }), 'configure_reminder');
}

async function propose(context: Context, make: () => Promise<Proposal>, intent: string): Promise<Answer[]> {
  const command = commands.find(({ id }) => id === COMMAND_OF[intent]);
  const name = context.vocabulary.commands[command?.id ?? '']?.name ?? '';
  if (!command || !allowed(context, command.action)) refuse('bot.not-allowed', { command: name });
  const words = context.vocabulary.commands[command.id];
  const { rest, unitId, categoryId, entry, when, does } = await make().catch((error: unknown) => {
    if (error instanceof Refusal) error.facts.commandExample ??= words?.example;
    throw error;
  });
  const unit = entry?.unitId || unitId;
  const category = entry?.categoryId || categoryId;
  return ask(context, { kind: 'confirm', command: command.id, rest }, 'language.propose', {
    does: does ?? words?.does ?? '',
    unit: unit ? unitOf(context, unit).name : '',
    category: category ? categoryOf(context, category).short : '',
    number: entry?.number ?? '',
    title: entry ? titleHere(context, entry) : '',
    when: when ?? '',
    command: `${name}${rest === '' ? '' : ' '}${rest}`,
  });
}

const COMMAND_OF: Record<string, string> = {
  submit_work: 'submit',
  submit_event: 'event',
  register_ambassador: 'ambassador',
  submit_report: 'report',
  zero_report: 'zero',
  withdraw_submission: 'withdraw',
  revise_submission: 'correct',
  approve_submission: 'accept',
  return_submission: 'return',
  grant_extension: 'extend',
  change_quota: 'changeTarget',
  schedule_reminder: 'remind',
  configure_reminder: 'remind',
};
