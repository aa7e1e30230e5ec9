import { createDecipheriv } from 'node:crypto';
import { decrypt, encrypt, getSignature } from '@wecom/crypto';
import { sameSecret } from '../wire/same-secret.ts';

/** What is wrong with something sealed: it is refused, and nothing of it is looked at further. */
export type Flaw = 'signature' | 'ciphertext' | 'padding' | 'length' | 'encoding' | 'receiver';

export class EnvelopeInvalid extends Error {
  readonly fault: Flaw;
  constructor(fault: Flaw) {
    super(fault);
    this.fault = fault;
  }
}

/** A ciphertext, and what vouches for it. */
export interface Signed {
  encrypted: string;
  signature: string;
  timestamp: string;
  nonce: string;
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

/** As the library wants it. */
const encodingKeyOf = (key: Buffer): string => key.toString('base64').slice(0, -1);

/** docs/protocol-wecom.md, section 1.2. */
export const signatureOf = (token: string, timestamp: string, nonce: string, encrypted: string): string =>
  getSignature(token, timestamp, nonce, encrypted);

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
export const seal = (key: Buffer, text: string, receiver: string, random?: Buffer): string =>
  encrypt(encodingKeyOf(key), text, receiver, random);

/**
 * Opens what the platform sealed and signed. Throws `EnvelopeInvalid`. The signature comes first, in constant time: what
 * nobody vouches for is not opened.
 */
export function openSigned({ token, key, receiver }: { token: string; key: Buffer; receiver: string }, signed: Signed) {
  const { encrypted, signature, timestamp, nonce } = signed;
  if (!sameSecret(signature, signatureOf(token, timestamp, nonce, encrypted))) throw new EnvelopeInvalid('signature');
  return open(key, encrypted, receiver);
}

/**
 * Opens what the platform sealed. Throws `EnvelopeInvalid`, also for another receiver.
 *
 * The library checks nothing of what it opens: a pad over 32 it leaves where it is, the bytes of one below it does not
 * look at, a length past the end it cuts off, and what is no UTF-8 it reads with marks in it. But it seals with given
 * random bytes, and so only what was sealed rightly seals back to the very same text.
 */
export function open(key: Buffer, encrypted: string, receiver: string): string {
  if (!BASE64.test(encrypted) || Buffer.byteLength(encrypted, 'base64') % 16 !== 0)
    throw new EnvelopeInvalid('ciphertext');
  const opened = openedByLibrary(key, encrypted);
  if (!opened || seal(key, opened.message, opened.id, opened.random) !== encrypted)
    throw new EnvelopeInvalid(flawIn(key, encrypted));
  if (opened.id !== receiver) throw new EnvelopeInvalid('receiver');
  return opened.message;
}

function openedByLibrary(key: Buffer, encrypted: string): ReturnType<typeof decrypt> | undefined {
  try {
    return decrypt(encodingKeyOf(key), encrypted);
  } catch {
    // Too short for a length.
    return undefined;
  }
}

/**
 * Which of the rules of docs/protocol-wecom.md, section 1.3 something breaks that is refused already: a word for the
 * log.
 */
function flawIn(key: Buffer, encrypted: string): Flaw {
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
  const pad = padLength(plain.subarray(-BLOCK));
  if (pad === undefined) return 'padding';
  const body = plain.subarray(0, plain.length - pad);
  return body.length < HEAD || HEAD + body.readUInt32BE(RANDOM) > body.length ? 'length' : 'encoding';
}
