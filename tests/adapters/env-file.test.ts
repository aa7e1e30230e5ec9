import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { environmentOf } from '../../src/start/config.ts';
import { startProblem } from '../../src/start/start-words.ts';

let root: string;
let file: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'baosong-env-'));
  file = path.join(root, '.env');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const TEXT = 'PORT=3100\r\nWECOM_BOT_NAMES="报送助手,小报"\r\n# HOST=\r\n';

test.each([
  ['as it should be', Buffer.from(TEXT)],
  ['with the mark that the Windows editor puts before it', Buffer.from(`\uFEFF${TEXT}`)],
])('.env is read whole: %s', (_, bytes) => {
  writeFileSync(file, bytes);
  const env = { HOST: '127.0.0.1', PORT: undefined };
  expect(environmentOf(root, env)).toEqual({
    env: { HOST: '127.0.0.1', PORT: '3100', WECOM_BOT_NAMES: '报送助手,小报' },
    hasFile: true,
    unknown: [],
  });
  // The environment itself wins.
  expect(environmentOf(root, { PORT: '3200' }).env.PORT).toBe('3200');
});

test('without .env there is the environment', () => {
  expect(environmentOf(root, { PORT: '3100' })).toEqual({ env: { PORT: '3100' }, hasFile: false, unknown: [] });
});

const saidOf = (bytes: Uint8Array) => {
  writeFileSync(file, bytes);
  try {
    return environmentOf(root, {});
  } catch (error) {
    return startProblem(error);
  }
};

test.each([
  ['as “Unicode”', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
  ['as “Unicode”, without its mark', Buffer.from('PORT=3100\r\n', 'utf16le')],
  ['in the Chinese encoding of old', Buffer.from([...Buffer.from('WECOM_BOT_NAMES='), 0xb1, 0xa8, 0xcb, 0xcd])],
])('.env that is not UTF-8 is refused in words: %s', (_, bytes) => {
  expect(saidOf(bytes)).toBe(`${file} 不是 UTF-8 编码，读不了。请用记事本打开它，“另存为”时编码选 UTF-8，再启动。`);
});

test('.env that cannot be read is refused in words', () => {
  mkdirSync(file);
  expect(() => environmentOf(root, {})).toThrow(expect.objectContaining({ code: 'env-file-unreadable' }));
});

test('names that nobody knows are told: all of .env, those of the platforms and of files in the environment', () => {
  writeFileSync(file, 'PROT=12\nWECOM_BOT_NAME=x\nPORT=1\n');
  const env = { PATH: '/bin', S3_BUCKET: 'b', DINGTALK_CLIENT_ID: 'x', DINGTALK_APPKEY: 'x', EDITOR: 'vi' };
  expect(environmentOf(root, env).unknown).toEqual(['DINGTALK_APPKEY', 'PROT', 'S3_BUCKET', 'WECOM_BOT_NAME']);
});

test.each([
  ['PORT＝33005', { PORT: '33005' }],
  ['PORT：33005', { PORT: '33005' }],
  ['PORT: 33005', { PORT: '33005' }],
  ['ＰＯＲＴ＝33005', { PORT: '33005' }],
  ['　PORT = 33005　', { PORT: '33005' }],
  ['DATABASE_URL＝postgresql://x:y@127.0.0.1/z?a=b', { DATABASE_URL: 'postgresql://x:y@127.0.0.1/z?a=b' }],
  ['WECOM_BOT_NAMES＝“报送助手,小报”', { WECOM_BOT_NAMES: '报送助手,小报' }],
  ['S3_REGION=‘cn-north’', { S3_REGION: 'cn-north' }],
  ['WECOM_BOT_SECRET=a＝b：c', { WECOM_BOT_SECRET: 'a＝b：c' }],
  ['export HOST=127.0.0.1 # here', { HOST: '127.0.0.1' }],
  ['＃ 说明：第一次启动\nPORT=1', { PORT: '1' }],
  [
    `WECOM_GROUP_WEBHOOKS='{\n  "wr1": "key",\n 说明\n}'\nPORT=1`,
    { WECOM_GROUP_WEBHOOKS: '{\n  "wr1": "key",\n 说明\n}', PORT: '1' },
  ],
])('what a Chinese keyboard writes is read as it is meant: %j', (text, expected) => {
  writeFileSync(file, text);
  expect(environmentOf(root, {}).env).toEqual(expected);
});

test('the shipped example is read, as is a file with full-width signs among others', () => {
  writeFileSync(file, 'PORT=33005\nDATABASE_URL＝postgresql://x:y@127.0.0.1/z\n');
  expect(environmentOf(root, {}).env).toEqual({ PORT: '33005', DATABASE_URL: 'postgresql://x:y@127.0.0.1/z' });
  writeFileSync(file, readFileSync(path.resolve(import.meta.dirname, '../../.env.example')));
  expect(environmentOf(root, {}).unknown).toEqual([]);
});

test.each([
  ['PORT 33005', '1'],
  ['PORT=1\n\n密码是 hush\n= 3\nHOST=127.0.0.1\n端口=5', '3、4、6'],
])('lines that say nothing are named by their numbers, without what stands in them: %j', (text, lines) => {
  expect(saidOf(Buffer.from(text))).toBe(
    `${file} 第 ${lines} 行看不懂，没有启动，免得漏掉一项设置。每行写成 名字=值（例如 PORT=3000）；说明文字前面加 #。`,
  );
});
