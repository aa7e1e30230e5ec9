import { createCipheriv } from 'node:crypto';
import { type PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { decrypt, encrypt, getSignature } from '@wecom/crypto';
import { describe, expect, test } from 'vitest';
import { FileDecipher } from '../../src/adapters/wecom/decipher.ts';
import { readXml } from '../../src/adapters/wecom/decode-app.ts';
import { EnvelopeInvalid, keyOf, open, padLength, seal, signatureOf } from '../../src/adapters/wecom/envelope.ts';
import { BeginningCheck } from '../../src/adapters/wire/beginning.ts';
import { nameIn } from '../../src/adapters/wire/disposition.ts';
import { guarded, isPublicAddress } from '../../src/adapters/wire/public-address.ts';
import { sameSecret } from '../../src/adapters/wire/same-secret.ts';
import { fits } from '../../src/adapters/wire/signatures.ts';

const TOKEN = 'QDG6eK';
const AES_KEY = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
const CORP = 'wx5823bf96d3bd56c7';
const KEY = keyOf(AES_KEY);

describe('the vectors of docs/protocol-wecom.md, section 1.8', () => {
  test('GET', () => {
    const echo = 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==';
    expect(signatureOf(TOKEN, '1409659589', '263014780', echo)).toBe('5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3');
    expect(open(KEY, echo, CORP)).toBe('1616140317555161061');
  });

  test('POST of the app: a pad of 30, an id beyond 2^53', () => {
    const xml =
      '<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>\n<FromUserName><![CDATA[mycreate]]></FromUserName>\n<CreateTime>1409659813</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[hello]]></Content>\n<MsgId>4561255354251345929</MsgId>\n<AgentID>218</AgentID>\n</xml>';
    const encrypted =
      'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==';
    expect(signatureOf(TOKEN, '1409659813', '1372623149', encrypted)).toBe('477715d11cdb4164915debcba66cb864d751f3e6');
    expect(open(KEY, encrypted, CORP)).toBe(xml);
    expect(readXml(xml)).toMatchObject({ MsgId: '4561255354251345929', Content: 'hello', AgentID: '218' });
  });

  test('POST of the bot: an empty receiver', () => {
    const text =
      '{"msgid":"M1","aibotid":"AIB","chatid":"wrCHAT","chattype":"group","from":{"userid":"zhangsan"},"msgtype":"text","text":{"content":"@报送助手 /progress"}}';
    const encrypted = seal(KEY, text, '', Buffer.from('0123456789abcdef'));
    expect(signatureOf(TOKEN, '1760000000', 'nonce123', encrypted)).toBe('2a036b437099ab4a86339cdbe3a07f1a7f4852f2');
    expect(open(KEY, encrypted, '')).toBe(text);
  });

  test('media', async () => {
    const decipher = new FileDecipher(Buffer.from('BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=', 'base64'));
    const sealed = Buffer.from('co24Kv8uffGpQNNsmGklFEEhQ/fxdf6+sT+DAZInBpU=', 'base64');
    expect(String(await buffer(Readable.from([sealed]).pipe(decipher)))).toBe('hello wecom file');
  });
});

test.each(['', 'x', '好'.repeat(300), 'a'.repeat(12), 'a'.repeat(13)])(
  '@wecom/crypto opens what we seal, and we what it seals: %#',
  (text) => {
    expect(decrypt(AES_KEY, seal(KEY, text, CORP))).toMatchObject({ message: text, id: CORP });
    expect(open(KEY, encrypt(AES_KEY, text, CORP), CORP)).toBe(text);
    expect(getSignature(TOKEN, '1', '2', text)).toBe(signatureOf(TOKEN, '1', '2', text));
  },
);

test('what is wrong with an envelope is said by one word', () => {
  const faultOf = (encrypted: string, receiver = CORP) => {
    try {
      return open(KEY, encrypted, receiver);
    } catch (error) {
      return error instanceof EnvelopeInvalid ? error.fault : error;
    }
  };
  const good = seal(KEY, 'text', CORP);
  const raw = (plain: Buffer) => {
    const cipher = createCipheriv('aes-256-cbc', KEY, KEY.subarray(0, 16)).setAutoPadding(false);
    return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
  };
  expect(faultOf(good, '')).toBe('receiver');
  expect(faultOf(good, 'wx')).toBe('receiver');
  expect(faultOf(good.slice(0, -3))).toBe('ciphertext');
  expect(faultOf(good.slice(0, 20))).toBe('ciphertext');
  expect(faultOf('')).toBe('ciphertext');
  expect(faultOf('not base64!')).toBe('ciphertext');
  expect(faultOf(raw(Buffer.alloc(64)))).toBe('padding');
  expect(faultOf(raw(Buffer.alloc(64, 33)))).toBe('padding');
  expect(faultOf(raw(Buffer.alloc(32, 32)))).toBe('length');
  expect(faultOf(raw(Buffer.concat([Buffer.alloc(16), Buffer.from('ffffffff', 'hex'), Buffer.alloc(12, 12)])))).toBe(
    'length',
  );
});

test('signatures and pads are compared whole', () => {
  expect(sameSecret('abc', 'abc')).toBe(true);
  expect(['abd', 'ab', '', 'abcd'].filter((given) => sameSecret(given, 'abc'))).toEqual([]);
  expect([Buffer.from([5, 1]), Buffer.from([2, 2]), Buffer.from([1, 2]), Buffer.alloc(0)].map(padLength)).toEqual([
    1,
    2,
    undefined,
    undefined,
  ]);
});

test.each([0, 1, 15, 16, 31, 32, 33, 64, 70_000])(
  'a file of %i bytes comes out whole, however it is cut',
  async (size) => {
    const bytes = Buffer.alloc(size, 'bytes');
    const pad = 32 - (size % 32);
    const cipher = createCipheriv('aes-256-cbc', KEY, KEY.subarray(0, 16)).setAutoPadding(false);
    const sealed = Buffer.concat([cipher.update(bytes), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]);
    for (const step of [1, 17, 4096]) {
      if (size > 1000 && step === 1) continue;
      const cuts = Array.from({ length: Math.ceil(sealed.length / step) }, (_, i) =>
        sealed.subarray(i * step, (i + 1) * step),
      );
      expect((await buffer(Readable.from(cuts).pipe(new FileDecipher(KEY)))).equals(bytes)).toBe(true);
    }
  },
);

test('noise under a name that promises a film does not pass, a picture under another name does', async () => {
  const through = (bytes: Buffer, extension: string) =>
    buffer(Readable.from([bytes]).compose(new BeginningCheck(extension)) as PassThrough).then(
      () => 'passes',
      () => 'broken',
    );
  expect(await through(Buffer.alloc(100, 0xa7), 'mp4')).toBe('broken');
  expect(await through(Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'png')).toBe('passes');
  expect(await through(Buffer.alloc(100, 0xa7), 'txt')).toBe('passes');
  expect(await through(Buffer.alloc(0), 'mp4')).toBe('passes');
  expect(fits(Buffer.from('PK\x03\x04', 'latin1'), 'docx')).toBe(true);
});

test.each([
  ['attachment; filename=PC+D%26T+Strategy+2026.docx', 'PC D&T Strategy 2026.docx'],
  ['attachment; filename=%E5%A4%9C%E7%8F%AD%E7%9A%84%E7%81%AF.mp4', '夜班的灯.mp4'],
  [`attachment; filename="download"; filename*=UTF-8''%E7%81%AF%20a.mp4`, '灯 a.mp4'],
  [`attachment; filename*=utf-8''%E7%81%AF.mp4; filename=x.mp4`, '灯.mp4'],
  [Buffer.from('attachment; filename="夜班 的灯.mp4"').toString('latin1'), '夜班 的灯.mp4'],
  [Buffer.from('attachment; filename="100%-夜班.mp4"').toString('latin1'), '100%-夜班.mp4'],
  ['attachment; filename="a+b c.docx"', 'a+b c.docx'],
  ['attachment; filename="a;b.docx"', 'a;b.docx'],
  ['attachment; filename=%B5%C6.mp4', '灯.mp4'],
  ['attachment; filename="say \\"hi\\".txt"', 'say "hi".txt'],
  [`attachment; filename*=UTF-8''; filename=x.txt`, 'x.txt'],
  ['attachment', undefined],
  ['filename=', undefined],
  [undefined, undefined],
])('the name in %j is %j', (header, name) => {
  expect(nameIn(header)).toBe(name);
});

test('a link leads outside, or to a host of the settings', () => {
  const refused = (url: string) => {
    try {
      guarded(url, new Set(['wecom.intra.example']));
      return false;
    } catch {
      return true;
    }
  };
  const inner = [
    'http://example.com/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://10.1.2.3/',
    'https://169.254.169.254/',
    'https://[::ffff:10.0.0.1]/',
    'https://2130706433/',
    'file:///etc/passwd',
    'https://user@example.com/',
    'nothing',
  ];
  expect(inner.filter((url) => !refused(url))).toEqual([]);
  expect(
    ['https://ww-aibot-img.cos.ap-guangzhou.myqcloud.com/x', 'http://wecom.intra.example/x', 'https://1.1.1.1/'].filter(
      refused,
    ),
  ).toEqual([]);
  expect(['8.8.8.8', '2400:3200::1'].every(isPublicAddress)).toBe(true);
  const special = [
    ...['100.64.0.1', '192.168.1.1', 'fe80::1', '::', '0.0.0.0', 'fd00::1', '169.254.0.10', '198.19.255.255'],
    ...['192.0.2.1', '198.51.100.7', '203.0.113.9', '192.88.99.1', '224.0.0.1', '255.255.255.255'],
    // 6to4 and Teredo of 10.0.0.1 and 127.0.0.1, translated, mapped and compatible addresses, documents.
    ...['2002:a00:1::1', '2002:7f00:1::', '2001:0:a00:1::1', '2001:0:4136:e378:8000:63bf:3fff:fdd2', '2001:10::1'],
    ...[
      '64:ff9b::a00:1',
      '64:ff9b:1::a00:1',
      '::ffff:10.0.0.1',
      '::ffff:a00:1',
      '::10.0.0.1',
      '2001:db8::1',
      '3fff::1',
    ],
    ...['fec0::1', 'ff02::1', '100::1', '5f00::1', 'fe80::1%eth0', 'no address', ''],
  ];
  expect(special.filter(isPublicAddress)).toEqual([]);
  expect(['2606:4700::1111', '2a00:1450:4001::1', '2408:8000::1', '119.29.29.29'].filter(isPublicAddress)).toHaveLength(
    4,
  );
});

test.each([
  '<!DOCTYPE x [<!ENTITY a "b">]><xml><A>&a;</A></xml>',
  '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><xml/>',
  '<xml><!ENTITY a "b"><A>1</A></xml>',
  '<xml><!-- x --><A>1</A></xml>',
  '<xml><A>1</xml>',
  '<other><A>1</A></other>',
  'no xml',
  '',
])('XML %j is refused', (xml) => {
  expect(() => readXml(xml)).toThrow();
});

test('XML keeps everything a string, and words in CDATA are words', () => {
  const read = readXml(
    '<xml><A>007</A><B>true</B><C><![CDATA[<!DOCTYPE html> &lt; 1e5]]></C><D>4561255354251345929</D></xml>',
  );
  expect(read).toEqual({ A: '007', B: 'true', C: '<!DOCTYPE html> &lt; 1e5', D: '4561255354251345929' });
});
