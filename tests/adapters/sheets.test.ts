import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { sheetReader } from '../../src/adapters/sheets.ts';
import { BOMBS } from '../support/bombs.ts';

const read = (bytes: Buffer | string) => {
  const whole = Buffer.from(bytes as string);
  return sheetReader.read(() => Readable.from(whole.length > 0 ? [whole] : []), whole.length);
};

test.each(Object.entries(BOMBS))(
  '%s',
  async (_, { make, read: outcome }) => {
    const result = await read((await make()).bytes);
    expect(result.ok ? 'ok' : result.fault).toBe(outcome);
    if (result.ok)
      expect(result.sheets[0]?.rows.slice(0, 2).map(({ cells }) => cells)).toEqual([
        ['姓名', '工作单位'],
        ['许甲', '丑县中学'],
      ]);
  },
  60_000,
);

const csv = '姓名,工作单位,电话\r\n王一,"县医院,内科",13800000001\r\n';
const rows = [
  { row: 1, hidden: false, cells: ['姓名', '工作单位', '电话'] },
  { row: 2, hidden: false, cells: ['王一', '县医院,内科', '13800000001'] },
];
test.each<[string, Buffer]>([
  ['UTF-8', Buffer.from(csv)],
  ['UTF-8 with its mark', Buffer.from(`\ufeff${csv}`)],
  ['UTF-16', Buffer.from(`\ufeff${csv}`, 'utf16le')],
  // 姓名,工作单位 … as Excel in China saves it.
  [
    'GB18030',
    Buffer.concat([
      Buffer.from('d0d5c3fb2cb9a4d7f7b5a5cebb2cb5e7bbb00d0acdf5d2bb2c22cfd8d2bdd4ba2cc4dabfc622', 'hex'),
      Buffer.from(',13800000001\r\n'),
    ]),
  ],
])('a csv in %s', async (_, bytes) => {
  expect(await read(bytes)).toEqual({ ok: true, sheets: [{ name: '', merges: [], rows }] });
});

test.each([
  ['nothing', '', 'empty'],
  ['a web page', '<html><table></table></html>', 'not-a-sheet'],
  ['a zip that is cut off', 'PK\x03\x04 and no more', 'damaged'],
])('%s is no sheet', async (_, bytes, fault) => {
  expect(await read(bytes)).toEqual({ ok: false, fault });
});

test('what is too large is not even opened', async () => {
  const open = () => {
    throw new Error('opened');
  };
  expect(await sheetReader.read(open, 30_000_001)).toEqual({ ok: false, fault: 'too-big' });
});
