import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { photo, xlsx } from '../support/files.ts';
import { type Practice, practice, type SentFile } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const send = async (files: SentFile[], text = '') => (await office.say('guxian-1', text, { files })).join('\n');
const recorded = async () =>
  (await office.prisma.submission.findMany({ orderBy: { number: 'asc' } })).map(({ title, state }) => [title, state]);

/** A workbook with macros whose third row is hidden and whose second sheet is, as somebody's Excel saves it. */
async function withHidden(rows: (string | number)[][]): Promise<SentFile> {
  const [heading = [], row = []] = rows;
  const secret = row.map((cell) => (typeof cell === 'string' ? `${cell}藏` : cell));
  const sheets = [
    { name: '名单', rows },
    { name: '草稿', rows: [heading, secret] },
  ];
  const parts = unzipSync(await writeXlsx({ sheets }));
  const edit = (part: string, from: string | RegExp, to: string) => {
    const text = strFromU8(parts[part] as Uint8Array);
    const edited = text.replace(from, to);
    if (edited === text) throw new Error(`nothing to edit in ${part}`);
    parts[part] = strToU8(edited);
  };
  edit('xl/worksheets/sheet1.xml', '<row r="3"', '<row r="3" hidden="1"');
  edit('xl/workbook.xml', /(<sheet [^>]*name="草稿")/, '$1 state="hidden"');
  edit('[Content_Types].xml', 'spreadsheetml.sheet.main+xml', 'MACRO');
  edit(
    '[Content_Types].xml',
    /application\/vnd\.openxmlformats-officedocument\.MACRO/,
    'application/vnd.ms-excel.sheet.macroEnabled.main+xml',
  );
  parts['xl/vbaProject.bin'] = strToU8('macro');
  return { name: '表.xlsm', bytes: Buffer.from(zipSync(parts)) };
}

const ambassadors = [
  ['姓名', '工作单位', '电话'],
  ['王一', '县医院', '13800000001'],
  ['王二', '县医院', '13800000002'],
  ['王三', '县医院', '分机 3'],
];
const works = [
  ['作品名称', '作品类别', '链接', '联系电话'],
  ['读书月', '专题活动', 'https://e.cn/1', '13800000001'],
  ['读书周', '专题活动', 'https://e.cn/2', '13800000002'],
  ['读书日', '专题活动', 'https://e.cn/3', '分机 3'],
];
const events = [
  ['活动名称', '活动时间', '企业', '人数'],
  ['进电厂', '2020-09-01', '古县电厂', 60],
  ['进煤矿', '2020-09-02', '古县煤矿', 70],
  ['进学校', '2020-09-03', '古县一中', 80],
];

test.each([
  ['ambassadors', ambassadors, ['王一', '王二', '王三']],
  ['works', works, ['读书月', '读书周', '读书日']],
  ['events', events, ['进电厂', '进煤矿', '进学校']],
])(
  'a list of %s without a word is shown first; hidden rows are taken and named, hidden sheets and macros are not read',
  async (_, rows, titles) => {
    const shown = await send([await withHidden(rows)]);
    expect(shown).toContain('还没有登记');
    expect(shown).toContain('隐藏或筛掉的也算在内：第3行');
    expect(shown).not.toContain('藏）');
    expect(await recorded()).toEqual([]);
    const said = await send([], '确认');
    expect(said).toContain('隐藏或筛掉的也登记了：第3行');
    expect(said.includes('电话看不懂，没有记：第4行')).toBe(rows !== events);
    expect(await recorded()).toEqual(titles.map((title) => [title, 'received']));
    // Sent again, nothing is new.
    expect(await send([await withHidden(rows)])).toMatch(/登记了 0|登记过的 3 行/);
    expect(await recorded()).toHaveLength(3);
  },
);

test('a sheet and the files that it names, in one message without a word', async () => {
  const list = await xlsx('汇总.xlsx', [
    ['作品名称', '作品类别', '作者', '文件名'],
    ['炉前', '摄影', '李明', '炉前.png'],
    ['夜班', '微视频', '王红', '夜班.mp4'],
  ]);
  expect(await send([list, photo('炉前.png')])).toMatchInlineSnapshot(`
    "“汇总.xlsx”里读到 2 件作品（古县），还没有登记：
    《炉前》《夜班》
    对的话请回复：确认（10 分钟内有效）。不对请回复：取消，改好再发。"
  `);
  await send([], '确认');
  expect(await recorded()).toEqual([
    ['夜班', 'draft'],
    ['炉前', 'received'],
  ]);
  expect(await send([], '/我的')).toMatchInlineSnapshot(`
    "古县的报送：
    #1 微视频《夜班》 等文件：夜班.mp4
    #2 摄影《炉前》 已收
    看一件：/查 编号"
  `);
});

test('a sheet that lists none of these is asked about as any file', async () => {
  const other = await xlsx('经费.xlsx', [
    ['项目', '金额'],
    ['印刷', 300],
  ]);
  expect(await send([other])).toContain('这是哪一类');
});
