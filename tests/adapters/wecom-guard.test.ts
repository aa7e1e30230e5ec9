import { createCipheriv } from 'node:crypto';
import { decrypt } from '@wecom/crypto';
import { expect, test } from 'vitest';
import { EnvelopeInvalid, keyOf, open, openSigned, seal, signatureOf } from '../../src/adapters/wecom/envelope.ts';

const AES_KEY = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
const KEY = keyOf(AES_KEY);
const RANDOM = Buffer.from('0123456789abcdef');

function said(run: () => string): string {
  try {
    return `opened ${run()}`;
  } catch (error) {
    return error instanceof EnvelopeInvalid ? error.fault : String(error);
  }
}

/** Encrypts a plain block as it is, whatever it says of itself. */
function encrypted(
  message: Buffer,
  { length = message.length, receiver = '', pad = (size: number) => Buffer.alloc(size, size) } = {},
) {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(length);
  const body = Buffer.concat([RANDOM, head, message, Buffer.from(receiver)]);
  const cipher = createCipheriv('aes-256-cbc', KEY, KEY.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(body), cipher.update(pad(32 - (body.length % 32))), cipher.final()]).toString(
    'base64',
  );
}

test.each<[string, string, string]>([
  [
    'a pad of which the last byte alone is right',
    encrypted(Buffer.from('text'), { pad: (size) => Buffer.concat([Buffer.alloc(size - 1), Buffer.from([size])]) }),
    'padding',
  ],
  [
    'a pad that says more than a block',
    encrypted(Buffer.from('text'), { pad: (size) => Buffer.alloc(size, 40) }),
    'padding',
  ],
  ['a length past the end', encrypted(Buffer.from('text'), { length: 5 }), 'length'],
  ['a length short of it, the rest being the receiver', encrypted(Buffer.from('textwx'), { length: 4 }), 'receiver'],
  ['half a character', encrypted(Buffer.from('报').subarray(0, 2)), 'encoding'],
  ['half a character of the receiver', encrypted(Buffer.from([0x61, 0xe6]), { length: 1 }), 'encoding'],
  ['a mark of the order of bytes', encrypted(Buffer.from('\uFEFFtext')), 'opened \uFEFFtext'],
])('what seals back is what was sealed: %s', (_, sealed, outcome) => {
  // The library opens all of them.
  expect(() => decrypt(AES_KEY, sealed)).not.toThrow();
  expect(said(() => open(KEY, sealed, ''))).toBe(outcome);
});

test('base64 has one way to be written', () => {
  const sealed = seal(KEY, 'x'.repeat(40), '', RANDOM);
  expect(sealed.endsWith('=')).toBe(true);
  const last = sealed.replace(/=+$/, '').length - 1;
  const other = `${sealed.slice(0, last)}${String.fromCharCode(sealed.charCodeAt(last) + 1)}${sealed.slice(last + 1)}`;
  expect(Buffer.from(other, 'base64').equals(Buffer.from(sealed, 'base64'))).toBe(true);
  expect([said(() => open(KEY, sealed, '')), said(() => open(KEY, other, ''))]).toEqual([
    `opened ${'x'.repeat(40)}`,
    'encoding',
  ]);
});

test('nothing is opened that nobody vouches for, and a signature is of the whole', () => {
  const given = { token: 'QDG6eK', key: KEY, receiver: '' };
  const sealed = seal(KEY, 'text', '');
  const signed = { encrypted: sealed, timestamp: '1', nonce: '2', signature: signatureOf('QDG6eK', '1', '2', sealed) };
  const outcome = (more: Partial<typeof signed>) => said(() => openSigned(given, { ...signed, ...more }));
  expect(outcome({})).toBe('opened text');
  expect(
    [
      { signature: signed.signature.slice(1) },
      { signature: '' },
      { timestamp: '3' },
      { nonce: '3' },
      { encrypted: seal(KEY, 'text', '') },
      { encrypted: 'no base64!' },
    ].map(outcome),
  ).toEqual(Array.from({ length: 6 }, () => 'signature'));
});
