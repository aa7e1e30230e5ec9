import { isIP } from 'node:net';
import express, {
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
  Router,
} from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { modelCalls } from './model/chat-completions.ts';

export interface HttpParts {
  log: Logger;
  /** Throws, or says `ready: false` with what there is to say, when the bot cannot do its work now. */
  ready(): Promise<{ ready: boolean } & Record<string, unknown>>;
  /** Names of this computer by which it may be asked how it is, beside its addresses; by default those alone. */
  names?: readonly string[];
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

/**
 * A page of another site may have its own name lead here, and read what comes back: names that nobody has told us of are refused. An
 * address cannot be led anywhere.
 */
function askedByName(names: readonly string[]): RequestHandler {
  const known = new Set(['localhost', ...names.map((name) => name.toLowerCase())]);
  return ({ headers: { host = '' } }, response, next) => {
    const name = (URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '').replace(/^\[|\]$/g, '');
    if (isIP(name) !== 0 || known.has(name)) next();
    else response.status(403).json({ error: 'unknown host' });
  };
}

/** The parts every mode has: headers, health, metrics. Channels mount their own routes before `finish`. */
export function httpServer({ log, ready, names = [], measure }: HttpParts): HttpServer {
  const app = express();
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  registry.registerMetric(modelCalls);
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
  app.use(['/readyz', '/metrics'], askedByName(names));
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
