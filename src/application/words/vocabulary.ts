import { z } from 'zod';
import { FIELD_IDS, type FieldId } from '../../domain/field.ts';
import type { RosterWords } from '../../domain/roster/words.ts';

const names = z.array(z.string().min(1)).default([]);

const commandWords = z.strictObject({
  name: z.string().min(1),
  aliases: names,
  usage: z.string(),
  does: z.string(),
  example: z.string(),
  detail: z.string().default(''),
  /** What people may write before a colon, by the field it fills. */
  fields: z.record(z.string(), names).default({}),
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
  remindActions: z.record(z.string(), names),
  requestKinds: z.record(z.enum(['extension', 'liaison', 'mute', 'list', 'done']), names),
  states: z.record(z.string(), z.string()),
  roles: z.record(z.string(), names),
  weekdays: z.array(z.string()).length(7),
  cameraNames: names,
  persons: names,
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
  }) satisfies z.ZodType<RosterWords>,
  commands: z.record(z.string(), commandWords),
});

/** The words people type: command names, aliases, field names, answers. Kept in `prompts/commands.yaml`. */
export type Vocabulary = z.infer<typeof schema>;
export type CommandWords = z.infer<typeof commandWords>;

export class VocabularyInvalid extends Error {}

/** Checks the vocabulary against the commands the bot has. Throws `VocabularyInvalid` with every problem named. */
export function vocabularyFrom(raw: unknown, commandIds: string[]): Vocabulary {
  const read = schema.safeParse(raw);
  if (!read.success) throw new VocabularyInvalid(`commands.yaml: ${z.prettifyError(read.error)}`);
  const vocabulary = read.data;
  const problems: string[] = [];
  for (const id of commandIds) if (!vocabulary.commands[id]) problems.push(`commands.yaml: ${id} has no words`);
  const owners = new Map<string, string>();
  for (const [id, words] of Object.entries(vocabulary.commands)) {
    if (!commandIds.includes(id)) problems.push(`commands.yaml: the bot has no command ${id}`);
    for (const name of [words.name, ...words.aliases]) {
      const owner = owners.get(name);
      if (owner) problems.push(`commands.yaml: ${name} means both ${owner} and ${id}`);
      owners.set(name, id);
    }
  }
  if (problems.length > 0) throw new VocabularyInvalid(problems.join('\n'));
  return vocabulary;
}

export const labelOf = ({ vocabulary }: { vocabulary: Vocabulary }, field: FieldId): string => vocabulary.labels[field];
