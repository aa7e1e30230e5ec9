import type { ReceiptSheet } from '../../domain/receipt-sheet.ts';
import { storePicture } from '../delivery/store-picture.ts';
import { NoFont } from '../ports.ts';
import type { Turn } from '../turn.ts';
import { giveReceipt, type Receipt } from '../works/receipts.ts';
import { FileUnmade } from './made-file.ts';

/**
 * The picture of an entry's receipt, still to be made; of no size where there is no font to draw it with. Its code is given in a transaction of its own: that of the message is undone
 * before the picture is drawn.
 */
export const unmadeReceipt = (
  { campaign, calendar, channels, fileLimit, uploadLimit, now, actor, origin }: Turn,
  number: number,
  inWords: (receipt: Receipt) => ReceiptSheet,
): FileUnmade =>
  new FileUnmade(pictureKey(number), async (office) => {
    const { receipt } = await office.prisma.$transaction((tx) =>
      giveReceipt({ campaign, calendar, channels, fileLimit, uploadLimit, now, actor, origin, tx }, { number }),
    );
    const facts = { code: receipt.code };
    try {
      return {
        ...(await storePicture(office, `receipt-${number}`, { kind: 'receipt', sheet: inWords(receipt) })),
        facts,
      };
    } catch (error) {
      if (error instanceof NoFont) return { name: '', sha256: '', size: 0, facts };
      throw error;
    }
  });

export const pictureKey = (number: number): string => `receipt ${number}`;
