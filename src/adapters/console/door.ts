import { type RequestHandler, Router } from 'express';
import type { Hall } from './desk.ts';

/**
 * The console at `/console` and its interface at `/api/v1`. All that it needs is loaded at the first request: most starts
 * are not looked at by anybody for a while.
 */
export function consoleDoor(desk: Hall): RequestHandler {
  let opened: Promise<RequestHandler> | undefined;
  const open = () => {
    opened ??= import('./rooms.ts').then(({ consoleRooms }) => consoleRooms(desk));
    // A package that could not be read now may be there the next time.
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };
  const router = Router();
  router.use(['/console', '/api/v1'], async (request, response, next) => {
    request.url = request.originalUrl;
    (await open())(request, response, next);
  });
  return router;
}
