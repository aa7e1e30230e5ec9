import { z } from 'zod';
import { deed } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { refuse } from '../words/refuse.ts';
import { type Attached, attach } from './attach.ts';
import { type Corrected, correct } from './correct.ts';
import { fill } from './draft.ts';
import { entryByNumber } from './entries.ts';
import { entryFields } from './inputs.ts';
import { type Page, pageById, usePage } from './pages.ts';
import { type Received, receive } from './receive.ts';
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
});

/** What became of it, by the deed that did it. */
export type HandedIn =
  | { by: 'receive'; page: Page; facts: Received }
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
    const { entry } = 'entry' in done.facts ? done.facts : {};
    if (entry === undefined) return done;
    await takeUploads(turn.tx, uploads, entry.number);
    if (isForOne(found.page)) await usePage(turn, pageId, entry.number);
    return done;
  },
);

/** A page for a unit without a title takes one entry after another. */
export const isForOne = ({ purpose, title }: Pick<Page, 'purpose' | 'title'>): boolean =>
  purpose !== 'unit' || title !== '';

type Said = Omit<z.infer<typeof handed>, 'pageId'>;

async function joined(turn: Turn, page: Page, uploads: Upload[], said: Said): Promise<HandedIn> {
  const files = filesOf(uploads);
  const { unitId, number } = page;
  const another = said.another === true && { another: true };
  const entry = number === null ? undefined : await entryByNumber(turn, number);
  const fields = said.fields ?? {};
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
  const whole = { unitId, categoryId, title, fields: { ...(entry?.fields ?? {}), ...fields }, files };
  return { by: 'receive', page, facts: await receive(turn, { ...whole, ...another }) };
}
