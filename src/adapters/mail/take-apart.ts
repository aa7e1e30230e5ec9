import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Transform } from 'node:stream';
import { type MimeNode, Splitter } from '@zone-eu/mailsplit';
import { decodedAs } from './charset.ts';
import { type Head, headIn, instantIn, inWords, parametersIn, personIn } from './heads.ts';
import { textOfHtml } from './html-text.ts';
import type { Letter, LetterAsked, LetterFile } from './letter.ts';
import { filesInTnef } from './tnef.ts';

const MOST_PARTS = 200;
/** A forward of a forward of a forward; what is deeper stays a file. */
const DEEPEST = 5;
const MOST_TEXT_BYTES = 400_000;
const MOST_TEXT = 12_000;
const MOST_LINKS = 40;
const LONGEST_LINK = 400;
const LONGEST_NAME = 300;
const MOST_BYTES_OF_TNEF = 120_000_000;

interface Taken {
  asked: LetterAsked;
  files: LetterFile[];
  inner: Letter['inner'];
}

/** Takes a mail apart into the folder. Throws for what is no mail at all or has too many parts. */
export async function takeApart(asked: LetterAsked): Promise<Letter> {
  const taken: Taken = { asked, files: [], inner: [] };
  const { head, text, links } = await takeOne(taken, asked.raw, 0);
  return {
    ...personIn(head.get('from') ?? head.get('sender') ?? ''),
    subject: inWords(head.get('subject') ?? '').slice(0, 500),
    messageId: (head.get('message-id') ?? '').slice(0, 500),
    sentAt: instantIn(head),
    text,
    links: [...new Set(links)].slice(0, MOST_LINKS).map((link) => link.slice(0, LONGEST_LINK)),
    inner: taken.inner,
    files: taken.files,
    automatic: isAutomatic(head),
  };
}

const isAutomatic = (head: Head): boolean =>
  /^auto-/i.test(head.get('auto-submitted') ?? '') || /^multipart\/report/i.test(head.get('content-type') ?? '');

interface Words {
  head: Head;
  text: string;
  links: string[];
}

/** What is open while the parts of one mail go by. */
interface Part {
  node: MimeNode;
  decoder: Transform;
  finished: Promise<void>;
}

async function takeOne(taken: Taken, raw: string, depth: number): Promise<Words> {
  let head: Head = new Map();
  const plain: string[] = [];
  const html: string[] = [];
  const inside: string[] = [];
  let part: Part | undefined;
  const finish = async () => {
    const last = part;
    part = undefined;
    last?.decoder.end();
    await last?.finished;
  };
  const splitter = createReadStream(raw).pipe(new Splitter({ ignoreEmbedded: true, maxChildNodes: MOST_PARTS }));
  for await (const chunk of splitter) {
    if (chunk.type === 'node') {
      await finish();
      const own = headIn(chunk.getHeaders());
      if (chunk.root) head = own;
      if (!chunk.multipart) part = begin(taken, chunk, own, depth, { plain, html, inside });
    } else if (chunk.type === 'body' && part) {
      if (!part.decoder.write(chunk.value)) await new Promise((resolve) => part?.decoder.once('drain', resolve));
    }
  }
  await finish();
  for (const file of inside) {
    const { head: itsHead } = await takeOne(taken, file, depth + 1);
    await rm(file);
    const { name, address } = personIn(itsHead.get('from') ?? '');
    taken.inner.unshift({ name, address, subject: inWords(itsHead.get('subject') ?? '') });
  }
  const read = textOfHtml(html.join('\n'));
  const own = plain.join('\n').trim() || read.text;
  const written = own.match(/https?:\/\/[^\s<>"'，。；、）】]+/g) ?? [];
  return { head, text: own.slice(0, MOST_TEXT), links: [...read.links, ...written] };
}

interface Into {
  plain: string[];
  html: string[];
  /** Mails within the mail, on their way to be taken apart as well. */
  inside: string[];
}

function begin(taken: Taken, node: MimeNode, head: Head, depth: number, into: Into): Part {
  const type = parametersIn(head.get('content-type') ?? 'text/plain');
  const disposition = parametersIn(head.get('content-disposition') ?? '');
  const name = (disposition.params.filename || type.params.name || '').replace(/[\r\n]+/g, ' ').slice(0, LONGEST_NAME);
  const isWords = /^text\/(plain|html)$/.test(type.value || 'text/plain');
  const decoder = node.getDecoder() as Transform;
  // A line of base64 that is none ends nothing.
  decoder.on('error', () => decoder.end());
  if (isWords && name === '' && disposition.value !== 'attachment') {
    const finished = collected(decoder).then((bytes) => {
      (type.value === 'text/html' ? into.html : into.plain).push(decodedAs(type.params.charset ?? '', bytes));
    });
    return { node, decoder, finished };
  }
  const file = path.join(taken.asked.folder, `${taken.files.length}-${depth}-${into.inside.length}`);
  if (type.value === 'message/rfc822' && depth < DEEPEST) {
    into.inside.push(file);
    return { node, decoder, finished: kept(decoder, file, Number.POSITIVE_INFINITY).then(() => {}) };
  }
  const whole: LetterFile = {
    name: name || nameless(type.value, head),
    path: file,
    size: 0,
    inline: disposition.value !== 'attachment' && head.has('content-id') && type.value.startsWith('image/'),
  };
  taken.files.push(whole);
  const finished = kept(decoder, file, taken.asked.limit).then(async (size) => {
    whole.size = size;
    if (size > taken.asked.limit) {
      whole.failure = 'too-large';
      return;
    }
    if (type.value === 'application/ms-tnef' || /^winmail.*\.dat$/i.test(whole.name)) await unpack(taken, whole);
  });
  return { node, decoder, finished };
}

/** What has no name gets the one of what it is about, so that a person knows it again. */
function nameless(type: string, head: Head): string {
  if (type === 'message/rfc822') return 'mail.eml';
  const extension = /^image\/(png|jpe?g|gif)$/.exec(type)?.[1];
  return extension ? `image.${extension}` : inWords(head.get('content-description') ?? '').slice(0, LONGEST_NAME);
}

/** In place of a winmail.dat the files in it; one that cannot be read stays as it is. */
async function unpack(taken: Taken, whole: LetterFile): Promise<void> {
  if (whole.size > MOST_BYTES_OF_TNEF) return;
  const packed = filesInTnef(await readFile(whole.path));
  if (!packed || packed.length === 0) return;
  const found: LetterFile[] = [];
  for (const [index, { name, bytes }] of packed.slice(0, MOST_PARTS).entries()) {
    const file = `${whole.path}-${index}`;
    await writeFile(file, bytes, { mode: 0o600 });
    found.push({ name: name.slice(0, LONGEST_NAME), path: file, size: bytes.length, inline: false });
  }
  taken.files.splice(taken.files.indexOf(whole), 1, ...found);
}

async function collected(from: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of from) {
    if (size < MOST_TEXT_BYTES) pieces.push(piece);
    size += piece.length;
  }
  return Buffer.concat(pieces).subarray(0, MOST_TEXT_BYTES);
}

/** Writes up to `limit` bytes; returns how many there were. */
async function kept(from: AsyncIterable<Buffer>, file: string, limit: number): Promise<number> {
  let size = 0;
  const handle: FileHandle = await open(file, 'wx', 0o600);
  try {
    for await (const piece of from) {
      size += piece.length;
      if (size <= limit) await handle.writeFile(piece);
    }
  } finally {
    await handle.close();
  }
  if (size > limit) await rm(file);
  return size;
}
