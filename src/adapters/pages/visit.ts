import type { Request } from 'express';
import { type Office, officeNamed } from '../../application/office.ts';
import { speakerById } from '../../application/people/sign-in.ts';
import type { Speaker } from '../../application/turn.ts';
import { type Page, pageByCode, type Shut } from '../../application/works/pages.ts';
import type { Attempts } from '../console/attempts.ts';
import type { Desk, Hall } from '../console/desk.ts';
import { addressOf } from '../console/guard.ts';
import type { Seals } from './token.ts';

/** What the pages behind links are made of. */
export interface PageHall extends Hall {
  seals: Seals;
  attempts: Attempts;
}

/** The same, at work for the campaign of one page. */
export type PageDesk = PageHall & Desk;

export const deskOf = (hall: PageHall, { page }: Pick<Visit, 'page'>): PageDesk => ({
  ...hall,
  office: officeNamed(hall.office, page.campaign),
});

/** Somebody who has a link, and the page that it opens. */
export interface Visit {
  page: Page;
  /** Why it takes nothing; undefined: it does. */
  shut: Shut | undefined;
  code: string;
  /** In whose name things are handed in; undefined on a sender's own page. */
  actor: Speaker | undefined;
  /** Where the visitor comes from, as a keyed hash. */
  address: string;
}

export const CODE = /^[\w-]{43}$/;

/** Undefined for a code that opens nothing, which is noted: whoever tries many is slowed. Throws `TurnedAway`. */
export async function visitOf(desk: PageHall, request: Request): Promise<Visit | undefined> {
  const { prisma: tx, clock } = desk.office;
  const code = String(request.params.code ?? '');
  const from = addressOf(request);
  const found = CODE.test(code) ? await pageByCode({ tx, now: clock.now() }, code) : undefined;
  const office = found && desk.office.campaigns.get(found.page.campaign);
  if (!found || !office) {
    await desk.attempts.allow(from);
    await desk.attempts.wrong(from);
    return undefined;
  }
  const { page, shut } = found;
  const actor =
    page.byPerson === null ? undefined : await speakerById({ tx, campaign: office.campaign }, page.byPerson);
  // Whoever has lost the right to report opens no door for others either.
  const gone = page.byPerson !== null && (actor?.roles.length ?? 0) === 0;
  return { page, shut: shut ?? (gone ? 'revoked' : undefined), code, actor, address: desk.seals.address(from) };
}

/** For reading in the name of whoever opened the page. */
export const turnOf = ({ office }: Pick<Desk, 'office'>, { actor, page }: Visit) => {
  const { prisma, ...rest } = office;
  const origin = { entrance: 'page' as const, id: String(page.id), ...(page.chat && { chat: page.chat }) };
  return { ...rest, tx: prisma as Office['prisma'], now: office.clock.now(), actor: actor ?? NOBODY_KNOWN, origin };
};

const NOBODY_KNOWN: Speaker = { name: '', roles: [], units: [] };
