import type { DocumentFault } from '../../domain/document.ts';

/** Thrown while a document is read; its code names the sentence for whoever sent it. */
export class Unreadable extends Error {
  override name = 'Unreadable';
  readonly fault: DocumentFault;

  constructor(fault: DocumentFault) {
    super(fault);
    this.fault = fault;
  }
}
