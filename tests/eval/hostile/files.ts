import { deflateSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { BOMBS } from '../../support/bombs.ts';
import { fixture } from '../../support/files.ts';
import { lockedZip } from '../../support/locked-zip.ts';
import { animation, film, hugePicture, scanned, withMacros, withScript } from '../../support/media.ts';
import type { SentFile } from '../../support/practice.ts';

const MB = 1024 * 1024;

/** What somebody who wishes the program ill would send, and what only looks like it, by what is wrong with it. */
export async function hostileFiles(): Promise<[name: string, file: SentFile][]> {
  const packed = (name: string, files: Record<string, Uint8Array>): SentFile => ({
    name,
    bytes: Buffer.from(zipSync(files, { level: 6 })),
  });
  const program = Buffer.from(`MZ${'\0'.repeat(58)}\x80\0\0\0${'\0'.repeat(64)}PE\0\0`, 'latin1');
  return [
    ['a film of 182 s', await film('a.mp4', { seconds: 182 })],
    ['a film of 50.1 MB', await film('a.mp4', { seconds: 3, bytes: Math.round(50.1 * MB) })],
    ['a film of 700 MB', await film('a.mp4', { seconds: 3, bytes: 700 * MB })],
    ['HEVC', fixture('media/hevc.mp4', 'a.mp4')],
    ['a film cut off', { name: 'a.mp4', bytes: fixture('media/ok.mp4').bytes.subarray(0, 20_000) }],
    ['a program named as a film', { name: 'a.mp4', bytes: program }],
    ['noise named as a film', { name: 'a.mp4', bytes: noise(fixture('media/ok.mp4').bytes) }],
    ['a picture of 400 million pixels', hugePicture('a.png', 20_000)],
    ['a picture of 4 billion pixels', hugePicture('a.png', 65_000)],
    ['an animation of 600 frames', await animation('a.gif', 600)],
    ['a photo of a phone (HEIC)', fixture('media/phone.heic', 'a.heic')],
    ['a zip of 50 MB of nothing', packed('a.zip', { 'a.bmp': new Uint8Array(50_000_000) })],
    ['a zip in a zip in a zip', packed('a.zip', { 'b.zip': zipSync({ 'c.zip': zipSync({ 'd.png': noiseOf(100) }) }) })],
    ['a zip of ten thousand files', packed('a.zip', tenThousand())],
    ['a zip that would write outside', packed('a.zip', { '../../etc/x.png': noiseOf(100) })],
    ['a zip with a password', lockedZip('a.zip', fixture('media/ok.mp4', 'a.mp4'), '123456')],
    ['a Word file with macros', withMacros('a.docx')],
    ['a Word file of 200 MB of one word', packed('a.docx', wordOf(200_000_000))],
    ['a pdf with a script', withScript('a.pdf')],
    ['a pdf of scanned pages', scanned('a.pdf')],
    ['a pdf of streams that unpack to 8 GB', { name: 'a.pdf', bytes: pdfBomb() }],
    ...(await Promise.all(
      Object.entries(BOMBS).map(
        async ([what, { make }]): Promise<[string, SentFile]> => [`a sheet: ${what}`, await make()],
      ),
    )),
  ];
}

/** The same beginning, and then nothing that means anything. */
function noise(bytes: Buffer): Buffer {
  const made = Buffer.from(bytes);
  for (let at = 200; at < made.length; at++) made[at] = (at * 2_654_435_761) & 255;
  return made;
}
const noiseOf = (length: number) => Uint8Array.from({ length }, (_, at) => (at * 167) & 255);

const tenThousand = () =>
  Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`${at}.png`, noiseOf(8)] as [string, Uint8Array]));

const wordOf = (length: number) => ({
  '[Content_Types].xml': strToU8(
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
  ),
  'word/document.xml': new Uint8Array(length).fill(65),
});

function pdfBomb(): Buffer {
  const stream = deflateSync(Buffer.alloc(40_000_000), { level: 9 });
  const object = Buffer.concat([
    Buffer.from(`1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${stream.length} >>\nstream\n`),
    stream,
    Buffer.from('\nendstream\nendobj\n'),
  ]);
  const objects = Array.from({ length: 200 }, () => object);
  return Buffer.concat([Buffer.from('%PDF-1.5\n'), ...objects, Buffer.from('%%EOF')]);
}
