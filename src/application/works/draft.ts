import { z } from 'zod';
import { deed, demand, personOf } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { refuse } from '../words/refuse.ts';
import {
  addFiles,
  changeState,
  createDraft,
  type Entry,
  type EntryFile,
  entriesWhere,
  entryByNumber,
  reread,
  takeFilesOff,
  updateDraft,
} from './entries.ts';
import { entryFields, entryNumber, storedFiles } from './inputs.ts';
import { kept, keptTitle } from './said.ts';

/** How long a draft waits (docs/product.md, section 6). */
export const DRAFT_MINUTES = 30;
export const inMinutes = (from: Date, minutes: number): Date => new Date(from.getTime() + minutes * 60_000);

/** The person's drafts that still wait, the latest first. */
export const draftsOf = (turn: Turn, most: number): Promise<Entry[]> =>
  entriesWhere(turn, { byPerson: personOf(turn), state: 'draft', openUntil: { gt: turn.now } }, most, true);

/** Files that came without a command and wait to be told what they are. */
export async function gatheredDraft(turn: Turn): Promise<Entry | undefined> {
  const drafts = await draftsOf(turn, 5);
  return drafts.find(({ files, title, gathered }) => files.length > 0 && (title === '' || gathered));
}

/** Whether a draft of the actor still waits for a file. */
export async function awaitsFile(turn: Turn): Promise<boolean> {
  const where = { byPerson: personOf(turn), state: 'draft', openUntil: { gt: turn.now }, files: { none: {} } };
  return (await turn.tx.submission.count({ where: { campaign: turn.campaign.id, ...where } })) > 0;
}

/** Throws a `Refusal` unless the number is an open draft of the actor's own. */
async function ownDraft(turn: Turn, number: number): Promise<Entry> {
  const draft = await entryByNumber(turn, number);
  if (draft?.state !== 'draft' || draft.byPerson !== personOf(turn)) return refuse('finish.not-open', { number });
  return draft;
}

const said = z.object({
  unitId: z.string().exactOptional(),
  categoryId: z.string().exactOptional(),
  title: z.string().exactOptional(),
  fields: entryFields.exactOptional(),
  files: storedFiles.exactOptional(),
  /** Whether all its files are one work, where that is said. */
  asOne: z.boolean().exactOptional(),
  /** How many files are to come, where that is said; null: no more than have. */
  expects: z.number().int().positive().nullable().exactOptional(),
  /** Of the works that its files make, by the place of the file. */
  titles: z.array(z.string()).exactOptional(),
  /** What is said of each of these besides. */
  eachFields: z.array(entryFields).exactOptional(),
});

/** A draft, and the names of files that it did not get as it had their bytes already. */
export interface Drafted {
  entry: Entry;
  again: string[];
}

const names = (files: EntryFile[]): string[] => files.map(({ name }) => name);

/**
 * Opens a draft of what was said, or goes on with one that waits for it: `from` names a draft whose files came before their words, and
 * the same words said twice by an impatient thumb, or now with what they lacked, are one draft. It counts for nothing yet.
 */
export const draft = deed(
  { id: 'draft', action: 'report', input: said.extend({ from: entryNumber.exactOptional() }) },
  async (turn, input): Promise<Drafted> => {
    const { unitId = '', categoryId = '', files = [], from } = input;
    if (unitId !== '') demand(turn, 'report', unitId);
    const title = keptTitle(input.title ?? '');
    const fields = kept(turn, input.fields ?? {});
    const openUntil = inMinutes(turn.now, DRAFT_MINUTES);
    const onBehalf = unitId !== '' && !turn.actor.units.includes(unitId);
    const works = worksOf(turn, input);
    const facts = { unitId, categoryId, title, fields, onBehalf, openUntil, asOne: input.asOne ?? null, ...works };
    const same = await sameDraft(turn, facts);
    const waiting = files.length > 0 || same || from === undefined ? undefined : await openDraft(turn, from);
    if (waiting) {
      const known = {
        ...facts,
        categoryId: categoryId || waiting.categoryId,
        title: title || waiting.title,
        fields: { ...waiting.fields, ...fields },
        gathered: title === '' && waiting.files.length > 1,
        asOne: input.asOne ?? waiting.asOne,
      };
      return { entry: await updateDraft(turn, waiting.number, known), again: [] };
    }
    const { number } = same ?? (await createDraft(turn, personOf(turn), facts));
    const again = names(await addFiles(turn, number, files));
    if (!same) return { entry: await reread(turn, number), again };
    const named = title === '' ? {} : { title };
    const asOne = input.asOne ?? same.asOne;
    const known = { categoryId, fields: { ...same.fields, ...fields }, openUntil, asOne, ...works, ...named };
    return { entry: await updateDraft(turn, number, known), again };
  },
);

