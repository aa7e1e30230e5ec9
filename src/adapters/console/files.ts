import { pipeline } from 'node:stream/promises';
import { type Request, type Response, Router } from 'express';
import { fileKey } from '../../../web/shared/contracts/works.ts';
import { allowed } from '../../application/people/permit.ts';
import { refuse } from '../../application/words/refuse.ts';
import type { Scope } from '../../application/works/listing.ts';
import { visitorFor } from './answering.ts';
import type { Desk, Visitor } from './desk.ts';
import { NothingThere } from './problem.ts';
import { shownAs } from './shown-as.ts';

export interface FoundFile {
  id: number;
  name: string;
  sha256: string;
  size: number;
  extension: string;
}

/** A file of an entry that the reader may see. Throws `NothingThere`, in the same way whether it is not there or not theirs. */
export async function fileFor({ turn, scope }: Pick<Visitor, 'turn' | 'scope'>, id: number): Promise<FoundFile> {
  const found = await turn.tx.submissionFile.findFirst({
    where: { id, submission: { campaign: turn.campaign.id, ...within(scope) } },
    include: { blob: true },
  });
  if (!found) throw new NothingThere();
  const { name, sha256, blob } = found;
  return { id, name, sha256, size: Number(blob.size), extension: blob.extension };
}

export const within = (scope: Scope) =>
  scope === 'all' ? {} : { OR: [{ unitId: { in: scope.unitIds } }, { unitId: '', byPerson: scope.personId }] };

/** `/files/<id>`: bytes by permission, in ranges, never as something that could act in the page's name. */
export function fileRoutes(desk: Desk): Router {
  const router = Router();
  router.get('/files/:id', async (request, response) => {
    const visitor = await visitorFor(desk, request);
    if (!allowed(visitor.turn, 'read-unit')) refuse('bot.not-allowed', { command: '' });
    const key = fileKey.safeParse(request.params);
    if (!key.success) throw new NothingThere();
    const file = await fileFor(visitor, key.data.id);
    await send(desk, file, request, response);
  });
  return router;
}

async function send({ office }: Desk, file: FoundFile, request: Request, response: Response): Promise<void> {
  const { show, mime } = shownAs(file.extension);
  const shown = request.query.download === undefined && show !== 'other' && show !== 'text';
  const name = `filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`;
  response.setHeader('content-type', shown ? mime : 'application/octet-stream');
  response.setHeader('content-disposition', `${shown ? 'inline' : 'attachment'}; ${name}`);
  // Should a browser ever take it for a page all the same: no origin, no script, nothing loaded.
  response.setHeader('content-security-policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'");
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('cache-control', 'private, no-cache');
  response.setHeader('accept-ranges', 'bytes');
  const etag = `"${file.sha256}"`;
  response.setHeader('etag', etag);
  if (request.headers['if-none-match'] === etag) return void response.status(304).end();
  const ifRange = request.headers['if-range'];
  const range = ifRange === undefined || ifRange === etag ? rangeOf(request.headers.range, file.size) : undefined;
  if (range === 'none') {
    response.setHeader('content-range', `bytes */${file.size}`);
    return void response.status(416).end();
  }
  response.setHeader('content-length', range ? range.end - range.start + 1 : file.size);
  if (range) {
    response.status(206);
    response.setHeader('content-range', `bytes ${range.start}-${range.end}/${file.size}`);
  }
  if (request.method === 'HEAD' || file.size === 0) return void response.end();
  await pipeline(office.store.open(file.sha256, range), response).catch(() => response.destroy());
}

/** One range, as players ask for it; several, or what is no range, is answered with the whole. `none`: there are no such bytes. */
export function rangeOf(header: string | undefined, size: number): { start: number; end: number } | 'none' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '') return Number(to) === 0 ? 'none' : { start: Math.max(0, size - Number(to)), end: size - 1 };
  const start = Number(from);
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (start >= size) return 'none';
  return end < start ? undefined : { start, end };
}
