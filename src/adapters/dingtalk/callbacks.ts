import express, { type Request, type Response, Router } from 'express';
import type { Logger } from 'pino';
import type { Message } from '../../application/message.ts';
import type { Clock } from '../../application/ports.ts';
import { readJson } from '../wire/json.ts';
import { decode, type QuotaNotice } from './decode.ts';
import { faultOf } from './sign.ts';

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

const BODY_LIMIT = 1024 * 1024;

/**
 * `/dingtalk/robot`: what the platform posts to us (docs/protocol-dingtalk.md, section 5.1). The signature does not
 * cover the body, so that a request played again can only bring a message that is stored already: the inbox knows it by
 * its id.
 */
export function callbackRoutes({ clientSecret, robotCode, clock, log, accept, onQuota }: CallbackParts): Router {
  const router = Router();
  router.post(
    '/robot',
    express.raw({ type: () => true, limit: BODY_LIMIT }),
    async (request: Request, response: Response) => {
      const turnAway = (status: number, why: string) => {
        log.warn({ why }, 'dingtalk: callback turned away');
        response.status(status).type('text/plain').send('');
      };
      const head = { timestamp: request.get('timestamp') ?? '', sign: request.get('sign') ?? '' };
      const fault = faultOf(head, clientSecret, clock.now().getTime());
      if (fault) return turnAway(403, fault);
      const decoded = decode(readJson(Buffer.isBuffer(request.body) ? request.body.toString() : ''), robotCode);
      if (!decoded) return turnAway(400, 'message');
      if (decoded.what === 'quota') await onQuota(decoded);
      else await accept(decoded.message);
      response.json({});
    },
  );
  return router;
}
