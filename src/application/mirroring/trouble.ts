import { beijingDay } from '../../domain/time.ts';
import { enqueue } from '../delivery/outbox.ts';
import { moveSetting } from '../keeping/settings.ts';
import type { Office } from '../office.ts';
import { staffMembers } from '../people/people.ts';
import type { OutsideTable } from '../ports.ts';

type Telling = Pick<Office, 'prisma' | 'campaign' | 'clock' | 'channels' | 'say'>;

/** Once a day: a table that stands still looks like one in which nothing happens. `code`: as the platform says it. */
export async function tellStaff(office: Telling, { shows }: OutsideTable, code: string): Promise<void> {
  const { prisma, clock, say } = office;
  const now = clock.now();
  await prisma.$transaction(async (tx) => {
    const turn = { ...office, tx };
    if (!(await moveSetting(turn, 'table-told', beijingDay(now)))) return;
    const text = say('mirror.trouble', { table: say('mirror.table', { works: shows === 'works' }), code });
    const answers = (await staffMembers(turn)).flatMap(({ to }) => (to ? [{ text, to }] : []));
    await enqueue(tx, answers, now);
  });
}
