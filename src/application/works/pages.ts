import { z } from 'zod';
import { canBeCorrected } from '../../domain/submission.ts';
import { endOfDay } from '../../domain/time.ts';
import type { Page as Row } from '../../generated/prisma/client.ts';
import { audit } from '../keeping/audit.ts';
import type { Destination } from '../message.ts';
import type { Office, Tx } from '../office.ts';
import { deed, demand, personOf } from '../people/deed.ts';
import { allowed } from '../people/permit.ts';
import { newSecret, secretHash } from '../people/secrets.ts';
import type { Turn } from '../turn.ts';
import { refuse } from '../words/refuse.ts';
import { entryToEdit } from './access.ts';
import { requireOpen } from './closing.ts';
import { updateDraft } from './entries.ts';
import { entryNumber } from './inputs.ts';
import { requireFewBegun } from './page-quotas.ts';

export const PURPOSES = ['draft', 'entry', 'unit', 'screening'] as const;
/** `draft`, `entry`: for the files of the one with this number. `unit`: for a new entry of it. `screening`: what workers send to their county. */
export type Purpose = (typeof PURPOSES)[number];

/** A page behind a link, for whoever has the link. */
export type Page = Omit<
  Row,
  'purpose' | 'mostBytes' | 'codeHash' | 'channel' | 'chatKind' | 'chatId' | 'address' | 'warnedAt'
> & {
  purpose: Purpose;
  /** Bytes of all its files together, those of its senders' own pages included. */
  mostBytes: number;
  /** Where its receipt is told. */
  chat: Destination | undefined;
};

const DAY_MS = 24 * 3_600_000;
const GB = 1024 ** 3;
/** Of one page: an entry of many photos, or some films. */
const OF_ONE = { mostFiles: 60, mostBytes: 6 * GB };
/** Of a page that a whole county uses. */
const OF_MANY = { mostFiles: 5_000, mostBytes: 200 * GB };
/** Of one unit at once: whoever makes more has lost sight of them. */
const MOST_PAGES = 50;

const wanted = z.object({
  purpose: z.enum(PURPOSES),
  unitId: z.string(),
  categoryIds: z.array(z.string()).exactOptional(),
  title: z.string().exactOptional(),
  /** Of the draft or the entry. */
  number: entryNumber.exactOptional(),
  /** The last day on which it is open, in Beijing; left out, it is open for 24 hours. */
  until: z.string().exactOptional(),
});

/** A page that was just made, with its code, which is kept nowhere. */
export interface Opened {
  page: Page;
  code: string;
}

/**
 * Opens a page for a draft, an entry or a unit of whoever acts. Looking at it uses nothing up; what is handed in by it is handed in
 * by the person who opened it. Throws a `Refusal` for an entry that takes no files any more.
 */
export const openPage = deed({ id: 'open-page', action: 'report', input: wanted }, async (turn, input) => {
  const { purpose, number, title = '', until } = input;
  await requireOpen(turn);
  const entry = number === undefined ? undefined : await entryToEdit(turn, number);
  if (entry && !canBeCorrected(entry.state))
    refuse('entry.cannot-correct', { number: entry.number, state: entry.state, accepted: entry.state === 'accepted' });
  const unitId = entry?.unitId || input.unitId;
  if (unitId !== '' || entry === undefined) demand(turn, 'report', unitId);
  const expiresAt = until === undefined ? new Date(turn.now.getTime() + DAY_MS) : endOfDay(until);
  if (expiresAt <= turn.now) refuse('upload.day-over', { day: until ?? '' });
  if ((await livingPages(turn, { unitIds: [unitId] })).length >= MOST_PAGES)
    refuse('upload.too-many', { most: MOST_PAGES });
  const opened = await makePage(turn, {
    purpose,
    unitId,
    categoryIds: input.categoryIds ?? (entry && entry.categoryId !== '' ? [entry.categoryId] : []),
    title: title || (entry?.title ?? ''),
    number: number ?? null,
    parentId: null,
    byPerson: personOf(turn),
    expiresAt,
    ...(purpose === 'screening' ? OF_MANY : OF_ONE),
  });
  // It waits as long as the page does for what is on its way.
  if (entry?.state === 'draft') await updateDraft(turn, entry.number, { openUntil: expiresAt });
  await audit(turn, {
    action: 'page.open',
    subject: `page:${opened.page.id}`,
    after: { unit: unitId, purpose, number },
  });
  return opened;
});

/**
 * A sender's own page of one that many use: its code opens nobody else's, it ends with the other, and its quotas count there too. Throws a
 * `Refusal` where too many were begun from the same address.
 */
