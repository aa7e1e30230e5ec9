import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { modelCalls } from './model/chat-completions.ts';

export interface HttpParts {
  log: Logger;
  /** Throws when the bot cannot do its work now. */
  ready(): Promise<Record<string, unknown>>;
}

/** The parts every mode has: headers, health, metrics. Channels mount their own routes before `finish`. */
export function httpServer({ log, ready }: HttpParts): { app: Express; finish(): void } {
  const app = express();
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  registry.registerMetric(modelCalls);
  app.disable('x-powered-by');
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: { upgradeInsecureRequests: null, mediaSrc: ["'self'", 'blob:'], imgSrc: ["'self'", 'blob:'] },
      },
      strictTransportSecurity: false,
    }),
  );
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/readyz', async (_request, response) => {
    try {
      response.json({ status: 'ready', ...(await ready()) });
    } catch (error) {
      response.status(503).json({ status: 'not ready', reason: (error as Error).name });
    }
  });
  app.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  return {
    app,
    finish() {
      app.use((_request, response) => {
        response.status(404).json({ error: 'not found' });
      });
      app.use((error: Error & { status?: number }, request: Request, response: Response, next: NextFunction) => {
        if (response.headersSent) return next(error);
        const status = error.status && error.status < 500 ? error.status : 500;
        if (status === 500) log.error({ path: request.path, error }, 'request failed');
        response.status(status).json({ error: status === 500 ? 'fault' : error.message });
      });
    },
  };
}
