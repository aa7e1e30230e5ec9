import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** What is wrong with something sealed: it is refused, and nothing of it is looked at further. */
export type Fault = 'signature' | 'ciphertext' | 'padding' | 'length' | 'receiver';

export class EnvelopeInvalid extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault);
    this.fault = fault;
  }
}

const BLOCK = 32;
const RANDOM = 16;
const HEAD = RANDOM + 4;
const ENCODING_KEY = /^[0-9A-Za-z]{43}$/;
const BASE64 =
  /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$|^(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)$/;

export const isEncodingKey = (text: string): boolean => ENCODING_KEY.test(text);

/** The 43 characters of the console as 32 bytes (docs/protocol-wecom.md, section 1.1). */
export const keyOf = (encodingAesKey: string): Buffer => Buffer.from(`${encodingAesKey}=`, 'base64');

/** docs/protocol-wecom.md, section 1.2. */
export function signatureOf(token: string, timestamp: string, nonce: string, encrypted: string): string {
  return createHash('sha1').update([token, timestamp, nonce, encrypted].sort().join('')).digest('hex');
}

/**
 * Length of the PKCS#7 pad, whose block is 32 bytes; undefined when there is no such pad
 * (docs/protocol-wecom.md, section 1.3).
 */
export function padLength(end: Buffer): number | undefined {
  const pad = end.at(-1) ?? 0;
  if (pad < 1 || pad > BLOCK || pad > end.length) return undefined;
  return end.subarray(-pad).every((byte) => byte === pad) ? pad : undefined;
}

/**
 * Seals an answer; `receiver` is the corporation for an app, empty for a bot
 * (docs/protocol-wecom.md, sections 1.3 and 1.4).
 */
export function seal(key: Buffer, text: string, receiver: string, random = randomBytes(RANDOM)): string {
  const body = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const plain = Buffer.concat([random, length, body, Buffer.from(receiver)]);
  const pad = BLOCK - (plain.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]).toString(
    'base64',
  );
}

/** Opens what the platform sealed. Throws `EnvelopeInvalid`, also for another receiver. */
export function open(key: Buffer, encrypted: string, receiver: string): string {
  if (!BASE64.test(encrypted)) throw new EnvelopeInvalid('ciphertext');
  const sealed = Buffer.from(encrypted, 'base64');
  if (sealed.length === 0 || sealed.length % 16 !== 0) throw new EnvelopeInvalid('ciphertext');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(sealed), decipher.final()]);
  const pad = padLength(plain.subarray(-BLOCK));
  if (pad === undefined) throw new EnvelopeInvalid('padding');
  const body = plain.subarray(0, plain.length - pad);
  if (body.length < HEAD) throw new EnvelopeInvalid('length');
  const end = HEAD + body.readUInt32BE(RANDOM);
  if (end > body.length) throw new EnvelopeInvalid('length');
  if (body.subarray(end).toString() !== receiver) throw new EnvelopeInvalid('receiver');
  return body.subarray(HEAD, end).toString();
}
