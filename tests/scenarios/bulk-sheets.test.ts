import { buffer } from 'node:stream/consumers';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { xlsx } from '../support/files.ts';
import { type Practice, practice, type SentFile } from '../support/practice.ts';
import { readXlsxApart } from '../support/read-xlsx.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

/** What the bot answers, and the file that came with it, as it is stored. */
async function answered(who: string, text: string, files: SentFile[] = []) {
  const { replies } = await office.post(who, text, { files });
  const rows = await office.prisma.outbound.findMany({ orderBy: { id: 'desc' }, take: 3 });
  const [file] = rows.flatMap(({ post }) => (post as { files: { name: string; sha256: string }[] }).files);
  const sent = replies.some((reply) => reply.files.length > 0) && file ? file : undefined;
  const bytes = sent && (await buffer(office.office.store.open(sent.sha256)));
  return { said: replies.map((one) => one.text), name: sent?.name ?? '', bytes: bytes ?? Buffer.alloc(0) };
}

/** The same sheet with rows filled in, as somebody saves it again. */
const filled = (name: string, bytes: Buffer, more: (string | number)[][]) => {
  const { rows } = readXlsxApart(bytes);
  return xlsx(name, [...rows.slice(0, 4), ...more, ...rows.slice(-1)]);
};

test('an empty sheet has the own unit in it and an example that is never counted', async () => {
  const { said, name, bytes } = await answered('guxian-1', '/模板 宣传员');
  expect(said).toMatchInlineSnapshot(`
    [
      "宣传员登记表在这里。灰色那行是示例，不会登记。
    填好后把表发给我，加一句 /宣传员。我先念一遍读到的，您回“确认”才登记；登记过的再发不会重复。",
    ]
  `);
  expect(name).toBe('宣传员登记表-古县.xlsx');
  const { rows, merges, formulas } = readXlsxApart(bytes);
  expect([rows.slice(0, 4), rows.at(-1)?.[0], merges, formulas]).toMatchInlineSnapshot(`
    [
      [
        [
          "宣传员登记表",
          "",
          "",
          "",
          "",
        ],
        [
          "填报单位：古县总工会",
          "",
          "",
          "",
          "",
        ],
        [
          "序号",
          "姓名",
          "工作单位",
          "联系电话",
          "主要事迹",
        ],
        [
          "示例",
          "王小梅",
          "县医院",
          "13800000000",
          "义务讲网络安全课",
        ],
      ],
      "姓名、工作单位必填；第一行是示例，不会登记。填好后把表发给我，加一句 /宣传员。请不要填身份证号、银行卡号。",
      [
        "A1:E1",
        "A2:C2",
        "D2:E2",
        "A65:E65",
      ],
      0,
    ]
  `);
  // Sent back as it is, nobody is registered.
  expect((await answered('guxian-1', '/宣传员', [{ name, bytes }])).said).toMatchInlineSnapshot(`
    [
      "登记了 0 名宣传员，古县现在共 0 名。",
    ]
  `);
  expect(await office.prisma.submission.count()).toBe(0);
});

test('filled in, it is previewed, recorded, and comes back with what became of each row', async () => {
  const { name, bytes } = await answered('guxian-1', '/模板 宣传员');
  const list = await filled(name, bytes, [
    [1, '王一', '县医院', 13800000001, '讲课'],
    [2, '王二', '县医院', '分机 12', ''],
    [3, '王三', '', '', ''],
    [4, '王四', '县医院', '', '142601199001011234'],
    [5, '王五', '县医院', '', '=1+1'],
    [6, '王一', '县医院', '', ''],
  ]);
  const preview = await answered('guxian-1', '/宣传员', [list]);
  expect(preview.said).toMatchInlineSnapshot(`
    [
      "登记了 3 名宣传员，古县现在共 3 名。
    #1—#3：王一（县医院）、王二（县医院）、王五（县医院）
    有 3 行没有登记：
    第7行：没有工作单位
    第8行：有身份证号或银行卡号，请删去
    第10行：已登记过，是 #1
    电话看不懂，没有记：第6行。补上请发 /补正 编号 电话:…
    表也发回来了，最后一列写着每一行的结果。
    改好这几行再发一次即可，登记过的不会重复。",
    ]
  `);
  const back = preview.name === '' ? await answered('guxian-1', '确认') : preview;
  expect(back.said).toMatchInlineSnapshot(`
    [
      "登记了 3 名宣传员，古县现在共 3 名。
    #1—#3：王一（县医院）、王二（县医院）、王五（县医院）
    有 3 行没有登记：
    第7行：没有工作单位
    第8行：有身份证号或银行卡号，请删去
    第10行：已登记过，是 #1
    电话看不懂，没有记：第6行。补上请发 /补正 编号 电话:…
    表也发回来了，最后一列写着每一行的结果。
    改好这几行再发一次即可，登记过的不会重复。",
    ]
  `);
  expect(back.name).toBe('宣传员登记表-古县-登记结果.xlsx');
  const { rows, formulas } = readXlsxApart(back.bytes);
  expect([rows.slice(1), formulas]).toMatchInlineSnapshot(`
    [
      [
        [
          "最后一列是每一行的结果；改好后原样发回来，登记过的不会重复。",
          "",
          "",
          "",
          "",
          "",
        ],
        [
          "序号",
          "姓名",
          "工作单位",
          "联系电话",
          "主要事迹",
          "登记结果",
        ],
        [
          "示例",
          "王小梅",
          "县医院",
          "13800000000",
          "义务讲网络安全课",
          "是填写示例",
        ],
        [
          "1",
          "王一",
          "县医院",
          "13800000001",
          "讲课",
          "已登记 #1",
        ],
        [
          "2",
          "王二",
          "县医院",
          "分机 12",
          "",
          "已登记 #2；电话看不懂，没有记",
        ],
        [
          "3",
          "王三",
          "",
          "",
          "",
          "没有工作单位",
        ],
        [
          "4",
          "王四",
          "县医院",
          "",
          "",
          "有身份证号或银行卡号，请删去",
        ],
        [
          "5",
          "王五",
          "县医院",
          "",
          "=1+1",
          "已登记 #3",
        ],
        [
          "6",
          "王一",
          "县医院",
          "",
          "",
          "已登记过，是 #1",
        ],
        [
          "姓名、工作单位必填；第一行是示例，不会登记。填好后把表发给我，加一句 /宣传员。请不要填身份证号、银行卡号。",
          "",
          "",
          "",
          "",
          "",
        ],
      ],
      0,
    ]
  `);
  // Mended where it says so and sent again, only what is new counts.
  const mended = rows
    .slice(2)
    .map((row) => (row[1] === '王三' ? row.map((cell, index) => (index === 2 ? '县学校' : cell)) : row));
  const again = await answered('guxian-1', '/宣传员', [await xlsx(back.name, mended)]);
  expect(again.said[0]).toContain('登记了 2 名宣传员，古县现在共 5 名');
  expect((await office.prisma.submission.findMany({ orderBy: { number: 'asc' } })).map(({ title }) => title)).toEqual([
    '王一',
    '王二',
    '王五',
    '王三',
    '王四',
  ]);
});
