import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const BLOCK = 32;

/** docs/protocol-wecom.md, section 1.1: 43 characters of base64 without the `=`. */
export function keyOf(encodingAesKey: string): Buffer {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  if (encodingAesKey.length !== 43 || key.length !== BLOCK) throw new Error('EncodingAESKey is not 43 characters');
  return key;
}

/** docs/protocol-wecom.md, section 1.2. */
export function sign(token: string, timestamp: string, nonce: string, encrypt: string): string {
  return createHash('sha1').update([token, timestamp, nonce, encrypt].sort().join('')).digest('hex');
}

/** docs/protocol-wecom.md, section 1.3: PKCS#7 to a multiple of 32, not 16. */
function pad(bytes: Uint8Array): Buffer {
  const size = BLOCK - (bytes.length % BLOCK);
  return Buffer.concat([bytes, Buffer.alloc(size, size)]);
}

function unpad(bytes: Buffer): Buffer {
  const size = bytes.at(-1) ?? 0;
  const padding = bytes.subarray(-size);
  if (size < 1 || size > BLOCK || bytes.length < size || !padding.every((byte) => byte === size))
    throw new Error('bad padding');
  return bytes.subarray(0, -size);
}

/** docs/protocol-wecom.md, sections 1.3 and 4.3: messages and files share the cipher. */
export function encryptBytes(key: Buffer, bytes: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(pad(bytes)), cipher.final()]);
}

export function decryptBytes(key: Buffer, bytes: Uint8Array): Buffer {
  const cipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return unpad(Buffer.concat([cipher.update(bytes), cipher.final()]));
}

/** docs/protocol-wecom.md, section 1.3: random(16), length, message, receiver. */
export function seal(encodingAesKey: string, message: string, receiver: string, random = randomBytes(16)): string {
  const text = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([random, length, text, Buffer.from(receiver)]);
  return encryptBytes(keyOf(encodingAesKey), plain).toString('base64');
}

export function unseal(encodingAesKey: string, encrypt: string): { message: string; receiver: string } {
  const plain = decryptBytes(keyOf(encodingAesKey), Buffer.from(encrypt, 'base64'));
  const end = 20 + plain.readUInt32BE(16);
  if (end > plain.length) throw new Error('length runs past the end');
  return { message: plain.toString('utf8', 20, end), receiver: plain.toString('utf8', end) };
}
