import { z } from 'zod';
import { CANDIDATE_STATES } from '../../domain/candidate.ts';
import { EXPORT_COLUMNS, EXPORT_KINDS, type ExportKind } from '../../domain/export-table.ts';
import { FIELD_IDS, type FieldId, fieldsOf } from '../../domain/field.ts';
import { ROLES } from '../../domain/permission.ts';
import type { RosterWords } from '../../domain/roster/words.ts';
import { SUBMISSION_STATES } from '../../domain/submission.ts';
import { type Taken, usageProblems } from './usage.ts';
import { type Misplaced, MisplacedWords } from './words.ts';

const names = z.array(z.string().min(1));

const commandWords = z.strictObject({
  name: z.string().min(1),
  aliases: names.default([]),
  usage: z.string(),
  does: z.string(),
  example: z.string(),
  detail: z.string().default(''),
  /** What people may write before a colon, by the field it fills. */
  fields: z.record(z.string(), names).default({}),
});

/** How a table is written: which columns it has stands in `domain/export-table.ts`. */
const tableWords = <Kind extends ExportKind>(kind: Kind) =>
  z.strictObject({
    title: z.string().min(1),
    above: z.string(),
    foot: z.string(),
    columns: z.record(
      z.enum(EXPORT_COLUMNS[kind] as readonly string[]),
      z.strictObject({ head: z.string().min(1), width: z.number().min(2).max(100), shown: z.boolean().default(true) }),
    ) as z.ZodType<Record<string, { head: string; width: number; shown: boolean } | undefined>>,
  });

/** The fields that a row of such a list may have, with the unit that it is for and the name of its file. */
const listColumns = (kind: 'work' | 'event') =>
  z.record(z.enum([...fieldsOf(kind).filter((id) => id !== 'code'), 'file', 'unit']), names.min(1));

const templateWords = z.strictObject({
  title: z.string().min(1),
  above: z.string(),
  foot: z.string(),
  columns: z.array(
    z.strictObject({ field: z.string(), head: z.string().min(1), width: z.number(), example: z.string() }),
  ),
});

const schema = z.strictObject({
  prefixes: z.array(z.string().length(1)),
  confirm: names,
  cancel: names,
  /** What comes near to the word of consent and is none. */
  almost: names,
  chatter: names,
  greetings: names,
  everyone: names,
  inGroup: names,
  remindActions: z.record(z.enum(['list', 'preview', 'pause', 'resume', 'add', 'drop']), names),
  inviteActions: z.record(z.enum(['list', 'cancel']), names),
  uploadActions: z.record(z.enum(['list', 'drop']), names),
  requestKinds: z.record(z.enum(['extension', 'liaison', 'mute', 'list', 'done', 'agree']), names),
  /** What may stand behind /导出: a table, or the works themselves. */
  exportKinds: z.record(z.enum([...EXPORT_KINDS, 'files']), names.min(1)),
  screenActions: z.record(z.enum(['view', 'pass', 'return', 'merge']), names.min(1)),
  /** Behind the number of a candidate that looks like an entry: it is another one. */
  anotherOne: names.min(1),
  childActions: z.record(z.enum(['add', 'remove']), names.min(1)),
  /** Behind a unit: what has come from each of its children. */
  byLevel: names.min(1),
  candidateStates: z.record(z.enum(CANDIDATE_STATES), z.string().min(1)),
  /** Only what staff have accepted; and a snapshot, with its number behind it. */
  acceptedOnly: names,
  /** Behind the command for a receipt: as a picture. */
  asPicture: names.min(1),
  /** Behind the command for a table: as it is printed. */
  asPdf: names.min(1),
  /** Behind the command for mails. */
  mailActions: z.record(z.enum(['claim', 'change', 'dismiss', 'others']), names.min(1)),
  mailAnother: names.min(1),
  mailAsOne: names.min(1),
  snapshotWords: names.min(1),
  /** Behind the command for tables: one of the office's own forms. */
  formWords: names.min(1),
  snapshotActions: z.record(z.enum(['list']), names),
  judgingActions: z.record(
    z.enum([
      'assign',
      'chase',
      'judge',
      'recuse',
      'decide',
      'freeze',
      'reopen',
      'object',
      'settle',
      'sheet',
      'bring',
      'votes',
      'links',
    ]),
    names.min(1),
  ),
  /** Instead of an award's name: none; and the decision is taken back. */
  awardWords: z.strictObject({ none: names.min(1), back: names.min(1) }),
  /** The heads of a sheet of scores or votes. */
  judgingHeads: z.strictObject({
    number: z.string().min(1),
    title: z.string().min(1),
    category: z.string().min(1),
    whole: z.string().min(1),
    votes: z.string().min(1),
  }),
  /** Behind /通报 and /公示; and what a bulletin has only when it is asked for. */
  paperActions: z.record(z.enum(['draft', 'list']), names.min(1)),
  withRanking: names.min(1),
  withProblems: names.min(1),
  /** The zip of works: what it is called, how its files are, and the list of them that lies beside. */
  zip: z.strictObject({
    title: z.string().min(1),
    pattern: z.string().min(1),
    list: z.string().min(1),
    heads: names.length(13),
  }),
  tableFonts: z.strictObject({ title: z.string(), head: z.string(), body: z.string() }),
  tables: z.strictObject(
    Object.fromEntries(EXPORT_KINDS.map((kind) => [kind, tableWords(kind)])) as {
      [Kind in ExportKind]: ReturnType<typeof tableWords<Kind>>;
    },
  ),
  states: z.record(z.enum(SUBMISSION_STATES), z.string()),
  roles: z.record(z.enum(ROLES), names.min(1)),
  /** What the platforms are called, by the channel's name. */
  channels: z.record(z.string(), z.string()),
  weekdays: z.array(z.string()).length(7),
  cameraNames: names,
  /** By its name what lies beside works in a mail: lists, forms, letters; patterns. */
  goesAlong: names.min(1),
  persons: names,
  /** What a store in the net writes around the link that it gives out; patterns. */
  shareTexts: names,
  /** Labels of forms that no command has a field for. */
  strangeLabels: names,
  /** What each field of an entry is called, by the names of `domain/field.ts`. */
  labels: z.record(z.enum(FIELD_IDS), z.string().min(1)),
  /** What people call a format, by the extension that its bytes have. */
  formats: z.record(z.string(), z.string().min(1)),
  /** How lists and forms of people are read (`domain/roster/words.ts`). */
  roster: z.strictObject({
    columns: z.strictObject({ name: names, workplace: names, phone: names, deeds: names, unit: names }),
    others: names,
    identity: names,
    tails: names,
    ditto: names,
    blanks: names,
    totals: names,
    notes: names,
    feet: names,
    examples: names,
  }) satisfies z.ZodType<Omit<RosterWords, 'needs'>>,
  /** What the columns of lists of works and events are called; the other words are those of lists of people. */
  lists: z.strictObject({ work: listColumns('work'), event: listColumns('event') }),
  /** Sheets to fill in: what stands in them besides the names of their columns. */
  templates: z.record(z.enum(['ambassador', 'work', 'event']), templateWords),
  templateKinds: z.record(z.enum(['ambassador', 'work', 'event']), names.min(1)),
  /** What the usage lines call what has no label, by the kind of argument. */
  usageWords: z.record(z.string(), names),
  commands: z.record(z.string(), commandWords),
});

