import { type Response, Router } from 'express';
import type { WorkEvent } from '../../../web/shared/contracts/events.ts';
import { peopleById } from '../../application/people/people.ts';
import { allowed } from '../../application/people/permit.ts';
import { refuse } from '../../application/words/refuse.ts';
import type { SubmissionState } from '../../domain/submission.ts';
import { visitorFor } from './answering.ts';
import { deskFor, type Hall, type Visitor } from './desk.ts';
import { TurnedAway } from './problem.ts';
import { changeInWords, seenOf } from './standing.ts';

const LOOKS_EVERY_MS = 1_000;
/** Whether everybody who listens is still signed in. */
const CHECKS_EVERY = 3;
const BREATHES_EVERY = 25;
const AT_ONCE = 500;
/** Rows get their number before they are committed: one may come to light behind those that were told. */
const LOOKS_BACK = 200n;

interface Listener {
  response: Response;
  visitor: Visitor;
  again(): Promise<Visitor>;
}

/**
 * Pushes every change of an entry to those who may see it, by whatever process and whatever way it was made: the audit is
 * looked at once a second while anybody listens. `changed` looks at once.
 */
export function eventStream(hall: Hall): { events: Router; changed(): void } {
  const { prisma, say, log } = hall.office;
  const listeners = new Set<Listener>();
  const told = new Set<bigint>();
  let last: bigint | undefined;
  let timer: NodeJS.Timeout | undefined;
  let rounds = 0;
  let looking: Promise<void> = Promise.resolve();

  async function begin(): Promise<void> {
    const row = await prisma.audit.findFirst({ orderBy: { id: 'desc' }, select: { id: true } });
    last = row?.id ?? 0n;
    told.clear();
    const behind = await prisma.audit.findMany({ where: { id: { gt: last - LOOKS_BACK } }, select: { id: true } });
    for (const { id } of behind) told.add(id);
  }

  async function look(): Promise<void> {
    if (listeners.size === 0 || last === undefined) return;
    const rows = await prisma.audit.findMany({
      where: { id: { gt: last - LOOKS_BACK }, subject: { startsWith: 'submission:' } },
      orderBy: { id: 'asc' },
      take: AT_ONCE,
    });
    const fresh = rows.filter(({ id }) => !told.has(id));
    for (const { id } of fresh) told.add(id);
    for (const id of told) if (id < (rows.at(-1)?.id ?? 0n) - 2n * LOOKS_BACK) told.delete(id);
    if (fresh.length === 0) return;
    last = fresh.reduce((highest, { id }) => (id > highest ? id : highest), last);
    const numbers = [...new Set(fresh.map(({ subject }) => Number(subject.slice('submission:'.length))))];
    const entries = await prisma.submission.findMany({
      where: { number: { in: numbers } },
      select: {
        campaign: true,
        number: true,
        unitId: true,
        categoryId: true,
        title: true,
        state: true,
        byPerson: true,
      },
    });
    const people = await peopleById(
      { tx: prisma },
      fresh.flatMap(({ personId }) => personId ?? []),
    );
    const latest = new Map(
      fresh.filter(({ action }) => action !== 'submission.ask').map((one) => [one.subject, one.id]),
    );
    for (const row of fresh) {
      const entry = entries.find(({ number }) => `submission:${number}` === row.subject);
      if (!entry) continue;
      const { byPerson: _, campaign: __, ...shown } = entry;
      const by = people.find(({ id }) => id === row.personId);
      const event: WorkEvent = {
        ...shown,
        state: entry.state as SubmissionState,
        seen: seenOf(latest.get(row.subject) ?? row.id),
        action: row.action,
        words: changeInWords(say, row.action),
        by: by ? { id: by.id, name: by.name } : null,
        mine: false,
        at: row.at.toISOString(),
      };
      for (const { visitor, response } of listeners)
        if (mayHear(visitor, entry)) {
          const mine = row.personId === visitor.turn.actor.personId;
          response.write(`id: ${row.id}\nevent: work\ndata: ${JSON.stringify({ ...event, mine })}\n\n`);
        }
    }
  }

  async function check(): Promise<void> {
    for (const listener of [...listeners])
      try {
        listener.visitor = await listener.again();
      } catch (error) {
        if (!(error instanceof TurnedAway)) throw error;
        listener.response.end('event: end\ndata: {}\n\n');
        listeners.delete(listener);
      }
  }

  const round = (checks: boolean): void => {
    looking = looking
      .then(async () => {
        if (checks) await check();
        await look();
      })
      .catch((error) => log.warn({ error }, 'console events not looked for'));
  };

  function start(): void {
    timer ??= setInterval(() => {
      rounds += 1;
      if (rounds % BREATHES_EVERY === 0) for (const { response } of listeners) response.write(': still here\n\n');
      round(rounds % CHECKS_EVERY === 0);
    }, LOOKS_EVERY_MS).unref();
  }

  function leave(listener: Listener): void {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    last = undefined;
  }

  const events = Router();
  events.get('/events', async (request, response) => {
    const again = () => visitorFor(deskFor(hall, request), request);
    const visitor = await again();
    if (!allowed(visitor.turn, 'read-unit')) refuse('bot.not-allowed', { command: '' });
    if (last === undefined) {
      looking = looking.then(begin);
      await looking;
    }
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      // Or nginx holds back what is not full yet.
      'x-accel-buffering': 'no',
    });
    response.write(': open\n\n');
    const listener = { response, visitor, again };
    listeners.add(listener);
    request.on('close', () => leave(listener));
    start();
  });
  return { events, changed: () => round(true) };
}

const mayHear = ({ scope, turn }: Visitor, entry: { campaign: string; unitId: string; byPerson: number }): boolean =>
  entry.campaign === turn.campaign.id &&
  (scope === 'all' ||
    scope.unitIds.includes(entry.unitId) ||
    (entry.unitId === '' && entry.byPerson === scope.personId));
