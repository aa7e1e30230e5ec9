import type { Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../office.ts';

/** Who changed what, when, from what to what. Append-only: nothing deletes a row, and only `erase` changes one. */
export async function audit(
  tx: Tx,
  entry: { at: Date; personId: number | undefined; action: string; subject: string; before?: unknown; after?: unknown },
): Promise<void> {
  await tx.audit.create({
    data: {
      at: entry.at,
      personId: entry.personId ?? null,
      action: entry.action,
      subject: entry.subject,
      ...(entry.before !== undefined && { before: entry.before as Prisma.InputJsonValue }),
      ...(entry.after !== undefined && { after: entry.after as Prisma.InputJsonValue }),
    },
  });
}
