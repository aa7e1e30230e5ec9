import { beijingDayAndTime } from '../../../domain/time.ts';
import type { Answer } from '../../delivery/answer.ts';
import { claimMail } from '../../mailing/claim.ts';
import { changeMail, dismissMail } from '../../mailing/decide.ts';
import { countMails, hasMails, mailByNumber, mailsIn } from '../../mailing/mails.ts';
import { refuse } from '../../words/refuse.ts';
import { type Context, command, spoken } from '../context.ts';
import { claimedInWords } from '../mail-claimed.ts';
import { mailInWords, mailRow } from '../mail-in-words.ts';
import { tell } from '../tell.ts';

/** As many as a phone shows without turning the page. */
const LISTED = 8;

export const mail = command({
  id: 'mail',
  action: 'review',
  args: {
    action: { kind: 'choice', of: 'mailActions' },
    another: { kind: 'flag', of: 'mailAnother' },
    asOne: { kind: 'flag', of: 'mailAsOne' },
    number: { kind: 'number' },
    work: { kind: 'text', labelled: true },
    unit: { kind: 'unit', for: 'write' },
    category: { kind: 'category' },
    title: { kind: 'text', labelled: true },
    fields: { kind: 'fields', of: 'any' },
  },
  async handle(context, { action, another, asOne, number, work, unit, category, title, fields }) {
    if (action === 'others') return others(context);
    if (number === undefined) return action === undefined ? list(context) : refuse('mail.no-number');
    if (context.inGroup) return inDirect(context);
    if (action === 'claim') return claimingMail.carryOut(context, { number, ...(another && { another }) });
    if (action === 'dismiss') return dismissingMail.carryOut(context, { number });
    const place = /\d{1,3}/.exec(work)?.[0];
    const to = {
      ...(place !== undefined && { work: Number(place) }),
      ...(unit !== undefined && { unitId: unit }),
      ...(category !== undefined && { categoryId: category }),
      ...(title !== '' && { title }),
      ...(Object.keys(fields).length > 0 && { fields }),
      ...(asOne && { asOne }),
    };
    if (action === 'change') {
      if (Object.keys(to).every((name) => name === 'work')) refuse('mail.nothing-said', { number });
      return changingMail.carryOut(context, { number, ...to });
    }
    const found = (await mailByNumber(context, number)) ?? refuse('mail.no-such', { number });
    return mailInWords(context, found);
  },
});

const inDirect = async (context: Context): Promise<string> =>
  context.say('mail.in-direct', { count: await countMails(context, 'waiting') });

async function list(context: Context): Promise<string> {
  if (context.inGroup) return inDirect(context);
  const aside = (await Promise.all((['other', 'double'] as const).map((state) => countMails(context, state)))).reduce(
    (sum, count) => sum + count,
  );
  const count = await countMails(context, 'waiting');
  if (count === 0)
    return context.say('mail.none', {
      mailbox: context.mailbox !== undefined || (await hasMails(context)),
      others: aside || '',
    });
  const rows = [];
  for (const one of await mailsIn(context, 'waiting', LISTED)) rows.push(await mailRow(context, one));
  return context.say('mail.list', {
    count,
    first: rows[0]?.number ?? '',
    rows,
    more: count > rows.length ? count - rows.length : '',
    others: aside || '',
  });
}

async function others(context: Context): Promise<string> {
  if (context.inGroup) return inDirect(context);
  const states = ['other', 'double', 'dismissed'] as const;
  const all = (await Promise.all(states.map((state) => mailsIn(context, state, LISTED)))).flat();
  const counts = await Promise.all(states.map((state) => countMails(context, state)));
  const count = counts.reduce((sum, one) => sum + one);
  const shown = all.sort((a, b) => b.number - a.number).slice(0, LISTED);
  return context.say('mail.others', {
    none: count === 0,
    count,
    rows: shown.map(({ number, sender, address, subject, arrivedAt, sameAs }) => ({
      number,
      sender: sender || address,
      subject: subject.slice(0, 20),
      at: beijingDayAndTime(arrivedAt).slice(5),
      double: sameAs ?? '',
    })),
    more: count > shown.length ? count - shown.length : '',
  });
}

export const claimingMail = spoken(claimMail, async (context, facts): Promise<Answer[]> => {
  const told = await tell(context, 'claim-mail', facts);
  return [{ text: await claimedInWords(context, facts, told.facts) }, ...told.answers];
});

export const changingMail = spoken(changeMail, async (context, { mail: changed }) => [
  { text: await mailInWords(context, changed) },
]);

export const dismissingMail = spoken(dismissMail, async ({ say }, { mail: { number } }) => [
  { text: say('mail.dismissed', { number }) },
]);
