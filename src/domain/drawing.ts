import type { CityPicture } from './city-picture.ts';
import type { PosterSheet } from './poster-sheet.ts';
import type { ReceiptSheet } from './receipt-sheet.ts';
import type { SheetToWrite } from './sheet-to-write.ts';

/** What stands on a picture, all of it in words. */
export type Drawing =
  | { kind: 'receipt'; sheet: ReceiptSheet }
  | { kind: 'city'; sheet: CityPicture }
  | { kind: 'poster'; sheet: PosterSheet }
  /** As it is printed: pages of A4 lying, or one picture as long as the table. */
  | { kind: 'table'; sheet: SheetToWrite & { as: 'png' | 'pdf' } };
