import { readFileSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { writeXlsx } from 'hucre/xlsx';
import type { SentFile } from './practice.ts';

const nightShift = readFileSync(new URL('./night-shift.mp4', import.meta.url));
const dot = readFileSync(new URL('./fixtures/dot.png', import.meta.url));
const letter = readFileSync(new URL('./fixtures/letter.docx', import.meta.url));

/** The same kind of file with other bytes for every number: what stands behind the end is no part of the picture. */
const variant = (bytes: Buffer, number: number) => Buffer.concat([bytes, Buffer.from(`#${number}`)]);

/** Behind the head of the film's data: its first picture is another for every number. */
const IN_FIRST_PICTURE = nightShift.indexOf('mdat') + 200;

export function video(name: string, number = 0): SentFile {
  const bytes = variant(nightShift, number);
  bytes.writeUInt32BE((bytes.readUInt32BE(IN_FIRST_PICTURE) ^ number) >>> 0, IN_FIRST_PICTURE);
  return { name, bytes };
}
export const photo = (name: string, number = 0): SentFile => ({ name, bytes: variant(dot, number) });
export const docx = (name: string): SentFile => ({ name, bytes: letter });
export const pdf = (name: string): SentFile => ({
  name,
  bytes: Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n'),
});
export const empty = (name: string): SentFile => ({ name, bytes: Buffer.alloc(0) });

/** A sheet as Excel saves it. */
export async function xlsx(name: string, rows: (string | number)[][]): Promise<SentFile> {
  return { name, bytes: Buffer.from(await writeXlsx({ sheets: [{ name: 'Sheet1', rows }] })) };
}

/** A file of the fixtures, by the name that somebody gave it. */
export const fixture = (file: string, name = path.basename(file)): SentFile => ({
  name,
  bytes: readFileSync(new URL(`./fixtures/${file}`, import.meta.url)),
});

const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

/** A docx with these paragraphs. */
export function letterOf(name: string, ...texts: string[]) {
  const part = (xml: string) => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${xml}`);
  const files = {
    '[Content_Types].xml': part(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    ),
    '_rels/.rels': part(
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    ),
    'word/document.xml': part(
      `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${texts.map(paragraph).join('')}</w:body></w:document>`,
    ),
  };
  return { name, bytes: Buffer.from(zipSync(files, { level: 6, mtime: new Date(2020, 8, 10) })) };
}
