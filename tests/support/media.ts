import { deflateSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import {
  ALL_FORMATS,
  BufferSource,
  BufferTarget,
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import sharp from 'sharp';
import { makePdf } from '../notices/support/pdf-maker.ts';
import { fixture } from './files.ts';
import type { SentFile } from './practice.ts';

/**
 * An mp4 that plays for exactly so long, of one picture a second; `bytes`: filled up to that size behind its contents, as programs do.
 */
export async function film(name: string, { seconds, bytes }: { seconds: number; bytes?: number }): Promise<SentFile> {
  const source = new BufferSource(new Uint8Array(fixture('media/ok.mp4').bytes));
  const input = new Input({ formats: ALL_FORMATS, source });
  const track = await input.getPrimaryVideoTrack();
  const first = track && (await new EncodedPacketSink(track).getFirstKeyPacket());
  const decoderConfig = await track?.getDecoderConfig();
  if (!track?.codec || !first || !decoderConfig) throw new Error('no film to make one of');
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target });
  const pictures = new EncodedVideoPacketSource(track.codec);
  output.addVideoTrack(pictures);
  await output.start();
  for (let at = 0; at < seconds; at++) {
    const packet = new EncodedPacket(first.data, 'key', at, Math.min(1, seconds - at));
    await pictures.add(packet, { decoderConfig });
  }
  await output.finalize();
  const made = Buffer.from(target.buffer ?? new ArrayBuffer(0));
  return { name, bytes: bytes === undefined ? made : filled(made, bytes) };
}

/** A box `free` says that nothing is in it. */
function filled(film: Buffer, bytes: number): Buffer {
  const box = Buffer.alloc(bytes - film.length);
  box.writeUInt32BE(box.length, 0);
  box.write('free', 4, 'latin1');
  return Buffer.concat([film, box]);
}

/** A png of one colour, and of so many pixels that it takes gigabytes when it is decoded. */
export function hugePicture(name: string, edge: number): SentFile {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(data.length);
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(crc32(body));
    return Buffer.concat([head, body, crc]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(edge, 0);
  header.writeUInt32BE(edge, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc(edge * (1 + Math.ceil(edge / 8))), { level: 1 });
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const parts = [chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))];
  return { name, bytes: Buffer.concat([signature, ...parts]) };
}

/** As png counts it. */
function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

/** A gif of many frames. */
export async function animation(name: string, frames: number): Promise<SentFile> {
  const edge = 80;
  const pixels = Buffer.alloc(edge * edge * frames * 3, 0);
  for (let at = 0; at < pixels.length; at++) pixels[at] = (at * 7 + Math.floor(at / (edge * edge * 3)) * 40) & 255;
  const raw = { width: edge, height: edge * frames, channels: 3 as const, pageHeight: edge };
  return { name, bytes: await sharp(pixels, { raw }).gif().toBuffer() };
}

const MACRO_TYPES =
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';

/** A Word file with macros, under the name of one without. */
export const withMacros = (name: string): SentFile => ({
  name,
  bytes: Buffer.from(
    zipSync({
      '[Content_Types].xml': strToU8(MACRO_TYPES),
      'word/document.xml': strToU8(
        '<w:document><w:body><w:p><w:r><w:t>情况报告</w:t></w:r></w:p></w:body></w:document>',
      ),
      'word/vbaProject.bin': strToU8('Attribute VB_Name = "ThisDocument"'),
    }),
  ),
});

/** A pdf that would run a script when it is opened. */
export function withScript(name: string): SentFile {
  const plain = Buffer.from(makePdf([{ kind: 'paragraph', text: '情况报告' }], { ruled: false })).toString('latin1');
  const action = '/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>';
  return { name, bytes: Buffer.from(plain.replace('/Type /Catalog', `/Type /Catalog ${action}`), 'latin1') };
}

/** Pages without a word in them. */
export function scanned(name: string): SentFile {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, at) => {
    const place = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 4\n0000000000 65535 f \n${table}trailer << /Size 4 /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF`;
  return { name, bytes: Buffer.from(text, 'latin1') };
}
