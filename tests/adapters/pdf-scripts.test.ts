import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';

// JavaScript without types, as its thread runs it.
const OFFICE = new URL('../../src/adapters/files/inspect/office.js', import.meta.url).href;
type Learnt = { measured: { program?: boolean; pages?: number } };
const { officeFacts }: { officeFacts(file: string, kind: string, post: (learnt: Learnt) => void): Promise<void> } =
  await import(OFFICE);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-pdf-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A pdf whose objects stand packed in one stream, as programs have written them since 2003. */
function packed(objects: string[], dictionary = '/Type /ObjStm /Filter /FlateDecode'): Buffer {
  const places = objects
    .map((_, at) => `${at + 1} ${objects.slice(0, at).join(' ').length + (at > 0 ? 1 : 0)}`)
    .join(' ');
  const stream = deflateSync(Buffer.from(`${places} ${objects.join(' ')}`, 'latin1'));
  const head = `%PDF-1.5\n9 0 obj\n<< ${dictionary} /N ${objects.length} /First ${places.length + 1} /Length ${stream.length} >>\nstream\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), stream, Buffer.from('\nendstream\nendobj\n%%EOF', 'latin1')]);
}

const facts = async (bytes: Buffer) => {
  const file = path.join(folder, 'one.pdf');
  await writeFile(file, bytes);
  let measured: Learnt['measured'] = {};
  await officeFacts(file, 'pdf', (learnt) => {
    measured = { ...measured, ...learnt.measured };
  });
  return measured;
};

const PAGES = ['<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>', '<< /Type /Page >>', '<< /Type/Page/Parent 2 0 R >>'];
const catalog = (action: string) => `<< /Type /Catalog /Pages 2 0 R ${action} >>`;

test.each<[string, Buffer, object]>([
  [
    'a script',
    packed([catalog('/OpenAction << /S /JavaScript /JS (app.alert) >>'), ...PAGES]),
    { pages: 2, program: true },
  ],
  [
    'a program to start',
    packed([catalog('/OpenAction << /S /Launch /F (cmd.exe) >>'), ...PAGES]),
    { pages: 2, program: true },
  ],
  [
    'a script under a disguised name',
    packed([catalog('/OpenAction << /S /J#61vaScript /J#53 (x) >>')]),
    { program: true },
  ],
  [
    'its kind named last',
    packed([catalog('/AA << /JS 7 0 R >>')], '/Filter /FlateDecode /Type/ObjStm'),
    { program: true },
  ],
  ['pages alone', packed([catalog(''), ...PAGES]), { pages: 2 }],
  ['words that only speak of scripts', packed([catalog('/Info (JavaScript, JS and Launch)'), ...PAGES]), { pages: 2 }],
])('%s, packed with other objects', async (_, bytes, expected) => {
  expect(await facts(bytes)).toEqual(expected);
});

test('streams that unpack to gigabytes cost neither time nor memory', async () => {
  const bomb = packed(['x'.repeat(40_000_000)]);
  const before = process.memoryUsage.rss();
  const began = performance.now();
  expect(await facts(Buffer.concat(Array.from({ length: 200 }, () => bomb)))).toEqual({});
  expect(performance.now() - began).toBeLessThan(5_000);
  expect((process.memoryUsage.rss() - before) / 1e6).toBeLessThan(300);
});
