import { beijingDay } from '../../domain/time.ts';
import type { Context } from '../conversation/context.ts';
import type { Answer } from '../delivery/answer.ts';
import { audit } from '../keeping/audit.ts';
import { staffMembers } from '../people/people.ts';
import { unitOf } from '../words/lexicons.ts';

export type RequestKind = 'extension' | 'liaison' | 'mute';

export interface Asked {
  unitId: string;
  kind: RequestKind;
  /** What is asked, as staff read it. */
  asked: string;
  /** The command by which staff grant it, without the slash. */
  command: string;
}

/** Keeps a request and passes it on to staff in their direct chats; the same one on the same day is passed on once. */
export async function passOn(context: Context, personId: number, { unitId, kind, asked, command }: Asked) {
  const { tx, campaign, say, now, actor } = context;
  const key = { campaign: campaign.id, unitId, kind, asked, day: beijingDay(now) };
  const before = await tx.request.findUnique({ where: { campaign_unitId_kind_asked_day: key } });
  const unit = unitOf(context, unitId).short;
  if (before) return [{ text: say('request.already', { number: before.id, asked }) }];
  const { id } = await tx.request.create({ data: { ...key, command, byPerson: personId, at: now } });
  await audit(tx, { at: now, personId, action: 'request', subject: `unit:${unitId}`, after: { kind, request: id } });
  const chats = (await staffMembers(context)).flatMap(({ to }) => to ?? []);
  const text = say('request.to-staff', {
    number: id,
    unit,
    name: actor.name,
    asked,
    command,
    mute: kind === 'mute',
  });
  const toStaff: Answer[] = chats.map((to) => ({ text, to }));
  return [{ text: say('request.passed-on', { number: id, asked, nobody: chats.length === 0 }) }, ...toStaff];
}

/** What staff have not settled yet, oldest first. */
export function openRequests({ tx, campaign }: Pick<Context, 'tx' | 'campaign'>, most: number) {
  return tx.request.findMany({ where: { campaign: campaign.id, settledAt: null }, orderBy: { id: 'asc' }, take: most });
}

/** Marks requests as settled; returns how many were open. */
export async function settleRequests(
  { tx, campaign, now }: Pick<Context, 'tx' | 'campaign' | 'now'>,
  which: { id: number } | { unitId: string; kind: RequestKind },
): Promise<number> {
  const { count } = await tx.request.updateMany({
    where: { campaign: campaign.id, settledAt: null, ...which },
    data: { settledAt: now },
  });
  return count;
}
