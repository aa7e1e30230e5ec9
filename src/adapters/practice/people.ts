import type { Campaign } from '../../domain/campaign.ts';
import type { Role } from '../../domain/permission.ts';
import type { PrismaClient } from '../../generated/prisma/client.ts';

export const CHANNEL = 'practice';
export const GROUP = 'group';
export const BOT = 'bot';

export interface PracticePerson {
  id: string;
  name: string;
  role: Role | 'stranger';
  unit: string | null;
  unitName: string | null;
}

/** Names of people who do not exist; `prompts/practice.yaml`. */
export interface PracticeNames {
  bot: string;
  group: string;
  staff: string;
  admin: string;
  stranger: string;
  coordinators: string[];
}

/** Who one can be in practice: a coordinator of every unit, staff, an admin, and somebody nobody knows. */
export function practicePeople(campaign: Campaign, names: PracticeNames): PracticePerson[] {
  const { coordinators } = names;
  const nobodys = { unit: null, unitName: null };
  return [
    ...campaign.units.map((unit, index) => ({
      id: `${unit.id}-1`,
      name: coordinators[index % coordinators.length] ?? unit.short,
      role: 'coordinator' as const,
      unit: unit.id,
      unitName: unit.short,
    })),
    { id: 'staff-1', name: names.staff, role: 'staff', ...nobodys },
    { id: 'admin-1', name: names.admin, role: 'admin', ...nobodys },
    { id: 'stranger-1', name: names.stranger, role: 'stranger', ...nobodys },
  ];
}

/** Makes the practice people known to the bot and binds the practice group, once per data folder. */
export async function seedPeople(prisma: PrismaClient, people: PracticePerson[], now: Date): Promise<void> {
  const known = await prisma.account.findMany({ where: { channel: CHANNEL }, select: { senderId: true } });
  const ids = new Set(known.map(({ senderId }) => senderId));
  const joining = people.filter(({ id, role }) => role !== 'stranger' && !ids.has(id));
  const chatId = GROUP;
  await prisma.$transaction(async (tx) => {
    const persons = await tx.person.createManyAndReturn({
      data: joining.map(({ name }) => ({ name, createdAt: now })),
      select: { id: true },
    });
    const personIds = persons.map(({ id }) => id).sort((a, b) => a - b);
    const member = joining.map((person, index) => ({ ...person, personId: personIds[index] as number }));
    await tx.account.createMany({
      data: member.map(({ id, personId }) => ({ channel: CHANNEL, senderId: id, directChatId: id, personId })),
    });
    await tx.membership.createMany({
      data: member.map(({ personId, role, unit }) => ({ personId, role, unitId: unit ?? '', since: now })),
    });
    await tx.group.upsert({
      where: { channel_chatId: { channel: CHANNEL, chatId } },
      create: { channel: CHANNEL, chatId, boundAt: now },
      update: {},
    });
  });
}
