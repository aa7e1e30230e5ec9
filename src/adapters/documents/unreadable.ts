import type { SheetFault } from '../../domain/sheet.ts';

/** Thrown while a sheet is read; its code names the sentence for whoever sent it. */
export class UnreadableSheet extends Error {
  override name = 'UnreadableSheet';
  readonly fault: SheetFault;

  constructor(fault: SheetFault) {
    super(fault);
    this.fault = fault;
  }
}
