import type { Campaign } from '../../src/domain/campaign.ts';
import type { PrismaClient } from '../../src/generated/prisma/client.ts';

export type Role = 'coordinator' | 'staff' | 'admin' | 'stranger';

export interface ChaosPerson {
  id: string;
  channel: string;
  role: Role;
  /** Of a coordinator. */
  unit?: { id: string; short: string };
}

/** Three for each unit of the table: two coordinators, and a third who is one as well, of the city's side, or nobody yet. */
export function peopleOf(campaign: Campaign, channels: string[]): ChaosPerson[] {
  const units = campaign.units.filter(({ id }) => campaign.table.rows.some(({ unit }) => unit === id));
  const last = units.length - 1;
  const thirds: Record<number, Role> = {
    [last]: 'stranger',
    [last - 1]: 'stranger',
    [last - 2]: 'admin',
    [last - 3]: 'staff',
    [last - 4]: 'staff',
    [last - 5]: 'staff',
  };
  return units.flatMap(({ id, short }, index) =>
    [1, 2, 3].map((nth): ChaosPerson => {
      const role = nth === 3 ? (thirds[index] ?? 'coordinator') : 'coordinator';
      const channel = channels[(index + nth) % channels.length] as string;
      return { id: `${id}-${nth}`, channel, role, ...(role === 'coordinator' && { unit: { id, short } }) };
    }),
  );
}

/** They have joined and spoken to the bot before, and the groups are bound. */
export async function settleIn(
  prisma: PrismaClient,
  people: ChaosPerson[],
  groups: { channel: string; id: string }[],
  since: Date,
): Promise<void> {
  for (const { id, channel, role, unit } of people)
    if (role !== 'stranger')
      await prisma.person.create({
        data: {
          name: id,
          createdAt: since,
          accounts: { create: { channel, senderId: id, directChatId: id } },
          memberships: { create: { role, unitId: unit?.id ?? '', since } },
        },
      });
  await prisma.group.createMany({
    data: groups.map(({ channel, id }) => ({ channel, chatId: id, boundAt: since })),
  });
}
