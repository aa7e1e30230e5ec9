import { z } from 'zod';
import { linkIn } from '../../domain/link.ts';
import { deed, demand, personOf } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { categoryOf } from '../words/lexicons.ts';
import { refuse } from '../words/refuse.ts';
import { type Attached, attach } from './attach.ts';
import { type Corrected, correct } from './correct.ts';
import { fill } from './draft.ts';
import { changeState, createDraft, type EntryFile, entryByNumber, reread } from './entries.ts';
import { entryFields } from './inputs.ts';
import { type Page, pageById, usePage } from './pages.ts';
import { type Received, receive } from './receive.ts';
import { type ReceivedEach, receiveEach } from './receive-each.ts';
import { kept, keptTitle } from './said.ts';
import { filesOf, takeUploads, type Upload, uploadsOf } from './uploads.ts';

const handed = z.object({
  pageId: z.int(),
  categoryId: z.string().exactOptional(),
  title: z.string().exactOptional(),
  fields: entryFields.exactOptional(),
  /** Of an entry that counts: the files take the place of those it has. */
  replacing: z.boolean().exactOptional(),
  /** It is another one than the entry it looks like. */
  another: z.boolean().exactOptional(),
  /** Each file is a work of its own, called so; `given` by a person, as a counted title tells nothing apart. */
  each: z.array(z.object({ sha256: z.string(), title: z.string(), given: z.boolean() })).exactOptional(),
});

/** What became of it, by the deed that did it. */
export type HandedIn =
  | { by: 'receive'; page: Page; facts: Received }
  | { by: 'receive-each'; page: Page; facts: ReceivedEach }
  | { by: 'attach'; page: Page; facts: Attached }
  | { by: 'correct'; page: Page; facts: Corrected };

/**
 * Hands in what came by a page: it becomes an entry, completes the draft, or joins the entry that the page was made for. Done by whoever
 * opened the page. Throws a `Refusal` while a file is still on its way, and for a page that takes nothing more.
 */
export const handIn = deed(
  { id: 'hand-in', action: 'report', input: handed },
  async (turn, { pageId, ...said }): Promise<HandedIn> => {
    // Two confirmations at once are one.
    await turn.tx.$queryRaw`SELECT id FROM page WHERE id = ${pageId} FOR UPDATE`;
    const found = await pageById(turn, pageId);
    if (!found || found.shut) return refuse('upload.shut');
    const uploads = (await uploadsOf(turn.tx, pageId)).filter(({ state }) => state !== 'taken' && state !== 'refused');
    if (uploads.some(({ state }) => state !== 'kept')) refuse('upload.still-coming');
    const done = await joined(turn, found.page, uploads, said);
    const number = numberOf(done);
    if (number === undefined) return done;
    await takeUploads(turn.tx, uploads, number);
    if (isForOne(found.page)) await usePage(turn, pageId, number);
    return done;
  },
);

/** Of the first entry that got files; undefined: nothing did. */
function numberOf({ facts }: HandedIn): number | undefined {
  if ('entries' in facts) return facts.entries[0]?.number;
  return 'entry' in facts ? facts.entry.number : undefined;
}

/** A page for a unit without a title takes one entry after another. */
export const isForOne = ({ purpose, title }: Pick<Page, 'purpose' | 'title'>): boolean =>
  purpose !== 'unit' || title !== '';

type Said = Omit<z.infer<typeof handed>, 'pageId'>;

async function joined(turn: Turn, page: Page, uploads: Upload[], said: Said): Promise<HandedIn> {
  const files = filesOf(uploads);
  const { unitId, number } = page;
  const another = said.another === true && { another: true };
  const entry = number === null ? undefined : await entryByNumber(turn, number);
  const fields = { ...said.fields };
  if (fields.link !== undefined) fields.link = linkIn(fields.link) ?? refuse('upload.link-unreadable');
  if (entry?.state === 'draft' && entry.byPerson === turn.actor.personId) {
    const title = said.title || entry.title;
    const categoryId = entry.categoryId || (said.categoryId ?? '');
    await fill(turn, { number: entry.number, files, title, fields, unitId, categoryId });
    return { by: 'receive', page, facts: await receive(turn, { draft: entry.number, ...another }) };
  }
  if (entry && (entry.state === 'received' || entry.state === 'returned')) {
    const wanted = { number: entry.number, files };
    const replacing = said.replacing ?? entry.state === 'returned';
    if (replacing) return { by: 'correct', page, facts: await correct(turn, { ...wanted, fields }) };
    return { by: 'attach', page, facts: await attach(turn, wanted) };
  }
  if (page.purpose === 'entry')
    refuse('entry.cannot-correct', {
      number: number ?? 0,
      state: entry?.state ?? '',
      accepted: entry?.state === 'accepted',
    });
  // A draft that has lapsed, or was given up, is handed in as a whole.
  const [only] = page.categoryIds;
  const categoryId = page.categoryIds.length === 1 && only !== undefined ? only : (said.categoryId ?? '');
  const title = page.title || (said.title ?? '');
  if (said.each && entry === undefined && page.title === '' && files.length > 1)
    return { by: 'receive-each', page, facts: await apart(turn, { unitId, categoryId, fields, files }, said) };
  const whole = { unitId, categoryId, title, fields: { ...(entry?.fields ?? {}), ...fields }, files };
  return { by: 'receive', page, facts: await receive(turn, { ...whole, ...another }) };
}

/** One work for each file. Where nothing is received, nothing is left of the draft that they were on the way. */
async function apart(
  turn: Turn,
  begun: { unitId: string; categoryId: string; fields: Record<string, string>; files: EntryFile[] },
  { each = [], another }: Pick<Said, 'each' | 'another'>,
): Promise<ReceivedEach> {
  demand(turn, 'report', begun.unitId);
  if (categoryOf(turn, begun.categoryId).kind !== 'work') refuse('upload.no-category');
  const onBehalf = !turn.actor.units.includes(begun.unitId);
  const fields = kept(turn, begun.fields);
  const { number, files } = await createDraft(turn, personOf(turn), { ...begun, fields, onBehalf, openUntil: null });
  const titles = files.map(({ sha256 }) => each.find((one) => one.sha256 === sha256) ?? { title: '', given: false });
  if (titles.some(({ title }) => keptTitle(title) === '')) refuse('upload.untitled');
  const facts = await receiveEach(turn, { draft: number, titles, ...(another === true && { another }) });
  if (facts.outcome !== 'received') {
    const left = await reread(turn, number);
    if (left.state === 'draft')
      await changeState(turn, left, 'lapsed', { action: 'draft.lapse', data: { openUntil: null } });
  }
  return facts;
}
