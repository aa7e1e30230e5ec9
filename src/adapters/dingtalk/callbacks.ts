import express, { type NextFunction, type Request, type Response, Router } from 'express';
import type { Logger } from 'pino';
import type { Message } from '../../application/message.ts';
import type { Clock } from '../../application/ports.ts';
import { BoundBodies } from '../wire/bound-bodies.ts';
import { readJson } from '../wire/json.ts';
import { decode, type QuotaNotice } from './decode.ts';
import { faultOf, WINDOW_MS } from './sign.ts';

export interface CallbackParts {
  clientSecret: string;
  robotCode: string;
  clock: Clock;
  log: Logger;
  /** Resolves when the message is stored; only then the platform is told that it arrived. */
  accept(message: Message): Promise<unknown>;
  /** Resolves when its sender was told. */
  onQuota(notice: QuotaNotice): Promise<void>;
}

const BODY_LIMIT = 64 * 1024;

/**
 * `/dingtalk/robot`: what the platform posts to us (docs/protocol-dingtalk.md, section 5.1). The signature does not
 * cover the body: it is good for the first body that comes with it. The very same request again brings a message that is
 * stored already, which the inbox knows by its id.
 */
export function callbackRoutes({ clientSecret, robotCode, clock, log, accept, onQuota }: CallbackParts): Router {
  const router = Router();
  const bodies = new BoundBodies(2 * WINDOW_MS);
  const turnAway = (response: Response, status: number, why: string) => {
    log.warn({ why }, 'dingtalk: callback turned away');
    response.status(status).type('text/plain').send('');
  };
  const headOf = (request: Request) => ({
    timestamp: request.get('timestamp') ?? '',
    sign: request.get('sign')?.trim() ?? '',
  });
  router.post(
    '/robot',
    // Nothing is read of what is not signed.
    (request: Request, response: Response, next: NextFunction) => {
      const fault = faultOf(headOf(request), clientSecret, clock.now().getTime());
      if (fault) turnAway(response, 403, fault);
      else next();
    },
    express.raw({ type: () => true, limit: BODY_LIMIT }),
    async (request: Request, response: Response) => {
      const body: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      if (!bodies.belongs(headOf(request).sign, body, clock.now().getTime())) return turnAway(response, 403, 'body');
      const decoded = decode(readJson(body.toString()), robotCode);
      if (!decoded) return turnAway(response, 400, 'message');
      if (decoded.what === 'quota') await onQuota(decoded);
      else await accept(decoded.message);
      response.json({});
    },
  );
  return router;
}
