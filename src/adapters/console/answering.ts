import express, { type Request, type Response, Router } from 'express';
import { paths, type RouteName } from '../../../web/shared/contracts/paths.ts';
import { type AnswerOf, type Given, type Route, routes } from '../../../web/shared/contracts/routes.ts';
import { allowed } from '../../application/people/permit.ts';
import { sessionOf } from '../../application/people/sessions.ts';
import { refuse } from '../../application/words/refuse.ts';
import { Refusal } from '../../domain/refusal.ts';
import { browserInWords } from './browser.ts';
import { setToken, tokenIn } from './cookie.ts';
import { type Desk, deskFor, type Hall, type Visitor, visitorOf } from './desk.ts';
import { addressOf } from './guard.ts';
import { NothingThere, problemOf, Stale, TurnedAway } from './problem.ts';
import { countRefused } from './refused.ts';

/** What a handler knows of the request besides what was sent. */
export interface Asking {
  desk: Desk;
  address: string;
  /** `Edge · Windows`. */
  browser: string;
  /** Null signs out. */
  setToken(token: string | null): void;
}

type Who<Name extends RouteName> = (typeof routes)[Name]['who'] extends 'anybody' ? Asking : Asking & Visitor;
export type Handler<Name extends RouteName> = (asked: Given<Name> & Who<Name>) => Promise<AnswerOf<Name>>;
/** What is not built yet is left out, and answered as if it were not there. */
export type Handlers = { [Name in RouteName]?: Handler<Name> };

/** Who is signed in by the cookie of a request. Throws `TurnedAway`. */
export async function visitorFor(desk: Desk, request: Request): Promise<Visitor> {
  const token = tokenIn(request, desk);
  const { prisma: tx, campaign, clock } = desk.office;
  const session = token === undefined ? undefined : await sessionOf({ tx, campaign, now: clock.now() }, token);
  if (!session) throw new TurnedAway(401, 'no-session');
  return visitorOf(desk, session);
}

/** Mounts what stands in the contract: read by its schemas, allowed by its action, answered in its form. */
export function answering(hall: Hall, handlers: Handlers): Router {
  const router = Router();
  router.use(express.json({ limit: '1mb', strict: true }));
  for (const name of Object.keys(paths) as RouteName[]) {
    const handler = handlers[name] as ((asked: object) => Promise<unknown>) | undefined;
    const [method, path] = paths[name];
    const route: Route = routes[name];
    if (!handler) continue;
    const answer = async (request: Request, response: Response) => {
      const desk = deskFor(hall, request);
      const visitor = route.who === 'anybody' ? {} : await visitorFor(desk, request);
      if (route.who !== 'anybody' && route.who !== 'signed-in' && !allowed((visitor as Visitor).turn, route.who))
        refuse('bot.not-allowed', { command: '' });
      const said = await handler({ ...visitor, ...asked(desk, request, response), ...given(route, request) });
      response.setHeader('cache-control', 'no-store');
      response.json(route.answer.parse(said));
      if (method === 'POST') void desk.bot.work().catch((error) => desk.office.log.warn({ error }, 'posts not sent'));
    };
    router[method === 'GET' ? 'get' : 'post'](path.replace('/api/v1', ''), answer);
  }
  return router;
}

const asked = (desk: Desk, request: Request, response: Response): Asking => ({
  desk,
  address: addressOf(request),
  browser: browserInWords(desk.office, request.headers['user-agent']),
  setToken: (token) => setToken(response, desk, token),
});

/** A part of the path that cannot be any is nothing that is there. Throws `NothingThere`, `ZodError`. */
function given({ params, query, body }: Route, request: Request) {
  const read = params?.safeParse(request.params);
  if (read && !read.success) throw new NothingThere();
  return {
    ...(read && { params: read.data }),
    ...(query && { query: query.parse(request.query) }),
    ...(body && { body: body.parse(request.body) }),
  };
}

/** Answers whatever was thrown; what is a fault of ours is logged without the request's own words. */
export function answerProblem(desk: Hall, error: unknown, route: string, response: Response): void {
  const { office } = desk;
  const known = problemOf(office, error) ?? httpProblem(desk, error);
  if (!known) office.log.error({ error, route }, 'console request failed');
  const { status, problem } = known ?? {
    status: 503,
    problem: { code: 'console.out-of-order', message: office.say('console.out-of-order') },
  };
  if (error instanceof TurnedAway && error.why === 'no-session') countRefused('no-session');
  if (error instanceof Stale || (error instanceof Refusal && error.code === 'console.stale-else'))
    countRefused('stale');
  if (status === 422) countRefused('unreadable');
  if (response.headersSent) return void response.destroy();
  response.setHeader('cache-control', 'no-store');
  response.status(status).json(problem);
}

/** What the reader of bodies throws. */
function httpProblem({ office }: Hall, error: unknown) {
  const { status = 500 } = error as { status?: number };
  if (status < 400 || status > 499) return undefined;
  return { status, problem: { code: 'console.unreadable', message: office.say('console.unreadable', { what: '' }) } };
}
