import { beijingDayAndTime } from '../../domain/time.ts';
import type { MailClaimed } from '../mailing/claim.ts';
import { categoryOf } from '../words/lexicons.ts';
import { arrivalOf, receiptText } from './receipt.ts';
import type { Telling } from './telling.ts';

/** Receipts of more works are a line each. */
const MOST_WHOLE = 2;

/** What the works of a mail were received as, with their objections. */
export const receivedOf = ({ works }: MailClaimed) =>
  works.flatMap((work) => (work.outcome === 'received' ? [work.received] : []));

/** What a unit reads of what it had sent by mail, once that is registered: the receipts. */
export async function mailReceipts(telling: Telling, claimed: MailClaimed): Promise<string> {
  const { say } = telling;
  const received = receivedOf(claimed);
  const count = received.length > 1 ? received.length : '';
  const lines = [say('mail.county', { at: beijingDayAndTime(claimed.mail.arrivedAt), count })];
  for (const { entry, objections, leftOut } of received) {
    if (received.length <= MOST_WHOLE) lines.push(await receiptText(telling, entry, { objections, leftOut }));
    else {
      const { late } = await arrivalOf(telling, entry);
      const { number, title, categoryId } = entry;
      lines.push(say('mail.county-row', { number, title, category: categoryOf(telling, categoryId).short, late }));
    }
  }
  return lines.join('\n');
}
