import type { DocumentResult, ReadDocument } from '../../domain/document.ts';
import { readDocx } from './docx.ts';
import { Unreadable } from './fault.ts';
import { kindOf } from './kind.ts';
import { readPdf } from './pdf.ts';
import { decodeText, readText } from './plain-text.ts';

/** Reads in this very process. For what strangers send, `readDocument` does it in one with limits. */
export async function documentIn(bytes: Buffer): Promise<DocumentResult> {
  try {
    return { ok: true, document: await read(bytes) };
  } catch (error) {
    return { ok: false, fault: error instanceof Unreadable ? error.fault : 'damaged' };
  }
}

async function read(bytes: Buffer): Promise<ReadDocument> {
  const kind = kindOf(bytes);
  if (kind === 'docx') return readDocx(bytes);
  if (kind === 'pdf') return await readPdf(bytes);
  return readText(decodeText(bytes));
}
