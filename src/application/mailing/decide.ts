import { z } from 'zod';
import { audit } from '../keeping/audit.ts';
import { deed, personOf } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { refuse } from '../words/refuse.ts';
import { entryFields } from '../works/inputs.ts';
import { kept, keptTitle } from '../works/said.ts';
import { mailNumber, mailToDecide } from './claim.ts';
import type { Mail } from './mails.ts';
import { doubtsOf, type Matched, type MatchedWork, openWorks } from './matched.ts';

const change = z.object({
  number: mailNumber,
  /** Which of several works, from 1; left out, all that are open. */
  work: z.int().positive().exactOptional(),
  unitId: z.string().exactOptional(),
  categoryId: z.string().exactOptional(),
  title: z.string().exactOptional(),
  fields: entryFields.exactOptional(),
  /** All files are one work. */
  asOne: z.boolean().exactOptional(),
});

/** Puts right what a mail was taken for; it goes on waiting, also one that was put aside. */
export const changeMail = deed(
  { id: 'change-mail', action: 'review', input: change },
  async (turn, { number, work, ...to }): Promise<{ mail: Mail }> => {
    const mail = await mailToDecide(turn, number);
    const works = to.asOne === true ? [asOne(mail)] : worksOf(mail);
    const open = openWorks({ ...mail.matched, works });
    const meant = work === undefined ? open : works.filter((one, index) => index === work - 1 && open.includes(one));
    if (meant.length === 0) refuse('mail.no-such-work', { number, work: work ?? '', count: works.length });
    if (to.title !== undefined && meant.length > 1) refuse('mail.which-work', { number, count: works.length });
    const fields = kept(turn, to.fields ?? {});
    const changed = works.map((one) =>
      meant.includes(one)
        ? {
            ...one,
            ...(to.categoryId !== undefined && { categoryId: to.categoryId }),
            ...(to.title !== undefined && { title: keptTitle(to.title) }),
            fields: { ...one.fields, ...fields },
          }
        : one,
    );
    return { mail: await put(turn, mail, rematched(mail.matched, changed, to)) };
  },
);

/** A mail in which no work was seen may bring one all the same: of all its files. */
const worksOf = (mail: Mail): MatchedWork[] => (mail.matched.works.length > 0 ? mail.matched.works : [asOne(mail)]);

function asOne(mail: Mail): MatchedWork {
  const { works } = mail.matched;
  const [first] = works;
  const files = works.length > 0 ? works.flatMap((one) => one.files) : mail.files.map((_, place) => place);
  const held = [...new Set(files)].filter((place) => (mail.files[place]?.sha256 ?? null) !== null);
  return { categoryId: first?.categoryId ?? '', title: first?.title ?? '', fields: first?.fields ?? {}, files: held };
}

function rematched(
  before: Matched,
  works: MatchedWork[],
  to: Omit<z.infer<typeof change>, 'number' | 'work'>,
): Matched {
  const said = [
    ...(to.unitId === undefined ? [] : ['unit' as const]),
    ...(to.categoryId === undefined ? [] : ['category' as const]),
    ...(to.title === undefined ? [] : ['title' as const]),
    ...(to.fields?.author === undefined ? [] : ['author' as const]),
  ];
  const unit =
    to.unitId === undefined ? { unitId: before.unitId, units: before.units } : { unitId: to.unitId, units: [] };
  const left = before.doubts.filter((one) => one !== 'several' || to.asOne !== true);
  return {
    ...unit,
    works,
    why: [
      ...before.why.filter(({ what }) => !said.some((one) => one === what)),
      ...said.map((what) => ({ what, by: 'person' as const })),
    ],
    doubts: doubtsOf({ ...unit, works }, left),
  };
}

async function put(turn: Turn, mail: Mail, matched: Matched): Promise<Mail> {
  await turn.tx.mail.update({
    where: { number: mail.number },
    data: { matched, state: 'waiting', decidedBy: null, decidedAt: null },
  });
  const told = ({ unitId, works }: Matched) => ({
    unit: unitId,
    works: works.map(({ categoryId, title }) => ({ category: categoryId, title })),
  });
  const subject = `mail:${mail.number}`;
  await audit(turn, { action: 'mail.change', subject, before: told(mail.matched), after: told(matched) });
  return { ...mail, state: 'waiting', matched };
}

/** The mail reports nothing: it is put aside, and stays in the mailbox as it is. */
export const dismissMail = deed(
  { id: 'dismiss-mail', action: 'review', input: z.object({ number: mailNumber }) },
  async (turn, { number }): Promise<{ mail: Mail }> => {
    const mail = await mailToDecide(turn, number);
    await turn.tx.mail.update({
      where: { number },
      data: { state: 'dismissed', decidedBy: personOf(turn), decidedAt: turn.now },
    });
    const [before, after] = [{ state: mail.state }, { state: 'dismissed' }];
    await audit(turn, { action: 'mail.dismiss', subject: `mail:${number}`, before, after });
    return { mail: { ...mail, state: 'dismissed' } };
  },
);