/** The words people type: command names, aliases, field names, answers. Kept in `prompts/commands.yaml`. */
export type Vocabulary = z.infer<typeof schema>;
export type CommandWords = z.infer<typeof commandWords>;

/** What people may write before a colon behind a command, by the id of the argument or the field that it fills. */
export interface CommandLabels {
  id: string;
  /** Those without which it could not be said. */
  must: readonly string[];
  may: readonly string[];
  takes: readonly Taken[];
}

/** Checks the vocabulary against the commands the bot has. Throws `MisplacedWords` with every problem, or a `ZodError`. */
export function vocabularyFrom(raw: unknown, commands: readonly CommandLabels[]): Vocabulary {
  const vocabulary = schema.parse(raw);
  const problems: Misplaced[] = [];
  const byId = new Map(commands.map((one) => [one.id, one]));
  for (const { id } of commands)
    if (!vocabulary.commands[id]) problems.push({ path: ['commands'], problem: `the command ${id} has no words` });
  const owners = new Map<string, string>();
  for (const [id, words] of Object.entries(vocabulary.commands)) {
    const path = ['commands', id];
    const labels = byId.get(id);
    const ofLabels = labels ? labelProblems(labels, words.fields) : [{ path, problem: 'the bot has no such command' }];
    problems.push(...ofLabels);
    // Without its labels a line cannot be understood.
    if (labels && ofLabels.length === 0) problems.push(...lineProblems(labels, words, vocabulary));
    for (const name of [words.name, ...words.aliases]) {
      const owner = owners.get(name);
      if (owner) problems.push({ path, problem: `${name} means both ${owner} and ${id}` });
      owners.set(name, id);
    }
  }
  if (problems.length > 0) throw new MisplacedWords(problems);
  return vocabulary;
}

function labelProblems({ id, must, may }: CommandLabels, fields: CommandWords['fields']): Misplaced[] {
  const known = new Set([...must, ...may]);
  const path = ['commands', id, 'fields'];
  return [
    ...must.filter((name) => !fields[name]?.length).map((name) => ({ path, problem: `${name} has no words` })),
    ...Object.keys(fields)
      .filter((name) => !known.has(name))
      .map((name) => ({ path: [...path, name], problem: 'the command takes no such thing' })),
  ];
}

function lineProblems({ id, takes }: CommandLabels, words: CommandWords, vocabulary: Vocabulary): Misplaced[] {
  const { usageWords, prefixes } = vocabulary;
  const tables = Object.fromEntries(
    takes.flatMap(({ of }) => (of === undefined ? [] : [[of, wordsIn(vocabulary[of as 'roles'])]])),
  );
  return usageProblems(takes, words, { usageWords, prefixes, tables }).map((problem) => ({
    path: ['commands', id],
    problem,
  }));
}

const wordsIn = (table: Record<string, string[]> | string[]): string[] =>
  Array.isArray(table) ? table : Object.values(table).flat();

/** The labels under which a command reads what follows it. */
export const labelsToRead = ({ commands, strangeLabels, shareTexts }: Vocabulary, command: string) => ({
  noise: shareTexts,
  fields: commands[command]?.fields ?? {},
  strange: strangeLabels,
});

export const labelOf = ({ vocabulary }: { vocabulary: Vocabulary }, field: FieldId): string => vocabulary.labels[field];
