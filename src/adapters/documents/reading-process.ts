// Reads one document in a process of its own, so that whatever the document does costs that process and no more.

import type { DocumentResult, ReadDocument } from '../../domain/document.ts';
import { readDocx } from './docx.ts';
import { Unreadable } from './fault.ts';
import { kindOf } from './kind.ts';
import { readPdf } from './pdf.ts';
import { decodeText, readText } from './plain-text.ts';

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
process.stdout.write(JSON.stringify(await result(Buffer.concat(chunks))));

async function result(bytes: Buffer): Promise<DocumentResult> {
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
