import type { Request } from 'express';
import type { Bot } from '../../application/bot.ts';
import { type House, type Office, officeNamed } from '../../application/office.ts';
import { allowed } from '../../application/people/permit.ts';
import type { Session } from '../../application/people/sessions.ts';
import type { Turn } from '../../application/turn.ts';
import type { Scope } from '../../application/works/listing.ts';
import { NothingThere } from './problem.ts';

/** What the console is made of. */
export interface Hall {
  office: House;
  bot: Pick<Bot, 'work'>;
  practice: boolean;
  /** The name under which the outside knows this server, if it has one. */
  publicUrl?: string | undefined;
  /** Where the program lies: its page is in `dist/console`. */
  program: string;
}

/** The console at work for one campaign: each request is of one. */
export interface Desk extends Hall {
  office: Office;
}

/**
 * The desk that a request is for: pages name the campaign in a header, links and streams in their address. Throws `NothingThere` for
 * one that is not at hand: nothing lands in another than was meant.
 */
export function deskFor(hall: Hall, { headers, query }: Pick<Request, 'headers' | 'query'>): Desk {
  const named = headers['x-campaign'] ?? query.campaign;
  if (typeof named === 'string' && !hall.office.campaigns.has(named)) throw new NothingThere();
  return { ...hall, office: officeNamed(hall.office, typeof named === 'string' ? named : undefined) };
}

/** Somebody who is signed in, with what it takes to read for them. */
export interface Visitor {
  session: Session;
  /** For reading; a write has a transaction of its own. */
  turn: Turn & Pick<Office, 'say' | 'vocabulary'>;
  scope: Scope;
  /** Units they may read, in the table's order; undefined: all. */
  units: string[] | undefined;
}

export function visitorOf({ office }: Desk, session: Session): Visitor {
  const { prisma, ...rest } = office;
  const origin = { entrance: 'session' as const, id: String(session.id) };
  const turn = { ...rest, tx: prisma, now: office.clock.now(), actor: session.actor, origin };
  const personId = session.actor.personId as number;
  if (allowed(turn, 'read-all-units')) return { session, turn, scope: 'all', units: undefined };
  const units = office.campaign.units.map(({ id }) => id).filter((id) => allowed(turn, 'read-unit', id));
  return { session, turn, scope: { unitIds: units, personId }, units };
}
