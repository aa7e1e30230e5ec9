import { z } from 'zod';
import { deed } from '../people/deed.ts';
import { refuse } from '../words/refuse.ts';
import { pageById } from '../works/pages.ts';
import { filesOf, takeUploads, uploadsOf } from '../works/uploads.ts';
import { candidateByCode } from './candidates.ts';
import { mend, type SentIn, saidOfIt, sendIn } from './send-in.ts';

const handed = saidOfIt.extend({ pageId: z.int(), codeHash: z.string(), categoryId: z.string() });

/**
 * Takes what came by a sender's own page: the first time it is something new to be screened, later it mends that, with new files where
 * there are any. Throws a `Refusal` while a file is still on its way, and for a page that takes nothing more.
 */
export const sendInByPage = deed(
  { id: 'send-in-by-page', action: 'send-in', input: handed },
  async (turn, { pageId, codeHash, categoryId, ...said }): Promise<SentIn> => {
    // Two confirmations at once are one.
    await turn.tx.$queryRaw`SELECT id FROM page WHERE id = ${pageId} FOR UPDATE`;
    const found = await pageById(turn, pageId);
    if (!found || found.shut || found.page.purpose !== 'screening' || found.page.parentId === null)
      return refuse('upload.shut');
    const { unitId, categoryIds } = found.page;
    const uploads = (await uploadsOf(turn.tx, pageId)).filter(({ state }) => state !== 'taken' && state !== 'refused');
    if (uploads.some(({ state }) => state !== 'kept')) refuse('upload.still-coming');
    const files = filesOf(uploads);
    const known = await candidateByCode(turn, codeHash);
    if (!known && !categoryIds.includes(categoryId)) refuse('upload.no-category');
    const sent = known
      ? await mend(turn, { ...said, codeHash, ...(files.length > 0 && { files }) })
      : await sendIn(turn, { ...said, codeHash, unitId, categoryId, files });
    if (sent.outcome === 'waiting') await takeUploads(turn.tx, uploads, sent.candidate.number);
    return sent;
  },
);
