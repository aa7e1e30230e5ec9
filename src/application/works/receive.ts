import { z } from 'zod';
import type { Objection } from '../../domain/admission.ts';
import { deed, demand, personOf } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { categoryOf } from '../words/lexicons.ts';
import { refuse } from '../words/refuse.ts';
import { noteAlike } from './alike.ts';
import { requireOpen } from './closing.ts';
import {
  changeState,
  createDraft,
  type Entry,
  type EntryFile,
  entryByNumber,
  reread,
  takeFilesOff,
} from './entries.ts';
import { entryFields, entryNumber, storedFiles } from './inputs.ts';
import { makeReceived } from './make-received.ts';
import {
  type Alike,
  alikeOf,
  type Elsewhere,
  inOrderOfUnit,
  registeredAs,
  repeatsOf,
  sameElsewhere,
} from './repeats.ts';
import { objectionsToEach, type RuledWork } from './rules.ts';
import { kept, keptTitle, lackingFields } from './said.ts';

/** A file that the unit had reported before, under another number: it was left out. */
export interface LeftOut {
  file: string;
  earlier: number;
}

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

/** The files cannot be right, such as a program named mp4: nothing was counted or changed. */
export interface Blocked {
  outcome: 'blocked';
  number: number;
  /** The number is a draft's, which waits for another file. */
  waits: boolean;
  objections: Objection[];
}

/** It looks like an entry that was reported: nothing was counted, somebody has to say whether it is another. */
export interface Again extends Alike {
  outcome: 'again';
  /** The draft that waits for the answer; undefined for what was handed in as a whole. */
  draft: number | undefined;
}

export type Received =
  | { outcome: 'received'; entry: Entry; objections: Objection[]; leftOut: LeftOut[]; elsewhere: Elsewhere[] }
  | Blocked
  | Repeated
  | Again;

/** Somebody has said that it is another one than the entry it looks like. */
export const another = z.boolean().exactOptional();

const whole = z.object({
  unitId: z.string(),
  categoryId: z.string(),
  title: z.string(),
  fields: entryFields.exactOptional(),
  files: storedFiles.exactOptional(),
  another,
  /** When it arrived, if that was before it was taken up: of a mail. */
  arrivedAt: z.date().exactOptional(),
});

/**
 * Receives an entry: from here on it counts. `draft` names one that its owner has completed; anybody without a draft (a page, a mail,
 * the row of a sheet) hands in everything at once. Throws a `Refusal` for what is not complete and once the taking of entries is ended.
 */
export const receive = deed(
  { id: 'receive', action: 'report', input: z.union([z.object({ draft: entryNumber, another }), whole]) },
  async (turn, input): Promise<Received> => {
    const drafted = 'draft' in input;
    const unitId = drafted ? (await ownOf(turn, input.draft)).unitId : input.unitId;
    await inOrderOfUnit(turn, unitId);
    if (!drafted) {
      const alike = input.another === true ? undefined : await alikeWhole(turn, input);
      if (alike) return { outcome: 'again', ...alike, draft: undefined };
    }
    const begun = drafted ? await ownOf(turn, input.draft) : await begunWith(turn, input);
    const stopped = await whatStops(turn, begun, drafted ? begun.files : (input.files ?? []));
    if ('outcome' in stopped) return stopped;
    const repeated = await repeatsOf(turn, begun.unitId, begun.files, begun.number);
    const leftOut = leftOutOf(begun.files, repeated);
    // A work is its files, where no link stands for it; an event is none of its photos.
    if (leftOut.length > 0 && leftOut.length === begun.files.length && !standsAlone(turn, begun))
      return repeatedIn(turn, begun, repeated);
    const alike = drafted && input.another !== true ? await alikeOf(turn, begun) : undefined;
    if (alike) return { outcome: 'again', ...alike, draft: begun.number };
    if (leftOut.length > 0) await takeFilesOff(turn, begun.number, [...repeated.keys()]);
    const arrivedAt = drafted ? undefined : input.arrivedAt;
    const entry = await makeReceived(turn, await reread(turn, begun.number), arrivedAt);
    await noteAlike(turn, entry);
    const elsewhere = await sameElsewhere(turn, [{ entry, files: entry.files }]);
    return { outcome: 'received', entry, objections: stopped.objections, leftOut, elsewhere };
  },
);

