import { z } from 'zod';
import { admit, type Objection } from '../../domain/admission.ts';
import { deed, demand, personOf } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { categoryOf } from '../words/lexicons.ts';
import { refuse } from '../words/refuse.ts';
import { requireOpen } from './closing.ts';
import { DRAFT_MINUTES, inMinutes } from './draft.ts';
import {
  addFiles,
  changeState,
  createDraft,
  type Entry,
  type EntryFile,
  entryByNumber,
  reread,
  updateDraft,
} from './entries.ts';
import { entryFields, entryNumber, storedFiles } from './inputs.ts';
import { type Elsewhere, registeredAs, repeatsOf, sameElsewhere } from './repeats.ts';
import { kept, keptTitle, lackingFields } from './said.ts';

/** The same bytes, or the same person, were reported before. Nothing was counted. */
export interface Repeated {
  outcome: 'repeated';
  /** The name of the first file that came again; empty when it is a person. */
  file: string;
  earlier: Entry;
  /** The draft; `waits`: it goes on waiting for the right file. */
  draft: number;
  waits: boolean;
}

/** The files cannot be right, such as an empty one: nothing was counted, the draft waits for another. */
export interface Blocked {
  outcome: 'blocked';
  number: number;
  objections: Objection[];
}

export type Received =
  | { outcome: 'received'; entry: Entry; objections: Objection[]; elsewhere?: Elsewhere }
  | Blocked
  | Repeated;

const whole = z.object({
  unitId: z.string(),
  categoryId: z.string(),
  title: z.string(),
  fields: entryFields.exactOptional(),
  files: storedFiles.exactOptional(),
});

/**
 * Receives an entry: from here on it counts. `draft` names one that its owner has completed; anybody without a draft (a page, a mail,
 * the row of a sheet) hands in everything at once. Throws for what is not complete and once the taking of entries is ended.
 */
export const receive = deed(
  { id: 'receive', action: 'report', input: z.union([z.object({ draft: entryNumber }), whole]) },
  async (turn, input): Promise<Received> => {
    const begun = 'draft' in input ? await ownOf(turn, input.draft) : await begunWith(turn, input);
    const stopped = await whatStops(turn, begun, begun.files);
    if ('outcome' in stopped) return stopped;
    const entry = await makeReceived(turn, begun);
    const elsewhere = await sameElsewhere(turn, entry, entry.files);
    return { outcome: 'received', entry, objections: stopped.objections, ...(elsewhere && { elsewhere }) };
  },
);

async function ownOf(turn: Turn, number: number): Promise<Entry> {
  const draft = await entryByNumber(turn, number);
  if (draft?.state !== 'draft') return refuse('finish.not-open', { number });
  demand(turn, 'report', draft.unitId);
  return draft;
}

async function begunWith(turn: Turn, input: z.infer<typeof whole>): Promise<Entry> {
  const { unitId, categoryId, files = [] } = input;
  demand(turn, 'report', unitId);
  const fields = kept(turn, input.fields ?? {});
  // Checked first, so that no number of an entry is used up by a refusal.
  await refuseRegistered(turn, { unitId, categoryId, fields });
  return createDraft(turn, personOf(turn), {
    unitId,
    categoryId,
    title: keptTitle(input.title),
    fields,
    files,
    onBehalf: !turn.actor.units.includes(unitId),
    openUntil: null,
  });
}

/**
 * Checks the rules of the notice, repeated files and whether the campaign still takes entries. Two entries of one unit
 * are checked one after the other, else both could count the same file.
 */
async function whatStops(
  turn: Turn,
  draft: Entry,
  files: EntryFile[],
): Promise<Blocked | Repeated | { objections: Objection[] }> {
  const { tx, campaign, fileLimit } = turn;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${campaign.id}/${draft.unitId}`}, 1))`;
  await requireOpen(turn);
  const category = categoryOf(turn, draft.categoryId);
  const [lacking] = lackingFields(category.kind, draft.fields);
  if (lacking !== undefined || draft.title === '')
    throw new Error(`entry ${draft.number} is not complete: ${lacking ?? 'title'}`);
  const objections = admit(category, files, fileLimit, campaign.rules);
  const blocks = objections.filter(({ level }) => level === 'block');
  if (blocks.length > 0) {
    await tx.submissionFile.deleteMany({ where: { submissionNumber: draft.number } });
    return { outcome: 'blocked', number: draft.number, objections: blocks };
  }
  await refuseRegistered(turn, draft);
  const repeated = await repeatsOf(turn, draft.unitId, files, draft.number);
  return repeated.size > 0 ? repeatedIn(turn, draft, repeated) : { objections };
}

