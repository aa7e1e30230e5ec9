import { deflateSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { readWithin } from '../../src/adapters/documents/read-document.ts';
import { readSections } from '../../src/adapters/prompt-files.ts';
import type { DocumentFault } from '../../src/domain/document.ts';
import { makeDocx, zipDocx } from '../notices/support/docx-maker.ts';
import { makePdf } from '../notices/support/pdf-maker.ts';

const words = (text: string) => [{ kind: 'paragraph' as const, text }];
const docx = (document: string) => zipDocx(`<w:document><w:body>${document}</w:body></w:document>`);
const paragraphs = (count: number) => '<w:p><w:r><w:t>报送</w:t></w:r></w:p>'.repeat(count);
const ole = (stream: string) =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from(stream, 'utf16le')]);
const pdfWith = (streamBytes: Buffer, dictionary: string) =>
  Buffer.concat([
    Buffer.from(`%PDF-1.4\n1 0 obj\n<< ${dictionary} /Length ${streamBytes.length} >>\nstream\n`),
    streamBytes,
    Buffer.from('\nendstream\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF'),
  ]);
/** A zip whose directory says that a part is small, while it unpacks to much. */
function lying(): Uint8Array {
  const bytes = Buffer.from(zipSync({ 'word/document.xml': new Uint8Array(40_000_000) }));
  const directory = bytes.lastIndexOf('PK\u0001\u0002', undefined, 'latin1');
  bytes.writeUInt32LE(1000, directory + 24);
  bytes.writeUInt32LE(1000, 22);
  return bytes;
}
const pages = (count: number) =>
  makePdf(
    Array.from({ length: count * 38 }, () => ({ kind: 'paragraph' as const, text: '报送' })),
    { ruled: false },
  );
const encrypted = () => {
  const plain = Buffer.from(makePdf(words('通知'), { ruled: false })).toString('latin1');
  const key = `<< /Filter /Standard /V 1 /R 2 /O <${'41'.repeat(32)}> /U <${'42'.repeat(32)}> /P -4 >>`;
  return Buffer.from(plain.replace('/Root 1 0 R', `/Root 1 0 R /ID [<00> <00>] /Encrypt ${key}`), 'latin1');
};

const HOSTILE: [string, () => Uint8Array, DocumentFault][] = [
  ['nothing at all', () => new Uint8Array(), 'empty'],
  ['blanks only', () => Buffer.from(' \n\n\t '), 'empty'],
  ['a Word file without a word', () => docx('<w:p/>'), 'empty'],
  [
    'a bomb that its directory owns up to',
    () => zipSync({ 'word/document.xml': new Uint8Array(90_000_000) }),
    'unpacks-too-big',
  ],
  ['a bomb that its directory hides', lying, 'damaged'],
  [
    'ten thousand entries',
    () => zipSync(Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`a${at}`, new Uint8Array()]))),
    'unpacks-too-big',
  ],
  [
    'entities that grow',
    () => zipDocx('<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w:document>&b;</w:document>'),
    'damaged',
  ],
  [
    'an outside entity',
    () => zipDocx('<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document>&a;</w:document>'),
    'damaged',
  ],
  ['elements within elements', () => docx('<w:sdt><w:sdtContent>'.repeat(5000)), 'damaged'],
  ['half of a Word file', () => makeDocx(words('通知')).slice(0, 200), 'damaged'],
  ['a zip that is no office file', () => zipSync({ 'a.txt': strToU8('通知') }), 'damaged'],
  [
    'a workbook',
    () => zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'xl/workbook.xml': strToU8('<w/>') }),
    'not-a-document',
  ],
  ['a Word file of six million signs of markup', () => docx(paragraphs(300_000)), 'unpacks-too-big'],
  ['a Word file with a password', () => ole('EncryptedPackage'), 'password'],
  ['a .doc of old', () => ole('WordDocument'), 'old-word'],
  ['rich text', () => Buffer.from('{\\rtf1 notice}'), 'rich-text'],
  ['half of a pdf', () => makePdf(words('通知'), { ruled: false }).slice(0, 120), 'damaged'],
  [
    'a pdf that unpacks to too much',
    () => pdfWith(deflateSync(Buffer.alloc(200_000_000)), '/Filter /FlateDecode'),
    'unpacks-too-big',
  ],
  ['a pdf with a password', encrypted, 'password'],
  ['a pdf of pictures', () => makePdf([], { ruled: false }), 'scanned'],
  ['a thousand pages', () => pages(1000), 'too-many-pages'],
  ['a program', () => Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 1, 2, 3]), 'not-a-document'],
  ['more than anybody writes', () => new Uint8Array(31_000_000), 'too-big'],
];

const sentences = readSections('prompts');
/** Of the processor, so that a busy machine fails no test; what the office waits for at most is 9 seconds. */
const MOST_MILLISECONDS = 10_000;
const MOST_MEGABYTES = 300;

test.each(HOSTILE)('%s costs a sentence', { timeout: 120_000 }, async (_, bytes, fault) => {
  const { result, used = { milliseconds: 0, megabytes: 0 } } = await readWithin(bytes(), 100_000);
  expect(result).toEqual({ ok: false, fault });
  expect(sentences.get(`documents.${fault}`)?.template.length).toBeGreaterThan(5);
  expect(used.milliseconds).toBeLessThan(MOST_MILLISECONDS);
  expect(used.megabytes).toBeLessThan(MOST_MEGABYTES);
});

test('whoever takes longer than allowed is stopped', { timeout: 20_000 }, async () => {
  expect(await readWithin(makeDocx(words('通知')), 1)).toEqual({ result: { ok: false, fault: 'too-slow' } });
});

test('a long notice is read within the memory', { timeout: 120_000 }, async () => {
  const { result, used } = await readWithin(docx(paragraphs(50_000)), 100_000);
  expect([result.ok, used && used.megabytes < MOST_MEGABYTES]).toEqual([true, true]);
});
