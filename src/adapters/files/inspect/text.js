import { open } from 'node:fs/promises';

const HEAD = 64 * 1024;

/**
 * Text and web pages have no magic bytes: nothing in them but what people can read.
 * @param {string} file
 * @returns {Promise<{ ext: string, mime: string } | undefined>}
 */
export async function textKind(file) {
  const handle = await open(file);
  const head = Buffer.alloc(HEAD);
  const { bytesRead } = await handle.read(head, 0, HEAD, 0).finally(() => handle.close());
  const text = decoded(head.subarray(0, bytesRead));
  if (text === undefined) return undefined;
  const page = /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]{0,2000}?-->\s*)?<(!doctype\s+html|html|head|body)\b/i.test(text);
  return page ? { ext: 'html', mime: 'text/html' } : { ext: 'txt', mime: 'text/plain' };
}

/** @param {Buffer} bytes */
function decoded(bytes) {
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? ['utf-16le'] : bytes[0] === 0xfe ? ['utf-16be'] : [];
  // A character may be cut off where the head ends.
  for (const encoding of [...marked, 'utf-8', 'gb18030'])
    for (const cut of [0, 1, 2, 3])
      try {
        const text = new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, bytes.length - cut));
        return [...text].some((sign) => isControl(sign.charCodeAt(0))) ? undefined : text;
      } catch {
        // The next is tried.
      }
  return undefined;
}

/** Save those that end lines and pages, part columns or colour a terminal. */
const isControl = (/** @type {number} */ code) =>
  code < 9 || (code > 13 && code < 32 && code !== 27) || code === 0xfffe;
