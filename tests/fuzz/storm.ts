import { Dice } from '../support/dice.ts';
import type { Practice } from '../support/practice.ts';
import { messageOf, type Said } from './messages.ts';

/** What must never come of a message, whatever it says. */
export interface Violation {
  nth: number;
  what: 'fault' | 'silence' | 'write without consent';
  said: string;
  answered: string;
}

/** What counts, what was decided and who may: plain words change none of it. */
async function standing({ prisma }: Practice): Promise<string> {
  const counted = { in: ['received', 'accepted', 'returned', 'withdrawn'] };
  const tables = await Promise.all([
    prisma.submission.count({ where: { state: counted } }),
    prisma.tally.aggregate({ _sum: { received: true, accepted: true, returned: true } }),
    ...[prisma.extension.count(), prisma.targetChange.count(), prisma.zeroReport.count()],
    ...[prisma.membership.count({ where: { until: null } }), prisma.invitation.count(), prisma.plannedReminder.count()],
    prisma.setting.findMany({ where: { key: { startsWith: 'closed/' } } }),
  ]);
  return JSON.stringify(tables);
}

/** Says so many messages by a seed and looks at what each of them does. */
export async function storm(office: Practice, seed: number, count: number): Promise<Violation[]> {
  const dice = new Dice(seed);
  const violations: Violation[] = [];
  const { vocabulary } = office.office;
  const consent = [...vocabulary.confirm, ...vocabulary.cancel];
  for (let nth = 1; nth <= count; nth++) {
    const said = messageOf(dice, vocabulary);
    const plain = !said.slashed && said.files.length === 0 && !consent.some((word) => said.text.includes(word));
    const before = plain ? await standing(office) : '';
    const answers = await office.say(said.as, said.text, { chat: said.chat, files: said.files });
    const answered = answers.join('\n');
    const note = (what: Violation['what']) => violations.push({ nth, what, said: shown(said), answered });
    if (/系统出了点问题/.test(answered)) note('fault');
    if (said.slashed && answers.length === 0) note('silence');
    if (plain && (await standing(office)) !== before && !isAnswer(answers)) note('write without consent');
  }
  return violations;
}

/** A draft that was begun asks one thing after another; its last answer completes it, which is what its owner wants. */
const isAnswer = (answers: string[]): boolean => answers.some((text) => /^已收 (?:#|\d+ 件)|^已附到 #/.test(text));

const shown = ({ as, chat, text, files }: Said): string =>
  `${as} ${chat} ${JSON.stringify(text.slice(0, 200))}${files.length > 0 ? ' + file' : ''}`;
