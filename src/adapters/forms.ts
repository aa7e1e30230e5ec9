import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { FormFiller } from '../application/office.ts';
import type { FormFault } from '../domain/form.ts';
import { readInProcess } from './documents/reading-room.ts';

const PROCESS = new URL('./documents/form-process.js', import.meta.url);
/** A list of a thousand certificates, each a page of its own. */
const LIMITS = { patienceMs: 60_000, heapMb: 512 };
const LARGEST = 10_000_000;
const ENDING = '.docx';

/** The forms of a folder, looked for anew each time: an office lays another one in while the bot runs. */
export const formsIn = (folder: string): FormFiller => ({
  names: () => namesIn(folder),

  async fill(name, filling) {
    if (!(await namesIn(folder)).includes(name)) return undefined;
    const file = path.join(folder, `${name}${ENDING}`);
    if ((await stat(file)).size > LARGEST) return { ok: false, fault: { code: 'unreadable' } };
    const form = (await readFile(file)).toString('base64');
    const read = await readInProcess(PROCESS, Buffer.from(JSON.stringify({ form, filling })), LIMITS);
    if (!read.ok) return { ok: false, fault: { code: 'unreadable' } };
    const filled = JSON.parse(read.answer.toString('utf8')) as { docx: string } | { fault: FormFault };
    return 'fault' in filled
      ? { ok: false, fault: filled.fault }
      : { ok: true, docx: Readable.from([Buffer.from(filled.docx, 'base64')]) };
  },
});

/** Without what Word lays beside a form that is open in it. */
async function namesIn(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => []);
  return files
    .filter((file) => file.endsWith(ENDING) && !file.startsWith('~') && !file.startsWith('.'))
    .map((file) => file.slice(0, -ENDING.length))
    .sort();
}