/** A person is registered once for a unit. */
async function refuseRegistered(turn: Turn, said: Pick<Entry, 'unitId' | 'categoryId' | 'fields'>): Promise<void> {
  if (categoryOf(turn, said.categoryId).kind !== 'ambassador') return;
  const number = await registeredAs(turn, said);
  if (number !== undefined) refuse('ambassador.repeated', { number });
}

/** The same bytes are not counted twice; the draft goes on waiting for the right file. */
async function repeatedIn(turn: Turn, draft: Entry, repeated: Map<string, number>): Promise<Repeated> {
  let waits = false;
  const earlier = await reread(turn, [...repeated.values()][0] as number);
  if (draft.state === 'draft') {
    await turn.tx.submissionFile.deleteMany({
      where: { submissionNumber: draft.number, sha256: { in: [...repeated.keys()] } },
    });
    const left = await reread(turn, draft.number);
    waits = left.files.length === 0 && !draft.gathered;
    if (left.files.length === 0 && !waits)
      await changeState(turn, left, 'lapsed', { action: 'draft.repeat', data: { openUntil: null } });
  }
  const file = draft.files.find(({ sha256 }) => repeated.has(sha256))?.name ?? '';
  return { outcome: 'repeated', file, earlier, draft: draft.number, waits };
}

/** The answer to files that an entry would get in a correction, or as more of its own, and that the unit has reported already. */
export const repeatedFiles = (
  turn: Turn,
  entry: Entry,
  files: EntryFile[],
  repeated: Map<string, number>,
): Promise<Repeated> => repeatedIn(turn, { ...entry, files }, repeated);

async function makeReceived(turn: Turn, draft: Entry): Promise<Entry> {
  const { manyFiles, kind } = categoryOf(turn, draft.categoryId);
  const more = manyFiles && (draft.files.length > 0 || kind === 'event');
  return changeState(turn, draft, 'received', {
    action: 'submission.receive',
    data: {
      receivedAt: turn.now,
      gathered: false,
      asOne: null,
      openUntil: more ? inMinutes(turn.now, DRAFT_MINUTES) : null,
    },
  });
}

export type ReceivedEach =
  | {
      outcome: 'received';
      entries: Entry[];
      objections: Objection[];
      /** Files that the unit had reported before, left out. */
      repeated: number;
      elsewhere?: Elsewhere;
    }
  | Blocked
  | Repeated;

const each = z.object({ draft: entryNumber, titles: z.array(z.string()) });

/** One work for each file of the draft, with the title of its place. Files that the unit already reported are left out. */
export const receiveEach = deed(
  { id: 'receive-each', action: 'report', input: each },
  async (turn, input): Promise<ReceivedEach> => {
    const draft = await ownOf(turn, input.draft);
    const titled = draft.files.map((file, index) => ({ file, title: keptTitle(input.titles[index] ?? '') }));
    const repeated = await repeatsOf(turn, draft.unitId, draft.files);
    const fresh = titled.filter(({ file }) => !repeated.has(file.sha256));
    if (fresh.length === 0) return repeatedIn(turn, draft, repeated);
    const files = fresh.map(({ file }) => file);
    const stopped = await whatStops(turn, { ...draft, title: fresh[0]?.title ?? '' }, files);
    if ('outcome' in stopped) return stopped;
    await turn.tx.submissionFile.deleteMany({ where: { submissionNumber: draft.number } });
    const entries: Entry[] = [];
    for (const [index, { file, title }] of fresh.entries()) {
      const single =
        index === 0
          ? await updateDraft(turn, draft.number, { title })
          : await createDraft(turn, draft.byPerson, { ...draft, title, files: [], gathered: false, openUntil: null });
      await addFiles(turn, single.number, [file]);
      entries.push(await makeReceived(turn, await reread(turn, single.number)));
    }
    const elsewhere = await sameElsewhere(turn, draft, files);
    return {
      outcome: 'received',
      entries,
      objections: stopped.objections,
      repeated: repeated.size,
      ...(elsewhere && { elsewhere }),
    };
  },
);
