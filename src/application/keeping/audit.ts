import type { Campaign } from '../../domain/campaign.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { Turn } from '../turn.ts';
import type { PhraseId } from '../words/phrases.ts';

/**
 * The changes that can be recorded: exactly those for which `prompts/replies/history.md` has words, so that `/查` can
 * tell every one of them.
 */
export type AuditAction = Exclude<
  PhraseId extends infer Id ? (Id extends `history.${infer Action}` ? Action : never) : never,
  'other'
>;

/** Who acts, by what way and when: what every row of the audit says besides what changed. */
export type Acting = Pick<Turn, 'tx' | 'now' | 'actor' | 'origin'> & { campaign: Pick<Campaign, 'id'> };

/**
 * Records who changed what, when, by what way, from what to what; in the transaction of the change itself. Append-only: nothing
 * deletes a row, and only `erase` changes one.
 */
export const audit = (acting: Acting, change: Change): Promise<void> => auditAll(acting, [change]);

export interface Change {
  action: AuditAction;
  subject: string;
  before?: unknown;
  after?: unknown;
}

/** The same of many changes at once. */
export async function auditAll({ tx, now, campaign, actor, origin }: Acting, changes: Change[]): Promise<void> {
  await tx.audit.createMany({
    data: changes.map(({ action, subject, before, after }) => ({
      at: now,
      personId: actor.personId ?? null,
      campaign: campaign.id,
      action,
      subject,
      entrance: origin.entrance,
      entranceId: origin.id ?? null,
      ...(before !== undefined && { before: before as Prisma.InputJsonValue }),
      ...(after !== undefined && { after: after as Prisma.InputJsonValue }),
    })),
  });
}