export const leftOutOf = (files: EntryFile[], repeated: Map<string, number>): LeftOut[] =>
  files.flatMap(({ name, sha256 }) => {
    const earlier = repeated.get(sha256);
    return earlier === undefined ? [] : [{ file: name, earlier }];
  });

/** Whether an entry is complete without a file. */
export const standsAlone = (
  turn: Pick<Turn, 'campaign'>,
  { categoryId, fields }: Pick<Entry, 'categoryId' | 'fields'>,
) => {
  const { kind, linkSuffices } = categoryOf(turn, categoryId);
  return kind === 'event' || kind === 'ambassador' || (linkSuffices && fields.link !== undefined);
};

/** Asked before a draft is made, so that no number is used up. The same bytes again are told as that, not as something alike. */
async function alikeWhole(turn: Turn, { unitId, categoryId, title, ...said }: z.infer<typeof whole>) {
  demand(turn, 'report', unitId);
  const fields = kept(turn, said.fields ?? {});
  const files = said.files ?? [];
  const repeated = await repeatsOf(turn, unitId, files);
  if (
    files.length > 0 &&
    files.every(({ sha256 }) => repeated.has(sha256)) &&
    !standsAlone(turn, { categoryId, fields })
  )
    return undefined;
  return alikeOf(turn, { number: 0, unitId, categoryId, title: keptTitle(title), fields });
}

export async function ownOf(turn: Turn, number: number): Promise<Entry> {
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
  requireComplete(turn, { categoryId, title: keptTitle(input.title), fields }, files);
  await refuseRegistered(turn, { unitId, categoryId, fields });
  return createDraft(turn, personOf(turn), {
    unitId,
    categoryId,
    title: keptTitle(input.title),
    fields,
    files,
    // What the unit itself has sent by mail is its own, whoever registers it.
    onBehalf: turn.origin.entrance !== 'mail' && !turn.actor.units.includes(unitId),
    openUntil: null,
  });
}

/** Rules, and whether the campaign still takes entries. `each`: the works that the draft becomes; left out, it is one. */
export async function whatStops(
  turn: Turn,
  draft: Entry,
  files: EntryFile[],
  each?: readonly RuledWork[],
): Promise<Blocked | { objections: Objection[] }> {
  await requireOpen(turn);
  requireComplete(turn, draft, files);
  const objections = await objectionsToEach(turn, each ?? [{ ...draft, files }]);
  const blocks = objections.filter(({ level }) => level === 'block');
  if (blocks.length > 0) {
    await takeFilesOff(turn, draft.number);
    return { outcome: 'blocked', number: draft.number, waits: true, objections: blocks };
  }
  await refuseRegistered(turn, draft);
  return { objections };
}

/** A chat has asked for everything before it comes here; whoever hands in a whole has asked for nothing. */
function requireComplete(
  turn: Turn,
  said: Pick<Entry, 'categoryId' | 'title' | 'fields'>,
  files: readonly EntryFile[],
): void {
  const { kind, short } = categoryOf(turn, said.categoryId);
  const lacking = [...(said.title === '' ? ['title'] : []), ...lackingFields(kind, said.fields)];
  if (lacking.length > 0) refuse('submit.incomplete', { category: short, lacking });
  if (files.length === 0 && !standsAlone(turn, said)) refuse('submit.no-file', { category: short });
}

/** A person is registered once for a unit. */
export async function refuseRegistered(
  turn: Turn,
  said: Pick<Entry, 'unitId' | 'categoryId' | 'fields'>,
): Promise<void> {
  if (categoryOf(turn, said.categoryId).kind !== 'ambassador') return;
  const number = await registeredAs(turn, said);
  if (number !== undefined) refuse('ambassador.repeated', { number });
}

/** The same bytes are not counted twice; the draft goes on waiting for the right file. */
export async function repeatedIn(turn: Turn, draft: Entry, repeated: Map<string, number>): Promise<Repeated> {
  let waits = false;
  const earlier = await reread(turn, [...repeated.values()][0] as number);
  if (draft.state === 'draft') {
    await takeFilesOff(turn, draft.number, [...repeated.keys()]);
    const left = await reread(turn, draft.number);
    // What was handed in as a whole is no draft that anybody could go on with.
    waits = left.files.length === 0 && !draft.gathered && draft.openUntil !== null;
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
