import { StartRefused } from '../../application/start-refused.ts';
import type { PrismaClient } from '../../generated/prisma/client.ts';
import { PRACTICE_CLOCK } from './clock.ts';
import { CHANNEL } from './people.ts';

/** Practice and real data never share a database: no figure could be told from the other. Throws `StartRefused`. */
export async function requireApart(prisma: PrismaClient, practice: boolean): Promise<void> {
  if (practice) {
    if (await prisma.account.findFirst({ where: { channel: { not: CHANNEL } } }))
      throw new StartRefused('data-is-real');
    return;
  }
  const practised =
    (await prisma.setting.findUnique({ where: { key: PRACTICE_CLOCK } })) ??
    (await prisma.account.findFirst({ where: { channel: CHANNEL } }));
  if (practised) throw new StartRefused('data-is-practice');
}
