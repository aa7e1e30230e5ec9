import { type RequestHandler, Router } from 'express';
import type { Hall } from '../console/desk.ts';

/** Pages behind links, at `/u/<code>`. All that they need is loaded at the first request. */
export function pageDoor(desk: Hall): RequestHandler {
  let opened: Promise<RequestHandler> | undefined;
  const open = () => {
    opened ??= import('./rooms.ts').then(({ pageRooms }) => pageRooms(desk));
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };
  const router = Router();
  router.use('/u', async (request, response, next) => (await open())(request, response, next));
  return router;
}
