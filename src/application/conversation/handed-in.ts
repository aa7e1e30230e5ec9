import type { HandedIn } from '../works/hand-in.ts';
import { lackingParts } from './intake/report-parts.ts';
import { objectionRows, receiptText } from './receipt.ts';
import { receiptsText } from './receipts.ts';
import type { Telling } from './telling.ts';

/** The receipt of what was handed in by a page, the same on the page and in the chat; undefined: nothing was counted. */
export async function receiptByPage(telling: Telling, { by, facts }: HandedIn): Promise<string | undefined> {
  if (by === 'receive' && facts.outcome === 'received') {
    const { campaign, read } = telling;
    const lacking = read ? lackingParts({ campaign, documents: read }, facts.entry) : [];
    return receiptText(telling, facts.entry, { ...facts, lackingParts: lacking });
  }
  if (by === 'receive-each' && facts.outcome === 'received') return receiptsText(telling, facts);
  if (by === 'correct' && facts.outcome === 'corrected') return receiptText(telling, facts.entry, facts);
  if (by !== 'attach' || facts.outcome !== 'attached') return undefined;
  const { entry, added, repeated, objections } = facts;
  return telling.say('intake.joined', {
    number: entry.number,
    title: entry.title,
    added,
    count: entry.files.length,
    repeated: repeated > 0 ? repeated : '',
    warnings: objectionRows(
      telling,
      objections.filter(({ level }) => level !== 'note'),
    ),
  });
}
