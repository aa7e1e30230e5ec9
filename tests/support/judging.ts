import { z } from 'zod';
import { type Deed, deed, personOf } from '../../src/application/people/deed.ts';
import { speakerFrom } from '../../src/application/people/people.ts';
import { perform } from '../../src/application/perform.ts';
import { createReceived } from '../../src/application/works/entries.ts';
import { accept } from '../../src/application/works/review.ts';
import type { Role } from '../../src/domain/permission.ts';
import type { Practice } from './practice.ts';

/** Works of one unit and category that come in whole. */
const bringWorks = deed(
  {
    id: 'bring-works',
    action: 'report',
    input: z.object({
      unitId: z.string(),
      categoryId: z.string(),
      works: z.array(z.object({ title: z.string(), author: z.string() })),
    }),
  },
  (turn, { unitId, categoryId, works }) =>
    createReceived(
      turn,
      personOf(turn),
      works.map(({ title, author }) => ({ unitId, categoryId, title, fields: { author }, openUntil: null })),
    ),
);

/** A jury in the practice office, without the chat: everything is done by deeds. */
export function judgingIn(bot: Practice) {
  /** Somebody of the practice, by their id there, or a judge by their number. */
  async function speaker(who: string | number) {
    const { campaign } = bot.office;
    const person =
      typeof who === 'number'
        ? await bot.prisma.person.findUniqueOrThrow({ where: { id: who }, include: { memberships: true } })
        : (
            await bot.prisma.account.findFirstOrThrow({
              where: { senderId: who },
              include: { person: { include: { memberships: true } } },
            })
          ).person;
    const roles = person.memberships
      .filter(({ until }) => until === null)
      .map(({ role, unitId }) => ({ role: role as Role, unitId }));
    return speakerFrom(campaign, { id: person.id, name: person.name, roles });
  }

  async function act<Input, Facts>(who: string | number, what: Deed<Input, Facts>, input: Input): Promise<Facts> {
    return perform(bot.office, { actor: await speaker(who), origin: { entrance: 'session', id: '1' } }, what, input);
  }

  return {
    act,
    /** New judges, by number. `units`: they coordinate that unit as well. */
    async judges(names: string[], units: (string | undefined)[] = []): Promise<number[]> {
      const people = await bot.prisma.person.createManyAndReturn({
        data: names.map((name) => ({ name, createdAt: bot.now() })),
      });
      const ids = people.map(({ id }) => id);
      await bot.prisma.membership.createMany({
        data: ids.flatMap((personId, at) => [
          { personId, role: 'judge', since: bot.now() },
          ...(units[at] ? [{ personId, role: 'coordinator', unitId: units[at], since: bot.now() }] : []),
        ]),
      });
      return ids;
    },
    /** Entries of any kind that have come in; their numbers. */
    received: (unitId: string, categoryId: string, works: { title: string; author: string }[]) =>
      act('staff-1', bringWorks, { unitId, categoryId, works }),
    /** Works that have come in and were accepted; their numbers. */
    async works(unitId: string, categoryId: string, works: { title: string; author: string }[]): Promise<number[]> {
      const numbers = await act('staff-1', bringWorks, { unitId, categoryId, works });
      // The first one by the deed, the others as it would leave them: one by one they take most of a test's time.
      const [first = 0, ...rest] = numbers;
      const others = first === 1 ? rest : numbers;
      if (first === 1) await act('staff-1', accept, { number: first });
      await bot.prisma.submission.updateMany({ where: { number: { in: others } }, data: { state: 'accepted' } });
      await bot.prisma.tally.update({
        where: { campaign_unitId_categoryId: { campaign: bot.office.campaign.id, unitId, categoryId } },
        data: { received: { decrement: others.length }, accepted: { increment: others.length } },
      });
      return numbers;
    },
  };
}
