import { buffer } from 'node:stream/consumers';
import type { DocumentReader } from '../application/ports.ts';
import { readDocument } from './documents/read-document.ts';

/** A report with pictures in it; a larger file is read by people. */
const MOST_BYTES = 30_000_000;

export const documentReader: DocumentReader = {
  read: async (open, size) =>
    size > MOST_BYTES ? { ok: false, fault: 'too-big' } : readDocument(await buffer(open())),
};
