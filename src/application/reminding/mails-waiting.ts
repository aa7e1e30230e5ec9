import { beijingDay, beijingTime } from '../../domain/time.ts';
import { enqueue } from '../delivery/outbox.ts';
import { moveSetting } from '../keeping/settings.ts';
import { countMails } from '../mailing/mails.ts';
import type { Office } from '../office.ts';
import { staffMembers } from '../people/people.ts';

/** When the office begins, until it goes to lunch (docs/product.md, section 8). */
const FROM = '09:00';
const UNTIL = '12:00';

/** Once on a working day, in the morning, staff hear how many mails wait for them; of none nothing is said. */
export async function tellOfMails(office: Office): Promise<void> {
  const { prisma, clock, calendar, say } = office;
  const now = clock.now();
  const [day, time] = [beijingDay(now), beijingTime(now)];
  if (time < FROM || time >= UNTIL || !calendar.isWorkday(day)) return;
  if ((await countMails({ ...office, tx: prisma }, 'waiting')) === 0) return;
  await prisma.$transaction(async (tx) => {
    const turn = { ...office, tx };
    if (!(await moveSetting(turn, 'mails-told', day))) return;
    const text = say('mail.digest', { count: await countMails(turn, 'waiting') });
    const answers = (await staffMembers(turn)).flatMap(({ to }) => (to ? [{ text, to }] : []));
    await enqueue(tx, answers, now);
  });
}
