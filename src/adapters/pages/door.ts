import { type RequestHandler, Router } from 'express';
import type { Desk } from '../console/desk.ts';

/** Pages behind links, at `/u/<code>`. All that they need is loaded at the first request. */
export function pageDoor(desk: Desk): RequestHandler {
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