/** How many files are to come and what their works are, as it is stored. */
const worksOf = (
  turn: Turn,
  { expects, titles, eachFields }: Pick<z.infer<typeof said>, 'expects' | 'titles' | 'eachFields'>,
) => ({
  ...(expects !== undefined && { expects }),
  ...(titles !== undefined && { titles: titles.map(keptTitle) }),
  ...(eachFields !== undefined && { eachFields: eachFields.map((fields) => kept(turn, fields)) }),
});

/** A draft of the same words, or one without a title or a file: of the same kind, or of which only the number of files is known. */
async function sameDraft(
  turn: Turn,
  { unitId, categoryId, title }: Pick<Entry, 'unitId' | 'categoryId' | 'title'>,
): Promise<Entry | undefined> {
  const open = { byPerson: personOf(turn), state: 'draft', openUntil: { gt: turn.now }, unitId };
  const bare = { title: '', gathered: false, files: { none: {} } };
  const counted = { ...bare, categoryId: '', expects: { not: null } };
  const [found] = await entriesWhere(
    turn,
    { ...open, OR: [{ categoryId, title }, { categoryId, ...bare }, counted] },
    1,
    true,
  );
  return found;
}

async function openDraft(turn: Turn, number: number): Promise<Entry | undefined> {
  const found = await entryByNumber(turn, number);
  return found?.state === 'draft' && found.byPerson === personOf(turn) ? found : undefined;
}

const gathering = z.object({ files: storedFiles, unitId: z.string().exactOptional() });

/** Files that came without a word: a draft of its own that asks what they are. */
export const gather = deed(
  { id: 'gather', action: 'report', input: gathering },
  async (turn, { files, unitId = '' }): Promise<Drafted> => {
    const openUntil = inMinutes(turn.now, DRAFT_MINUTES);
    const { number } = await createDraft(turn, personOf(turn), { unitId, gathered: true, openUntil });
    const again = names(await addFiles(turn, number, files));
    return { entry: await reread(turn, number), again };
  },
);

const filling = said.extend({
  number: entryNumber,
  /** The files take the place of those it has. */
  replacing: z.boolean().exactOptional(),
  gathered: z.boolean().exactOptional(),
});

/** What else is known of the actor's own draft: its unit, category, title, fields, files, whether they are one work. */
export const fill = deed({ id: 'fill', action: 'report', input: filling }, async (turn, input): Promise<Drafted> => {
  const { number, unitId, categoryId, title, fields, files = [], asOne, gathered } = input;
  const before = await ownDraft(turn, number);
  if (unitId !== undefined) demand(turn, 'report', unitId);
  if (input.replacing && files.length > 0) await takeFilesOff(turn, number);
  const again = names(await addFiles(turn, number, files));
  const entry = await updateDraft(turn, number, {
    ...(unitId !== undefined && { unitId, onBehalf: !turn.actor.units.includes(unitId) }),
    ...(categoryId !== undefined && { categoryId }),
    ...(title !== undefined && { title: keptTitle(title) }),
    ...worksOf(turn, input),
    ...(fields && { fields: { ...before.fields, ...kept(turn, fields) } }),
    ...(asOne !== undefined && { asOne }),
    ...(gathered !== undefined && { gathered }),
  });
  return { entry, again };
});

const byNumber = z.object({ number: entryNumber });

/** Gives the actor's own draft up. */
export const drop = deed({ id: 'drop', action: 'report', input: byNumber }, async (turn, { number }) => {
  const dropped = await ownDraft(turn, number);
  await changeState(turn, dropped, 'lapsed', { action: 'draft.drop', data: { openUntil: null } });
  return dropped;
});

/** Ends a draft and returns its files, which become part of another entry. */
export async function filesOut(turn: Turn, number: number): Promise<EntryFile[]> {
  const before = await ownDraft(turn, number);
  await takeFilesOff(turn, number);
  await changeState(turn, before, 'lapsed', { action: 'draft.join', data: { openUntil: null } });
  return before.files;
}

/** Says that no more files will come for the actor's own entry. */
export const finish = deed({ id: 'finish', action: 'report', input: byNumber }, async (turn, { number }) => {
  const entry = await reread(turn, number);
  if (entry.byPerson !== personOf(turn)) refuse('finish.not-open', { number });
  await turn.tx.submission.update({ where: { number }, data: { openUntil: null } });
  return entry;
});