export async function openOwnPage(turn: Turn, parent: Page, address: string): Promise<Opened> {
  await requireFewBegun(turn, address);
  const { unitId, categoryIds, purpose, expiresAt } = parent;
  return makePage(turn, {
    ...{
      purpose,
      unitId,
      categoryIds,
      title: '',
      number: null,
      parentId: parent.id,
      byPerson: null,
      expiresAt,
      address,
    },
    ...OF_ONE,
  });
}

async function makePage(
  { tx, campaign, now, origin }: Turn,
  {
    mostBytes,
    ...made
  }: Omit<Page, 'id' | 'campaign' | 'madeAt' | 'revokedAt' | 'usedAt' | 'chat'> & { address?: string },
): Promise<Opened> {
  const code = newSecret();
  const { channel = '', chat } = origin.chat ?? {};
  const row = await tx.page.create({
    data: {
      ...made,
      ...{ codeHash: secretHash(code), campaign: campaign.id, madeAt: now, mostBytes },
      ...{ channel, chatKind: chat?.kind ?? '', chatId: chat?.id ?? '' },
    },
  });
  return { page: pageOf(row), code };
}

function pageOf({ codeHash, address, warnedAt, channel, chatKind, chatId, mostBytes, purpose, ...row }: Row): Page {
  const chat = channel === '' ? undefined : { channel, chat: { kind: chatKind as 'group' | 'direct', id: chatId } };
  return { ...row, purpose: purpose as Purpose, mostBytes: Number(mostBytes), chat };
}

type Reads = { tx: Tx; campaign: Pick<Office['campaign'], 'id'>; now: Date };

/** Why nothing can be handed in by a page. */
export type Shut = 'expired' | 'revoked' | 'used';

export interface Found {
  page: Page;
  shut: Shut | undefined;
}

/**
 * The page that a code opens, of whatever campaign, and whether it takes anything; looking changes nothing. Undefined when there never was
 * one.
 */
export async function pageByCode({ tx, now }: Pick<Reads, 'tx' | 'now'>, code: string): Promise<Found | undefined> {
  return found({ tx, now }, await tx.page.findUnique({ where: { codeHash: secretHash(code) } }));
}

/** The same of a page that is known already. */
export const pageById = async ({ tx, campaign, now }: Reads, id: number): Promise<Found | undefined> =>
  found({ tx, now }, await tx.page.findUnique({ where: { id, campaign: campaign.id } }));

async function found({ tx, now }: Pick<Reads, 'tx' | 'now'>, row: Row | null): Promise<Found | undefined> {
  if (!row) return undefined;
  const parent = row.parentId === null ? null : await tx.page.findUnique({ where: { id: row.parentId } });
  const revoked = row.revokedAt !== null || (parent !== null && parent.revokedAt !== null);
  return { page: pageOf(row), shut: shutBy({ ...row, revoked }, now) };
}

function shutBy({ revoked, usedAt, expiresAt }: Pick<Row, 'usedAt' | 'expiresAt'> & { revoked: boolean }, now: Date) {
  if (revoked) return 'revoked';
  if (usedAt !== null) return 'used';
  return expiresAt <= now ? 'expired' : undefined;
}

/** What was made for it has been handed in: it shows that, and takes nothing more. False when it has been used meanwhile. */
export async function usePage({ tx, now }: Pick<Turn, 'tx' | 'now'>, id: number, number: number): Promise<boolean> {
  const { count } = await tx.page.updateMany({ where: { id, usedAt: null }, data: { usedAt: now, number } });
  return count === 1;
}

/** The pages that take something, of the units named or of all, the latest first; senders' own pages are not among them. */
export async function livingPages({ tx, campaign, now }: Reads, of: { unitIds: string[] } | 'all'): Promise<Page[]> {
  const rows = await tx.page.findMany({
    where: {
      ...{ campaign: campaign.id, parentId: null, revokedAt: null, usedAt: null, expiresAt: { gt: now } },
      ...(of !== 'all' && { unitId: { in: of.unitIds } }),
    },
    orderBy: { id: 'desc' },
    take: 500,
  });
  return rows.map(pageOf);
}

/** Those that whoever acts may see and close: staff all, coordinators their units'. */
export const pagesFor = (turn: Turn): Promise<Page[]> =>
  livingPages(turn, allowed(turn, 'read-all-units') ? 'all' : { unitIds: turn.actor.units });

/** Closes a page: its link opens nothing any more, and what was on its way is thrown away within a day. */
export const revokePage = deed(
  { id: 'revoke-page', action: 'report', input: z.object({ id: z.int().positive() }) },
  async (turn, { id }) => {
    const page = (await pagesFor(turn)).find((one) => one.id === id);
    if (!page) return refuse('upload.no-page', { id });
    await turn.tx.page.update({ where: { id }, data: { revokedAt: turn.now } });
    await audit(turn, { action: 'page.revoke', subject: `page:${id}`, before: { unit: page.unitId } });
    return page;
  },
);
