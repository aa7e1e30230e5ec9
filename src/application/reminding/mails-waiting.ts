import { beijingDay, beijingTime } from '../../domain/time.ts';
import type { Answer } from '../delivery/answer.ts';
import { inNameOf, joinedTexts } from '../delivery/in-name-of.ts';
import { enqueue } from '../delivery/outbox.ts';
import { moveSetting } from '../keeping/settings.ts';
import { countMails } from '../mailing/mails.ts';
import type { House, Office } from '../office.ts';
import { staffMembers } from '../people/people.ts';

/** When the office begins, until it goes to lunch (docs/product.md, section 8). */
const FROM = '09:00';
const UNTIL = '12:00';

/** Once on a working day, in the morning, staff hear how many mails wait for them, of all campaigns in one message; of none nothing is said. */
export async function tellOfMails(house: House): Promise<void> {
  const { prisma, clock } = house;
  const now = clock.now();
  const [day, time] = [beijingDay(now), beijingTime(now)];
  if (time < FROM || time >= UNTIL) return;
  const wait: Office[] = [];
  for (const office of house.campaigns.values())
    if (office.calendar.isWorkday(day) && (await countMails({ ...office, tx: prisma }, 'waiting')) > 0)
      wait.push(office);
  if (wait.length === 0) return;
  await prisma.$transaction(async (tx) => {
    const all: Answer[] = [];
    for (const office of wait) {
      const turn = { ...office, tx };
      if (!(await moveSetting(turn, 'mails-told', day))) continue;
      const text = office.say('mail.digest', { count: await countMails(turn, 'waiting') });
      const answers = (await staffMembers(turn)).flatMap(({ to }) => (to ? [{ text, to }] : []));
      all.push(...inNameOf(office, answers));
    }
    await enqueue(tx, oneToEach(all), now);
  });
}

/** What is said to one person is one message. */
function oneToEach(answers: Answer[]): Answer[] {
  const byChat = new Map<string, Answer>();
  for (const answer of answers) {
    const key = JSON.stringify(answer.to);
    const before = byChat.get(key);
    byChat.set(key, before ? { ...before, text: joinedTexts([before.text, answer.text]) } : answer);
  }
  return [...byChat.values()];
}
