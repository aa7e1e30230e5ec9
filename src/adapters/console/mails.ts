import { claimedInWords } from '../../application/conversation/mail-claimed.ts';
import { doubleBy, sentElsewhen, wayInWords } from '../../application/conversation/mail-in-words.ts';
import { claimMail } from '../../application/mailing/claim.ts';
import { changeMail, dismissMail } from '../../application/mailing/decide.ts';
import { countMails, doublesOf, type Mail, mailsIn } from '../../application/mailing/mails.ts';
import { perform, performTelling } from '../../application/perform.ts';
import type { Handlers } from './answering.ts';
import type { Desk, Visitor } from './desk.ts';
import { NothingThere } from './problem.ts';
import { by } from './standing.ts';

const AT_ONCE = 100;

/** Mails that wait, and what staff decide on them: the same deeds as in the chat. */
export const mailHandlers: Handlers = {
  async mails({ turn, query: { aside } }) {
    const states = aside === '1' ? (['other', 'double', 'dismissed'] as const) : (['waiting'] as const);
    const items = [];
    for (const state of states)
      for (const mail of await mailsIn(turn, state, AT_ONCE)) items.push(await shown(turn, mail));
    return { items, next: null, waiting: await countMails(turn, 'waiting') };
  },

  async claimMail({ desk, params: { number }, body: { another }, ...visitor }) {
    const input = { number, ...(another && { another }) };
    const { facts, told } = await performTelling(desk.office, by(visitor), claimMail, { input });
    const numbers = facts.works.flatMap((work) => (work.outcome === 'received' ? [work.received.entry.number] : []));
    return { said: await claimedInWords({ ...visitor.turn, ...words(desk) }, facts, told), numbers };
  },

  async changeMail({ desk, params: { number }, body, ...visitor }) {
    const { campaign } = desk.office;
    const unknown = (list: readonly { id: string }[], id: string | undefined) =>
      id !== undefined && !list.some((one) => one.id === id);
    if (unknown(campaign.units, body.unitId) || unknown(campaign.categories, body.categoryId)) throw new NothingThere();
    const said = Object.entries(body).filter(([, value]) => value !== undefined);
    await perform(desk.office, by(visitor), changeMail, { number, ...Object.fromEntries(said) });
    return { ok: true as const };
  },

  async dismissMail({ desk, params: { number }, ...visitor }) {
    await perform(desk.office, by(visitor), dismissMail, { number });
    return { ok: true as const };
  },
};

const words = ({ office: { say, vocabulary } }: Desk) => ({ say, vocabulary });

async function shown(turn: Visitor['turn'], mail: Mail) {
  const { unitId, units, works, why, doubts } = mail.matched;
  const doubles = await doublesOf(turn, mail);
  const sent = sentElsewhen(mail);
  return {
    ...{ number: mail.number, state: mail.state, sender: mail.sender, address: mail.address, subject: mail.subject },
    ...{ text: mail.text, arrivedAt: mail.arrivedAt.toISOString(), sentAt: sent ? sent.toISOString() : null },
    ...{ unitId, units, way: wayInWords(turn, why.find(({ what }) => what === 'unit')?.by) },
    works: works.map((work, index) => {
      const double = doubles.find((one) => one.work === index);
      return {
        ...{ categoryId: work.categoryId, title: work.title, author: work.fields.author ?? '' },
        files: work.files.flatMap((place) => mail.files[place]?.name ?? []),
        number: work.number ?? work.same ?? null,
        double: double ? { number: double.number, words: doubleBy(turn, double.by) } : null,
      };
    }),
    files: mail.files.map(({ name, size, failure }) => ({ name, size: Number(size), failure })),
    ...{ links: mail.links, problem: mail.problem, doubts },
  };
}
