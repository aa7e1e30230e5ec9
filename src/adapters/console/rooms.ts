import { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express';
import { answering, answerProblem } from './answering.ts';
import { attempts } from './attempts.ts';
import { campaignHandlers } from './campaign.ts';
import { decisionHandlers } from './decisions.ts';
import type { Hall } from './desk.ts';
import { eventStream } from './events.ts';
import { exportHandlers, exportRoutes } from './exports.ts';
import { fileRoutes } from './files.ts';
import { wrongWith } from './guard.ts';
import { mailHandlers } from './mails.ts';
import { openApi } from './openapi.ts';
import { overviewHandlers } from './overview.ts';
import { pages } from './pages.ts';
import { paperHandlers, paperRoutes } from './papers.ts';
import { peopleHandlers } from './people.ts';
import { NothingThere, TurnedAway } from './problem.ts';
import { recordHandlers } from './records.ts';
import { countRefused } from './refused.ts';
import { reminderHandlers } from './reminders.ts';
import { blindFiles, reviewHandlers } from './review.ts';
import { resultHandlers } from './review-results.ts';
import { screeningHandlers } from './screening.ts';
import { sessionHandlers } from './session.ts';
import { signInHandlers } from './sign-in.ts';
import { targetHandlers } from './targets.ts';
import { uploadPageHandlers } from './upload-pages.ts';
import { workHandlers } from './works.ts';

/** Everything behind the door. */
export function consoleRooms(desk: Hall): RequestHandler {
  const router = Router();
  router.use((request, _response, next) => {
    const wrong = wrongWith(request, desk);
    if (wrong === undefined) return next();
    countRefused(wrong);
    throw new TurnedAway(403, wrong === 'http' ? 'not-secure' : 'not-from-here');
  });
  router.use('/console', pages(desk));
  const { events, changed } = eventStream(desk);
  router.use('/api/v1', events, fileRoutes(desk), blindFiles(desk), exportRoutes(desk), paperRoutes(desk));
  router.get('/api/v1/openapi.json', (_request, response) => void response.json(openApi()));
  router.use('/api/v1', (request, response, next) => {
    // Whoever has the list open sees at once what was decided here.
    if (request.method === 'POST') response.once('finish', changed);
    next();
  });
  router.use(
    '/api/v1',
    answering(desk, {
      ...signInHandlers(attempts(desk)),
      ...sessionHandlers,
      ...overviewHandlers,
      ...workHandlers,
      ...decisionHandlers,
      ...reviewHandlers,
      ...resultHandlers,
      ...peopleHandlers,
      ...reminderHandlers,
      ...campaignHandlers,
      ...targetHandlers,
      ...recordHandlers,
      ...mailHandlers,
      ...exportHandlers,
      ...screeningHandlers,
      ...uploadPageHandlers,
      ...paperHandlers,
    }),
  );
  router.use('/api/v1', () => {
    throw new NothingThere();
  });
  // Express takes a function for an error handler by its four parameters, so none may be left out.
  router.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    answerProblem(desk, error, `${request.method} ${request.path.replace(/[^/]{20,}/g, '…')}`, response);
  });
  return router;
}
