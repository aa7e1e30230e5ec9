import { z } from 'zod';
import { deadlineOf, type Extension } from '../../domain/deadline.ts';
import { beijingDay, isDay } from '../../domain/time.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import { audit } from '../keeping/audit.ts';
import type { Turn } from '../turn.ts';
import { oneLine } from '../words/normalise.ts';
import { misuse, refuse } from '../words/refuse.ts';
import { deed, demand, personOf } from './deed.ts';

/** What a unit asks of staff, as facts: how it is said is for whoever reads it. */
const asked = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('extension'),
    /** Missing: every category. */
    categoryId: z.string().exactOptional(),
    day: z.string(),
    reason: z.string(),
  }),
  z.object({ kind: z.literal('liaison'), name: z.string(), phone: z.string() }),
  z.object({ kind: z.literal('mute'), day: z.string().exactOptional(), reason: z.string() }),
]);
export type Asked = z.infer<typeof asked>;
export type RequestKind = Asked['kind'];

/**
 * Stored by an earlier version as the sentence that staff read, with the command that grants it; both empty once
 * erased.
 */
const earlier = z.object({ kind: z.literal('earlier'), words: z.string(), command: z.string() });
const kept = z.union([asked, earlier]);

/** A request as it is kept. */
export interface Request {
  id: number;
  unitId: string;
  asked: Asked | z.infer<typeof earlier>;
  byPerson: number;
  day: string;
}

/** Keeps a request for staff; the same one on the same day is kept once. */
export const ask = deed(
  { id: 'request', action: 'report', input: z.object({ unitId: z.string(), asked }) },
  async (turn, { unitId, asked: wanted }): Promise<{ outcome: 'new' | 'again'; request: Request }> => {
    demand(turn, 'report', unitId);
    const { tx, campaign, now } = turn;
    const facts = checked(turn, unitId, wanted, await extensionsOf(turn, unitId));
    const day = beijingDay(now);
    const key = { campaign: campaign.id, unitId, kind: facts.kind, asked: JSON.stringify(facts), day };
    const before = await tx.request.findUnique({ where: { campaign_unitId_kind_asked_day: key } });
    if (before) return { outcome: 'again', request: requestOf(before) };
    const made = await tx.request.create({ data: { ...key, byPerson: personOf(turn), at: now } });
    await audit(turn, { action: 'request', subject: `unit:${unitId}`, after: { kind: facts.kind, request: made.id } });
    return { outcome: 'new', request: requestOf(made) };
  },
);

function checked({ campaign, now }: Turn, unitId: string, wanted: Asked, extensions: Extension[]): Asked {
  const today = beijingDay(now);
  if (wanted.kind === 'liaison') {
    const name = oneLine(wanted.name, 20);
    if (name === '') misuse('request.no-name');
    return { kind: 'liaison', name, phone: oneLine(wanted.phone, 20) };
  }
  const reason = oneLine(wanted.reason, 200);
  if (wanted.day !== undefined && !isDay(wanted.day)) misuse('date.unreadable', { written: wanted.day });
  if (wanted.kind === 'mute') return { ...wanted, reason };
  const { day: base } = deadlineOf(campaign, extensions, unitId, wanted.categoryId ?? '');
  if (wanted.day <= base) refuse('request.in-time', { day: wanted.day, base });
  if (wanted.day < today) misuse('extend.past', { day: wanted.day, today });
  return { ...wanted, reason };
}

const extensionsOf = ({ tx, campaign }: Turn, unitId: string): Promise<Extension[]> =>
  tx.extension.findMany({
    where: { campaign: campaign.id, unitId },
    orderBy: { id: 'asc' },
    select: { unitId: true, categoryId: true, day: true, at: true },
  });

type Row = Prisma.RequestGetPayload<object>;
const requestOf = ({ id, unitId, asked: json, byPerson, day }: Row): Request => ({
  id,
  unitId,
  asked: kept.parse(JSON.parse(json)),
  byPerson,
  day,
});

/** What staff have not done yet, oldest first. */
export async function openRequests({ tx, campaign }: Pick<Turn, 'tx' | 'campaign'>, most: number): Promise<Request[]> {
  const rows = await tx.request.findMany({
    where: { campaign: campaign.id, settledAt: null },
    orderBy: { id: 'asc' },
    take: most,
  });
  return rows.map(requestOf);
}

/** Marks requests as done; returns how many were open. */
export async function closeRequests(
  { tx, campaign, now }: Pick<Turn, 'tx' | 'campaign' | 'now'>,
  which: { id: number } | { unitId: string; kind: RequestKind },
): Promise<number> {
  const { count } = await tx.request.updateMany({
    where: { campaign: campaign.id, settledAt: null, ...which },
    data: { settledAt: now },
  });
  return count;
}

/** Staff have done what was asked, or will not. */
export const markDone = deed(
  { id: 'mark-request-done', action: 'answer-requests', input: z.object({ id: z.int() }) },
  async (turn, { id }) => {
    if (id < 1 || id > 2 ** 31 - 1 || (await closeRequests(turn, { id })) === 0)
      misuse('request.unknown', { written: String(id) });
    await audit(turn, { action: 'request.done', subject: `campaign:${turn.campaign.id}`, after: { request: id } });
    return { id };
  },
);
