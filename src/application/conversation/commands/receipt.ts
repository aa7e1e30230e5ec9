import { beijingDayAndTime } from '../../../domain/time.ts';
import type { Answer } from '../../delivery/answer.ts';
import { pictureKey, unmadeReceipt } from '../../exporting/receipt-picture.ts';
import { refuse } from '../../words/refuse.ts';
import { entryToRead } from '../../works/access.ts';
import { hasReceipt, verifyReceipt } from '../../works/receipts.ts';
import { type Context, command } from '../context.ts';
import { numberAtHead } from '../entry-number.ts';
import { receiptText } from '../receipt.ts';
import { receiptAddress, receiptSheet, standingNow } from '../receipt-sheet.ts';
import { stateName } from '../state-name.ts';

export const receipt = command({
  id: 'receipt',
  action: 'read-unit',
  args: { number: { kind: 'entry', required: true }, picture: { kind: 'flag', of: 'asPicture' } },
  async handle(context, { number, picture }) {
    const entry = await entryToRead(context, number);
    if (!hasReceipt(entry)) refuse('entries.no-receipt', { number, state: stateName(context, entry.state) });
    if (context.inGroup) refuse('entries.receipt-direct', { number });
    return picture ? pictured(context, number) : receiptText(context, entry);
  },
});

/** A picture to show to others, with a code for its page where there is one. */
async function pictured(context: Context, number: number): Promise<Answer[]> {
  const file = context.made.get(pictureKey(number));
  if (!file) throw unmadeReceipt(context, number, (given) => receiptSheet(context, given));
  if (file.size === 0) return [{ text: context.say('receipt.no-font', { number }) }];
  const address = receiptAddress(context, String(file.facts.code));
  return [{ text: context.say('receipt.pictured', { number, address }), files: [file] }];
}

/** The code in the address of a receipt's page, or by itself. */
const CODE = /(?:\/r\/|^)([\w-]{22})(?![\w-])/;

export const verify = command({
  id: 'verify',
  action: 'read-totals',
  args: { text: { kind: 'text', required: 'verify.which' } },
  async handle(context, { text }) {
    const { say, inGroup } = context;
    if (inGroup) refuse('verify.in-direct');
    const code = CODE.exec(text.trim())?.[1];
    if (code === undefined && /:\/\//.test(text)) return say('verify.unknown');
    const which = code === undefined ? { number: numberAtHead(text).number } : { code };
    const verified = await verifyReceipt(context, which);
    if (verified.outcome === 'unknown') return say('verify.unknown');
    const { entry } = verified;
    const told = verified.outcome === 'genuine' ? verified.receipt.told : verified.told;
    const receipt = { code: '', told, issuedAt: context.now };
    const sheet = receiptSheet(context, receipt, MOST_TOLD);
    const given = verified.outcome === 'entry' ? verified.given : [];
    return say('verify.told', {
      genuine: verified.outcome === 'genuine',
      issued: verified.outcome === 'genuine' ? beijingDayAndTime(verified.receipt.issuedAt) : '',
      given: given.map(({ at, version }) => ({ time: beijingDayAndTime(at), version })),
      ...{ number: sheet.number, title: sheet.title, late: sheet.late, rows: sheet.rows, more: sheet.more },
      files: sheet.files,
      now: standingNow(context, receipt, entry),
    });
  },
});

/** As many as a phone shows. */
const MOST_TOLD = 5;
