import { type Request, type Response, Router } from 'express';
import { fileKey } from '../../../web/shared/contracts/works.ts';
import { allowed } from '../../application/people/permit.ts';
import { refuse } from '../../application/words/refuse.ts';
import type { Scope } from '../../application/works/listing.ts';
import { visitorFor } from './answering.ts';
import { sendBytes } from './bytes.ts';
import { type Desk, deskFor, type Hall, type Visitor } from './desk.ts';
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
export function fileRoutes(hall: Hall): Router {
  const router = Router();
  router.get('/files/:id', async (request, response) => {
    const desk = deskFor(hall, request);
    const visitor = await visitorFor(desk, request);
    if (!allowed(visitor.turn, 'read-unit')) refuse('bot.not-allowed', { command: '' });
    const key = fileKey.safeParse(request.params);
    if (!key.success) throw new NothingThere();
    const file = await fileFor(visitor, key.data.id);
    await send(desk, file, request, response);
  });
  router.get('/screening/files/:id', async (request, response) => {
    const desk = deskFor(hall, request);
    const visitor = await visitorFor(desk, request);
    if (!allowed(visitor.turn, 'read-unit')) refuse('bot.not-allowed', { command: '' });
    const key = fileKey.safeParse(request.params);
    if (!key.success) throw new NothingThere();
    await send(desk, await candidateFileFor(visitor, key.data.id), request, response);
  });
  return router;
}

/** A file of something that waits to be screened, or waited: for the unit and staff. Throws `NothingThere`. */
async function candidateFileFor({ turn, units }: Pick<Visitor, 'turn' | 'units'>, id: number): Promise<FoundFile> {
  const found = await turn.tx.candidateFile.findFirst({
    where: { id, candidate: { campaign: turn.campaign.id, ...(units && { unitId: { in: units } }) } },
    include: { blob: true },
  });
  if (!found) throw new NothingThere();
  const { name, sha256, blob } = found;
  return { id, name, sha256, size: Number(blob.size), extension: blob.extension };
}

function send({ office }: Desk, file: FoundFile, request: Request, response: Response): Promise<void> {
  const { show, mime } = shownAs(file.extension);
  const shown = request.query.download === undefined && show !== 'other' && show !== 'text';
  return sendBytes(request, response, {
    name: file.name,
    type: shown ? mime : 'application/octet-stream',
    inline: shown,
    size: file.size,
    tag: file.sha256,
    open: (range) => office.store.open(file.sha256, range),
  });
}
