import path from 'node:path';
import express, { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { refusalInWords } from '../../application/words/refuse.ts';
import { uploadById } from '../../application/works/uploads.ts';
import { Refusal } from '../../domain/refusal.ts';
import { attempts } from '../console/attempts.ts';
import { sendBytes } from '../console/bytes.ts';
import type { Hall } from '../console/desk.ts';
import { NothingThere, problemOf, TurnedAway } from '../console/problem.ts';
import { countRefused } from '../console/refused.ts';
import { shownAs } from '../console/shown-as.ts';
import { formOf } from './form.ts';
import { wrongWithPage } from './guard.ts';
import { fieldAnswers, handInFor } from './hand-in.ts';
import { saidPage, uploadPage } from './page.ts';
import { beginOwnPage, candidateOf, isScreening, screeningPage, sendInFor, takeBackPage } from './screening.ts';
import { stateOf } from './state.ts';
import { sealsOf } from './token.ts';
import { hasRoom, keepSoon, uploading } from './tus.ts';
import { deskOf, type PageDesk, type PageHall, turnOf, type Visit, visitOf } from './visit.ts';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

type Visited = Request & { visit?: Visit };
const visitIn = (request: Visited): Visit => {
  if (!request.visit) throw new NothingThere();
  return request.visit;
};

/** Everything behind `/u`. */
export async function pageRooms(given: Hall): Promise<RequestHandler> {
  const hall: PageHall = { ...given, seals: await sealsOf(given.office), attempts: attempts(given) };
  const at = (request: Visited) => deskOf(hall, visitIn(request));
  const router = Router();
  router.use((request, response, next) => {
    const wrong = wrongWithPage(request, hall);
    if (wrong !== undefined) {
      countRefused(wrong);
      throw new TurnedAway(403, wrong === 'http' ? 'not-secure' : 'not-from-here');
    }
    response.set({
      'content-security-policy': POLICY,
      // The address is the key: no page that is opened from here learns it, and nobody keeps it.
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
      'cache-control': 'no-store',
    });
    next();
  });
  const assets = path.join(hall.program, 'dist/upload');
  router.use('/assets', express.static(assets, { index: false, fallthrough: false, cacheControl: false }));
  router.use('/:code', async (request: Visited, _response, next) => {
    const visit = await visitOf(hall, request);
    if (!visit) throw new NothingThere();
    request.visit = visit;
    // Where a proxy lets no PATCH through, the browser sends it under another name.
    const meant = String(request.headers['x-http-method-override'] ?? '').toUpperCase();
    if (request.method === 'POST' && ['PATCH', 'DELETE'].includes(meant)) request.method = meant;
    const token = String(request.headers['x-page-token'] ?? '');
    if (!['GET', 'HEAD'].includes(request.method) && !hall.seals.holds(visit.page.id, token)) {
      countRefused('origin');
      throw new TurnedAway(403, 'not-from-here');
    }
    next();
  });

  router.get(
    '/:code',
    async (request, response) => void response.type('html').send(await shown(at(request), visitIn(request))),
  );
  router.get('/:code/state', async (request, response) => {
    const visit = visitIn(request);
    const state = await stateOf(deskOf(hall, visit), visit, String(request.query.category ?? ''));
    if (state.uploads.some((one) => one.state === 'arrived')) keepSoon(hall);
    response.json(state);
  });
  router.get('/:code/files/:id/:index', (request, response) =>
    sendKept(at(request), visitIn(request), request, response),
  );
  router.post('/:code/hand-in', express.json({ limit: '64kb' }), async (request, response) => {
    const visit = visitIn(request);
    const answers = fieldAnswers.parse(request.body);
    response.json(
      await (isScreening(visit)
        ? sendInFor(deskOf(hall, visit), visit, answers)
        : handInFor(deskOf(hall, visit), visit, answers)),
    );
  });
  router.get('/:code/begin', async (request, response) => {
    if (!(await beginOwnPage(at(request), visitIn(request), request, response)))
      response.redirect(303, `/u/${visitIn(request).code}`);
  });
  router.get('/:code/take-back', async (request, response) => {
    const visit = visitIn(request);
    if (!(await candidateOf(deskOf(hall, visit), visit))) throw new NothingThere();
    response.type('html').send(await takeBackPage(deskOf(hall, visit), visit, String(request.query.token ?? '')));
  });
  const tus = uploading(hall);
  router.post('/:code/files', async (request, response) => {
    await tus.begin(open(visitIn(request)), request, response);
  });
  for (const method of ['head', 'patch', 'delete'] as const)
    router[method]('/:code/files/:id', async (request, response) => {
      await tus.goOn(open(visitIn(request)), request, response);
    });
  router.use(() => {
    throw new NothingThere();
  });
  // Express takes a function for an error handler by its four parameters, so none may be left out.
  router.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    answer(hall, error, request, response);
  });
  return router;
}

/** Throws a `Refusal` where the page takes nothing. */
function open(visit: Visit): Visit {
  if (visit.shut) throw new Refusal(`upload.shut-${visit.shut}`, {}, false);
  return visit;
}

async function shown(desk: PageDesk, visit: Visit): Promise<string> {
  const { office, seals } = desk;
  const { page } = visit;
  const candidate = await candidateOf(desk, visit);
  // What became of it can be read as long as it is kept.
  if (candidate) return screeningPage(desk, visit, candidate);
  if (visit.shut && visit.shut !== 'used') return saidPage(office, office.say(`upload.shut-${visit.shut}`));
  if (!visit.shut && !(await hasRoom(office))) return saidPage(office, office.say('upload.no-room'));
  if (isScreening(visit)) return screeningPage(desk, visit, undefined);
  const form = await formOf(turnOf(desk, visit), page);
  return uploadPage(office, { form, token: seals.token(page.id), limit: office.uploadLimit });
}

const place = z.object({ id: z.string().regex(/^[0-9a-f]{32}$/), index: z.coerce.number().int().nonnegative() });

/** What came by this page, as it lies in the store: for whoever has the link alone, and never as something that could act as a page of ours. */
async function sendKept(desk: PageDesk, visit: Visit, request: Request, response: Response): Promise<void> {
  const asked = place.safeParse(request.params);
  const upload = asked.success ? await uploadById(desk.office.prisma, asked.data.id, visit.page.id) : undefined;
  const file = asked.success ? upload?.files[asked.data.index] : undefined;
  const over = visit.shut !== undefined && visit.shut !== 'used';
  if (!file || 'failure' in file || over) throw new NothingThere();
  const { show, mime } = shownAs(file.extension);
  const inline = show === 'video' || show === 'audio' || show === 'picture';
  await sendBytes(request, response, {
    ...{ name: file.name, size: file.size, tag: file.sha256, inline },
    type: inline ? mime : 'application/octet-stream',
    open: (range) => desk.office.store.open(file.sha256, range),
  });
}

function answer({ office }: PageHall, error: unknown, request: Request, response: Response): void {
  const { say } = office;
  const readsPage = request.method === 'GET' && /^\/[^/]+(\/|\/begin|\/take-back)?$/.test(request.path);
  const known = problemOf(office, error);
  if (!known) {
    office.log.error({ error, path: request.path.replace(/[^/]{20,}/g, '…') }, 'request of a page failed');
    response.status(500).json({ message: say('upload.fault') });
    return;
  }
  const { status } = known;
  const message =
    error instanceof NothingThere
      ? say('upload.unknown')
      : error instanceof Refusal
        ? refusalInWords(office, error)
        : known.problem.message;
  if (readsPage) response.status(status).type('html').send(saidPage(office, message));
  else response.status(status).json({ message });
}
