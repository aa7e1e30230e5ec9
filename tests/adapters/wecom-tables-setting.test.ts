import { describe, expect, test } from 'vitest';
import { outcomeOf } from '../../src/adapters/wecom/errors.ts';
import { NO_SUCH_ROW, valueIn } from '../../src/adapters/wecom/tables.ts';
import { failureOf } from '../../src/adapters/wire/outside-tables.ts';
import { ConfigInvalid, readConfig } from '../../src/start/config.ts';
import { startProblem } from '../../src/start/start-words.ts';

const url = 'https://qyapi.weixin.qq.com/cgi-bin/wedoc/smartsheet/webhook?key=k1';

function read(tables: unknown): unknown {
  const given = typeof tables === 'string' ? tables : JSON.stringify(tables);
  try {
    return readConfig({ PRACTICE: 'off', WECOM_TABLES: given }).channels.wecom?.tables;
  } catch (error) {
    if (error instanceof ConfigInvalid) return startProblem(error);
    throw error;
  }
}

test('the sample is taken as it was copied, with titles alone or with types', () => {
  const schema = { fA: '编号', fB: { title: '单位', type: 'text', options: [] } };
  expect(read({ works: { url: ` ${url} `, schema, phones: true } })).toEqual([
    {
      ...{ shows: 'works', url, schema, phones: true },
      columns: [
        { field: 'fA', title: '编号', type: 'plain' },
        { field: 'fB', title: '单位', type: 'text' },
      ],
    },
  ]);
});

const schema = { fA: '编号' };
test.each<[string, unknown]>([
  ['no JSON', '{works'],
  ['a list', [url]],
  ['another table', { people: { url, schema } }],
  ['no schema', { works: { url } }],
  ['an empty schema', { works: { url, schema: {} } }],
  ['a schema that is a text', { works: { url, schema: '编号' } }],
  ['a column without a title', { works: { url, schema: { fA: { type: 'text' } } } }],
  ['something else beside', { works: { url, schema, phone: true } }],
  ['the robot of a group', { progress: { url: url.replace('wedoc/smartsheet', ''), schema } }],
  ['no key', { progress: { url: url.replace('k1', ''), schema } }],
  ['no address', { progress: { url: 'k1', schema } }],
])('%s is refused at the start, in words', (_, tables) => {
  expect(read(tables)).toMatchSnapshot();
});

test('a cell is written as its column takes it, a blank one empties it', () => {
  expect(
    (['plain', 'text', 'number', 'single_select', 'date_time', 'url'] as const).map((type) => [
      valueIn(type, type === 'number' ? 12 : type === 'date_time' ? '2020-09-10 15:02' : 'https://a.cn/1'),
      valueIn(type, undefined),
    ]),
  ).toEqual([
    [[{ type: 'text', text: 'https://a.cn/1' }], []],
    [[{ type: 'text', text: 'https://a.cn/1' }], []],
    [12, 0],
    [[{ text: 'https://a.cn/1' }], []],
    ['1599721320000', ''],
    [[{ link: 'https://a.cn/1', text: 'https://a.cn/1' }], []],
  ]);
});

describe('what an answer means', () => {
  test.each([
    [0, undefined],
    [-1, { state: 'later', afterMs: 30_000 }],
    [45033, { state: 'later', afterMs: 61_000 }],
    [45009, { state: 'later', afterMs: 61_000 }],
    [2023012, { state: 'gone' }],
    [2023001, { state: 'refused', reason: '2023001' }],
    [40014, { state: 'refused', reason: '40014' }],
  ])('errcode %i', (errcode, meant) => {
    expect(failureOf(outcomeOf(errcode, {}), (code) => code === NO_SUCH_ROW)).toEqual(meant);
  });
  test('none at all', () => {
    const never = () => false;
    expect([failureOf({ state: 'silent' }, never), failureOf({ state: 'offline' }, never)]).toEqual([
      { state: 'unclear' },
      { state: 'later', afterMs: 30_000 },
    ]);
  });
});
