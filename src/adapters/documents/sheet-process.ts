// Reads one sheet in a process of its own, so that whatever the file does costs that process and no more.
import type { Sheet, SheetResult } from '../../domain/sheet.ts';
import { UnreadableSheet } from './unreadable.ts';

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
process.stdout.write(JSON.stringify(await result(Buffer.concat(chunks))));

async function result(bytes: Buffer): Promise<SheetResult> {
  try {
    const sheets = await read(bytes);
    return { ok: true, sheets };
  } catch (error) {
    return { ok: false, fault: error instanceof UnreadableSheet ? error.fault : 'damaged' };
  }
}

/** By content, not by name: offices rename files. Only the reader that is needed is loaded. */
async function read(bytes: Buffer): Promise<Sheet[]> {
  if (bytes.length === 0) throw new UnreadableSheet('empty');
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') return (await import('./xlsx.ts')).readWorkbook(bytes);
  const old = await import('./old-sheets.ts');
  return bytes.subarray(0, 4).toString('hex') === 'd0cf11e0' ? old.readOldWorkbook(bytes) : old.readTextTable(bytes);
}
