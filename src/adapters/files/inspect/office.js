import { open, readFile, stat } from 'node:fs/promises';
import { constants, inflateSync } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';

/** Larger documents are mostly pictures; their pages are not worth the memory. */
const MOST_BYTES = 60_000_000;
const MOST_OF_A_PART = 20_000_000;
const HEAD = 4 * 1024 * 1024;

/**
 * Which old office program wrote a file, pages, characters and title of the newer ones, pages and title of a pdf.
 * @param {string} file
 * @param {string} extension
 * @param {(learnt: object) => void} post
 */
export async function officeFacts(file, extension, post) {
  if (extension === 'cfb') return oldOffice(file, post);
  if ((await stat(file)).size > MOST_BYTES) return;
  if (extension === 'docx' || extension === 'docm') return wordFacts(await readFile(file), post);
  if (extension === 'pdf') return pdfFacts(await readFile(file), post);
}

/** The streams of the container say whose it is. */
const STREAMS = [
  ['EncryptedPackage', 'docx', { locked: true }],
  ['WordDocument', 'doc', {}],
  ['PowerPoint Document', 'ppt', {}],
  ['Workbook', 'xls', {}],
  ['Book', 'xls', {}],
  ['__properties_version1.0', 'msg', {}],
];

async function oldOffice(file, post) {
  const handle = await open(file);
  const bytes = Buffer.alloc(HEAD);
  const { bytesRead } = await handle.read(bytes, 0, HEAD, 0).finally(() => handle.close());
  const content = bytes.subarray(0, bytesRead);
  const found = STREAMS.find(([name]) => content.includes(Buffer.from(`${name}\0`, 'utf16le')));
  if (found) post({ extension: found[1], measured: found[2] });
}

function wordFacts(bytes, post) {
  const wanted = new Set(['docProps/app.xml', 'docProps/core.xml', 'word/document.xml']);
  const parts = unzipSync(bytes, {
    filter: ({ name, originalSize }) => wanted.has(name) && originalSize <= MOST_OF_A_PART,
  });
  const properties = parts['docProps/app.xml'] ? strFromU8(parts['docProps/app.xml']) : '';
  const pages = Number(/<Pages>(\d{1,5})<\/Pages>/.exec(properties)?.[1]);
  const text = parts['word/document.xml'] ? strFromU8(parts['word/document.xml']) : '';
  let characters = 0;
  for (const [, said] of text.matchAll(/<w:t(?:\s[^<>]*)?>([^<]*)<\/w:t>/g))
    characters += said.replace(/\s/g, '').length;
  const core = parts['docProps/core.xml'] ? strFromU8(parts['docProps/core.xml']) : '';
  const title = titleOf(/<dc:title>([^<]*)<\/dc:title>/.exec(core)?.[1]);
  post({ measured: { ...(pages > 0 && { pages }), characters, ...title } });
}

const LONGEST_TITLE = 100;
const titleOf = (/** @type {string | undefined} */ said) => {
  const title = said?.trim().slice(0, LONGEST_TITLE) ?? '';
  return title !== '' && { title };
};

/** Counted where the pages are listed, in the open or packed with other objects. */
function pdfFacts(bytes, post) {
  const text = bytes.toString('latin1');
  if (/\/Encrypt\s+\d+\s+\d+\s+R/.test(text.slice(-64 * 1024))) post({ measured: { locked: true } });
  const objects = [text, ...packedObjects(bytes, text)].map(plainNames);
  const pages = objects.reduce((sum, one) => sum + (one.match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 0), 0);
  if (pages > 0) post({ measured: { pages } });
  if (objects.some((one) => /\/(JavaScript|JS|Launch)[\s/(<[]/.test(one))) post({ measured: { program: true } });
  const unicode = /\/Title\s*<FEFF((?:[0-9A-F]{4})+)>/i.exec(text)?.[1];
  const plain = /\/Title\s*\(([ -'*-~]+)\)/.exec(text)?.[1];
  const title = unicode ? Buffer.from(unicode, 'hex').swap16().toString('utf16le') : plain;
  post({ measured: { ...titleOf(title) } });
}

const MOST_OF_PACKED = 4_000_000;
const MOST_OF_ALL_PACKED = 24_000_000;
/** Between the word that says what a stream is and the stream itself stands the rest of its dictionary. */
const LONGEST_DICTIONARY = 1_000;

/** Since pdf 1.5 most objects stand packed, many in one stream. What does not unpack is none of these, or encrypted. */
function packedObjects(bytes, text) {
  const found = [];
  let left = MOST_OF_ALL_PACKED;
  for (const { index } of text.matchAll(/\/ObjStm(?![A-Za-z])/g)) {
    const at = text.indexOf('stream', index);
    if (at < 0 || at - index > LONGEST_DICTIONARY || left <= 0) continue;
    const start = at + 6 + (text[at + 6] === '\r' ? 2 : 1);
    const limits = { maxOutputLength: Math.min(MOST_OF_PACKED, left), finishFlush: constants.Z_SYNC_FLUSH };
    try {
      const unpacked = inflateSync(bytes.subarray(start), limits);
      left -= unpacked.length;
      found.push(unpacked.toString('latin1'));
    } catch {
      left -= 1;
    }
  }
  return found;
}

/** A name may be written with the codes of its letters: /J#61vaScript. */
const plainNames = (/** @type {string} */ text) =>
  text.replace(/\/[A-Za-z#0-9]*#[0-9A-Fa-f]{2}[A-Za-z#0-9]*/g, (name) =>
    name.replace(/#([0-9A-Fa-f]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16))),
  );
