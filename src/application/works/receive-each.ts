import { z } from 'zod';
import type { Objection } from '../../domain/admission.ts';
import { deed } from '../people/deed.ts';
import { noteAlike } from './alike.ts';
import { addFiles, createDraft, type Entry, reread, takeFilesOff, updateDraft } from './entries.ts';
import { entryFields, entryNumber } from './inputs.ts';
import { makeReceived } from './make-received.ts';
import {
  type Again,
  another,
  type Blocked,
  type LeftOut,
  leftOutOf,
  ownOf,
  type Repeated,
  repeatedIn,
  whatStops,
} from './receive.ts';
import { alikeOf, type Elsewhere, inOrderOfUnit, repeatsOf, sameElsewhere } from './repeats.ts';
import { kept, keptTitle } from './said.ts';

export type ReceivedEach =
  | { outcome: 'received'; entries: Entry[]; objections: Objection[]; leftOut: LeftOut[]; elsewhere: Elsewhere[] }
  | Blocked
  | Repeated
  | Again;

const each = z.object({
  draft: entryNumber,
  /** By the place of its file; `given` by a person, as a counted one tells nothing apart. */
  titles: z.array(z.object({ title: z.string(), given: z.boolean(), fields: entryFields.exactOptional() })),
  another,
});

/** One work for each file of the draft, with the title of its place. Files that the unit already reported are left out. */
export const receiveEach = deed(
  { id: 'receive-each', action: 'report', input: each },
  async (turn, input): Promise<ReceivedEach> => {
    await inOrderOfUnit(turn, (await ownOf(turn, input.draft)).unitId);
    const draft = await ownOf(turn, input.draft);
    const titled = draft.files.map((file, index) => {
      const { title = '', given = false, fields = {} } = input.titles[index] ?? {};
      return { file, title: keptTitle(title), given, fields: { ...draft.fields, ...kept(turn, fields) } };
    });
    const repeated = await repeatsOf(turn, draft.unitId, draft.files);
    const fresh = titled.filter(({ file }) => !repeated.has(file.sha256));
    if (fresh.length === 0) return repeatedIn(turn, draft, repeated);
    const files = fresh.map(({ file }) => file);
    const works = fresh.map(({ file, title, fields }) => ({ ...draft, title, fields, files: [file] }));
    const stopped = await whatStops(turn, { ...draft, title: fresh[0]?.title ?? '' }, files, works);
    if ('outcome' in stopped) return stopped;
    for (const { title, given } of input.another === true ? [] : fresh) {
      const alike = given ? await alikeOf(turn, { ...draft, title }) : undefined;
      if (alike) return { outcome: 'again', ...alike, draft: draft.number };
    }
    await takeFilesOff(turn, draft.number);
    const entries: Entry[] = [];
    const alone = { files: [], titles: [], eachFields: [], expects: null, gathered: false, openUntil: null };
    for (const [index, { file, title, fields }] of fresh.entries()) {
      const single =
        index === 0
          ? await updateDraft(turn, draft.number, { title, fields })
          : await createDraft(turn, draft.byPerson, { ...draft, title, fields, ...alone });
      await addFiles(turn, single.number, [file]);
      entries.push(await makeReceived(turn, await reread(turn, single.number)));
    }
    for (const entry of entries) await noteAlike(turn, entry);
    const elsewhere = await sameElsewhere(
      turn,
      entries.map((entry) => ({ entry, files: entry.files })),
    );
    const leftOut = leftOutOf(draft.files, repeated);
    return { outcome: 'received', entries, objections: stopped.objections, leftOut, elsewhere };
  },
);
