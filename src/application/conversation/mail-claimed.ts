import type { MailClaimed, WorkClaimed } from '../mailing/claim.ts';
import { categoryOf, unitOf } from '../words/lexicons.ts';
import { doubleBy } from './mail-in-words.ts';
import { arrivalOf, objectionRows } from './receipt.ts';
import type { Telling, Told } from './telling.ts';

/** What became of each work of a mail, for whoever claimed it. */
export async function claimedInWords(
  telling: Telling,
  { mail, works, settled }: MailClaimed,
  told: Told['facts'],
): Promise<string> {
  const rows = [];
  for (const work of works) rows.push(await claimedRow(telling, work));
  return telling.say('mail.claimed', {
    number: mail.number,
    unit: unitOf(telling, mail.matched.unitId).short,
    rows,
    left: mail.state === 'waiting',
    settled: settled > 0,
    again: works.some(({ outcome }) => outcome === 'again'),
    ...told,
  });
}

async function claimedRow(telling: Telling, work: WorkClaimed) {
  const entry = work.outcome === 'received' ? work.received.entry : undefined;
  const blocked = work.outcome === 'blocked' ? objectionRows(telling, work.objections) : [];
  return {
    number: entry?.number ?? '',
    title: work.title,
    category: categoryOf(telling, work.categoryId).short,
    late: entry ? (await arrivalOf(telling, entry)).late : false,
    repeated: work.outcome === 'repeated' ? work.earlier : '',
    again: work.outcome === 'again' ? work.earlier : '',
    by: work.outcome === 'again' ? doubleBy(telling, work.by) : '',
    blocked: blocked.map(({ text }) => text).join('；'),
    noFile: work.outcome === 'no-file',
  };
}
