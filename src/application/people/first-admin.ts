import type { Tx } from '../office.ts';
import { codeHash, newCode } from './codes.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

const OPEN_CLAIMS = { role: 'admin', issuedBy: null, usedAt: null, cancelledAt: null } as const;

/** Whoever claims is alone, so that two codes cannot make two first admins. */
export const claimAlone = (tx: Tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('claim', 0))`;

export const hasAdmin = async (tx: Tx): Promise<boolean> =>
  (await tx.membership.count({ where: { role: 'admin', until: null } })) > 0;

/** Once there is an admin no claim code opens anything any more. */
export const endClaims = (tx: Tx, now: Date, except = '') =>
  tx.invitation.updateMany({ where: { ...OPEN_CLAIMS, codeHash: { not: except } }, data: { cancelledAt: now } });

/**
 * Makes sure that somebody can become the first admin, for a day; returns the code to print, if one was made. The one of the settings
 * is not printed, and lives for a day from each start; any other dies with it. `alone`: no other process may have printed one just now.
 */
export async function firstAdminCode(
  tx: Tx,
  now: Date,
  { configured, alone }: { configured: string | undefined; alone: boolean },
): Promise<string | undefined> {
  await claimAlone(tx);
  if (await hasAdmin(tx)) {
    await endClaims(tx, now);
    return undefined;
  }
  const expiresAt = new Date(now.getTime() + DAY_MS);
  if (configured !== undefined) {
    const hash = codeHash(configured);
    await endClaims(tx, now, hash);
    const data = { codeHash: hash, role: 'admin', issuedAt: now, expiresAt };
    await tx.invitation.createMany({ data: [data], skipDuplicates: true });
    const { count } = await tx.invitation.updateMany({
      where: { codeHash: hash, role: 'admin', issuedBy: null, usedAt: null },
      data: { expiresAt, cancelledAt: null },
    });
    if (count > 0) return undefined;
    // Whoever used it has left: it opens nothing twice.
  }
  if (!alone && (await tx.invitation.count({ where: { ...OPEN_CLAIMS, expiresAt: { gt: now } } })) > 0)
    return undefined;
  await endClaims(tx, now);
  const code = newCode();
  await tx.invitation.create({ data: { codeHash: codeHash(code), role: 'admin', issuedAt: now, expiresAt } });
  return code;
}
