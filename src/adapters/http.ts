import express, { type Express, type NextFunction, type Request, type Response, Router } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { refusedRequests } from './console/refused.ts';
import { modelCalls } from './model/chat-completions.ts';

export interface HttpParts {
  log: Logger;
  /** Throws, or says `ready: false` with what there is to say, when the bot cannot do its work now. */
  ready(): Promise<{ ready: boolean } & Record<string, unknown>>;
  /** The name under which the outside knows this server, if it has one. */
  publicUrl?: string | undefined;
  /** Adds the bot's own metrics; what it returns is called before each look at them. */
  measure?(registry: Registry): () => Promise<void>;
}

export interface HttpServer {
  app: Express;
  /** For what platforms post: no browser reads the answers, so they have none of its headers. */
  callbacks: Router;
  /** Call it after all routes are mounted. */
  finish(): void;
}

/** The parts every mode has: headers, health, metrics. Channels mount their own routes before `finish`. */
export function httpServer({ log, ready, publicUrl, measure }: HttpParts): HttpServer {
  const app = express();
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  registry.registerMetric(modelCalls);
  registry.registerMetric(refusedRequests);
  const measureNow = measure?.(registry);
  app.disable('x-powered-by');
  const callbacks = Router();
  app.use(callbacks);
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
  // A page of another site may have its own name lead here, and read what comes back.
  app.use(['/readyz', '/metrics'], (request, response, next) => {
    if (isOwnHost(request.headers.host, publicUrl)) next();
    else response.status(403).json({ error: 'unknown host' });
  });
  app.get('/readyz', async (_request, response) => {
    try {
      const { ready: isReady, ...state } = await ready();
      response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not ready', ...state });
    } catch (error) {
      response.status(503).json({ status: 'not ready', reason: (error as Error).name });
    }
  });
  app.get('/metrics', async (_request, response) => {
    await measureNow?.();
    response.type(registry.contentType).send(await registry.metrics());
  });
  return {
    app,
    callbacks,
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

const PORT = /:\d{1,5}$/;
/** An address, this computer, or a name of the house: whoever points a name of the net at us has a dot in it. */
const NEAR = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\]|[a-z0-9_-]+)$/i;

/** Whether a request names this server, and not some page's own name that was made to lead here. */
export function isOwnHost(host: string | undefined, publicUrl: string | undefined): boolean {
  const name = host?.replace(PORT, '') ?? '';
  return NEAR.test(name) || (publicUrl !== undefined && name.toLowerCase() === new URL(publicUrl).hostname);
}
