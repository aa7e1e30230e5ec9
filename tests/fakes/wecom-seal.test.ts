import { decrypt, encrypt, getSignature } from '@wecom/crypto';
import { expect, test } from 'vitest';
import { decryptBytes, encryptBytes, seal, sign, unseal } from '../../fakes/wecom/seal.ts';

// docs/protocol-wecom.md, section 1.8.
const TOKEN = 'QDG6eK';
const KEY = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
const CORP = 'wx5823bf96d3bd56c7';
const ECHO = 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==';
const POSTED =
  'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==';
const AIBOT =
  '{"msgid":"M1","aibotid":"AIB","chatid":"wrCHAT","chattype":"group","from":{"userid":"zhangsan"},"msgtype":"text","text":{"content":"@报送助手 /progress"}}';

test('vector: GET verification', () => {
  expect(sign(TOKEN, '1409659589', '263014780', ECHO)).toBe('5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3');
  expect(unseal(KEY, ECHO)).toEqual({ message: '1616140317555161061', receiver: CORP });
});

test('vector: POST XML, padded with 30 bytes', () => {
  expect(sign(TOKEN, '1409659813', '1372623149', POSTED)).toBe('477715d11cdb4164915debcba66cb864d751f3e6');
  const { message, receiver } = unseal(KEY, POSTED);
  expect(receiver).toBe(CORP);
  expect(message).toContain('<Content><![CDATA[hello]]></Content>');
  expect(message).toContain('<MsgId>4561255354251345929</MsgId>');
});

test('vector: bot message, empty receiver', () => {
  const sealed = seal(KEY, AIBOT, '', Buffer.from('0123456789abcdef'));
  expect(sign(TOKEN, '1760000000', 'nonce123', sealed)).toBe('2a036b437099ab4a86339cdbe3a07f1a7f4852f2');
  expect(unseal(KEY, sealed)).toEqual({ message: AIBOT, receiver: '' });
});

test('vector: file', () => {
  const key = Buffer.from('BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=', 'base64');
  const sealed = 'co24Kv8uffGpQNNsmGklFEEhQ/fxdf6+sT+DAZInBpU=';
  expect(decryptBytes(key, Buffer.from(sealed, 'base64')).toString()).toBe('hello wecom file');
  expect(encryptBytes(key, Buffer.from('hello wecom file')).toString('base64')).toBe(sealed);
});

test('@wecom/crypto opens what we seal, and we open what it seals, at every length of padding', () => {
  for (let length = 0; length < 66; length++) {
    const message = `县${'x'.repeat(length)}`;
    const sealed = seal(KEY, message, CORP);
    expect(decrypt(KEY, sealed)).toMatchObject({ message, id: CORP });
    expect(unseal(KEY, encrypt(KEY, message, CORP))).toEqual({ message, receiver: CORP });
    expect(getSignature(TOKEN, 1760000000, 'n', sealed)).toBe(sign(TOKEN, '1760000000', 'n', sealed));
  }
});

test('a bad pad does not open', () => {
  const broken = Buffer.from(seal(KEY, 'hello', CORP), 'base64');
  broken.writeUInt8(broken.readUInt8(broken.length - 20) ^ 0xff, broken.length - 20);
  expect(() => unseal(KEY, broken.toString('base64'))).toThrow();
});
