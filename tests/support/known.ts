import type { TestDatabase } from './database.ts';

export type Role = 'coordinator' | 'staff' | 'admin' | 'judge';

export interface Who {
  unit?: string;
  /** They have spoken to the bot in a direct chat. */
  direct?: boolean;
  name?: string;
  phone?: string;
}

/** Makes somebody known to the bot, as an invitation would. */
export async function known(
  { prisma }: Pick<TestDatabase, 'prisma'>,
  channel: string,
  userid: string,
  role: Role,
  { unit = '', direct = true, name = userid, phone }: Who = {},
): Promise<void> {
  const now = new Date('2020-06-01T00:00:00Z');
  await prisma.person.create({
    data: {
      name,
      createdAt: now,
      ...(phone !== undefined && { phone }),
      accounts: { create: { channel, senderId: userid, ...(direct && { directChatId: userid }) } },
      memberships: { create: { role, unitId: unit, since: now } },
    },
  });
}
