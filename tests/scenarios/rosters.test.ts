import { afterAll, beforeEach, expect, test } from 'vitest';
import { fixture, xlsx } from '../support/files.ts';
import { type Practice, practice, type SentFile } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const send = (file: SentFile, text = '/宣传员', who = 'guxian-1') => office.say(who, text, { files: [file] });
const registered = async () =>
  (await office.prisma.submission.findMany({ where: { state: 'received' }, orderBy: { number: 'asc' } })).map(
    ({ fields }) => fields as Record<string, string>,
  );

const jia = { workplace: '丙县中学', phone: '13800000021', deeds: '讲课' };
test.each<[string, Record<string, string>[]]>([
  [
    'footer.xlsx',
    [
      { name: '周甲', workplace: '乙县中学', phone: '13800000011', deeds: '讲课' },
      { name: '吴乙', workplace: '乙县中学', phone: '13800000012' },
    ],
  ],
  ['merged-empty-row.xlsx', [{ name: '冯甲', ...jia }]],
  [
    'bordered-to-1000.xlsx',
    [
      { name: '褚甲', workplace: '戊县中学', phone: '13800000041', deeds: '讲课' },
      { name: '褚乙', workplace: '戊县中学', phone: '13800000042', deeds: 'x' },
    ],
  ],
  ['second-sheet.xlsx', [{ name: '卫甲', workplace: '己县中学', phone: '13800000051', deeds: '讲课' }]],
  ['loose-heading.xlsx', [{ name: '蒋0', workplace: '庚县中学', phone: '13800000060', deeds: '讲课' }]],
  ['six-title-rows.xlsx', [{ name: '朱甲', workplace: '癸县中学', phone: '13800000091', deeds: 'x' }]],
  ['prefixed.xlsx', [{ name: '冯甲', ...jia }]],
  ['personal-form.xlsx', [{ name: '何某', workplace: '寅县中学', phone: '13800000101', deeds: '义务讲网络安全课' }]],
  [
    'two-row-heading.xlsx',
    [
      { name: '吕某', workplace: '卯县中学', phone: '13800000102' },
      { name: '施某', workplace: '卯县中学', phone: '13800000103' },
    ],
  ],
  [
    'ditto.xlsx',
    [
      { name: '孔某一', workplace: '巳县中学', phone: '13800000106' },
      { name: '孔某二', workplace: '巳县中学', phone: '13800000107' },
      { name: '孔某三', workplace: '巳县中学', phone: '13800000108' },
    ],
  ],
  ['list.xls', [{ name: '冯甲', ...jia }]],
])('%s', async (name, people) => {
  const [said = ''] = await send(fixture(`sheets/${name}`));
  expect(said).toContain(`登记了 ${people.length} 名宣传员`);
  for (const { name: one = '', workplace = '' } of people) expect(said).toContain(`${one}（${workplace}）`);
  expect(await registered()).toEqual(people);
});

const six = ['王一', '王二', '王三', '王四', '王五', '王六'];
const listOfSix = () => xlsx('名单.xlsx', [['姓名', '工作单位'], ...six.map((name) => [name, '县医院']), ['赵七', '']]);

test('more than five are shown before they count, and read again when they do', async () => {
  const [shown = ''] = await send(await listOfSix());
  expect(shown).toMatchInlineSnapshot(`
    "“名单.xlsx”里读到 6 名宣传员（古县），还没有登记：
    王一（县医院）、王二（县医院）、王三（县医院）、王四（县医院）、王五（县医院）、王六（县医院）
    另有 1 行登记不了：
    第8行：没有工作单位
    对的话请回复：确认（10 分钟内有效）。不对请回复：取消，改好再发。"
  `);
  expect(await registered()).toEqual([]);
  expect(JSON.stringify(await office.prisma.question.findMany())).not.toContain('王一');
  expect(await office.say('guxian-1', '确认')).toMatchInlineSnapshot(`
    [
      "登记了 6 名宣传员，古县现在共 6 名。
    #1—#6：王一（县医院）、王二（县医院）、王三（县医院）、王四（县医院）、王五（县医院）、王六（县医院）
    有 1 行没有登记：
    第8行：没有工作单位
    表也发回来了，最后一列写着每一行的结果。
    改好这几行再发一次即可，登记过的不会重复。",
    ]
  `);
  expect((await registered()).map(({ name }) => name)).toEqual(six);
  // Sent again, nothing is new: nothing is asked.
  expect((await send(await listOfSix()))[0]).toContain('登记了 0 名宣传员');
});

test('a group reads how many, and no name', async () => {
  const { id } = await office.post('guxian-1', '', { files: [await listOfSix()], chat: 'group', mention: false });
  const [shown = ''] = await office.say('guxian-1', '/宣传员', { chat: 'group', quote: id });
  expect(shown).toMatchInlineSnapshot(`
    "名单里读到 6 名宣传员（古县），还没有登记。姓名不在群里说，要核对请在单聊里发
    另有 1 行登记不了：
    第8行：没有工作单位
    对的话请回复：确认（10 分钟内有效）。不对请回复：取消，改好再发。"
  `);
  const [done = ''] = await office.say('guxian-1', '确认', { chat: 'group' });
  expect(done).toContain('登记了 6 名宣传员，古县现在共 6 名。');
  expect(done).not.toContain('王一');
});

test('a list that comes by its name alone is read, and counts after 确认', async () => {
  const list = fixture('sheets/prefixed.xlsx', '古县-宣传员-名单.xlsx');
  expect(await office.say('guxian-1', '', { files: [list] })).toMatchInlineSnapshot(`
    [
      "“古县-宣传员-名单.xlsx”里读到 1 名宣传员（古县），还没有登记：
    冯甲（丙县中学）
    对的话请回复：确认（10 分钟内有效）。不对请回复：取消，改好再发。",
    ]
  `);
  expect(await registered()).toEqual([]);
  expect((await office.say('guxian-1', '确认'))[0]).toContain('登记了 1 名宣传员');
  expect(await registered()).toEqual([{ name: '冯甲', ...jia }]);
});

test.each<[string, (string | number)[][], RegExp]>([
  [
    'an identity column with numbers',
    [
      ['姓名', '工作单位', '身份证号'],
      ['王一', '县医院', '14260119900101123'],
    ],
    /身份证号或银行卡号一列，没有登记/,
  ],
  [
    'no heading',
    [
      ['王一', '县医院'],
      ['王二', '县医院'],
    ],
    /表格要有一行表头/,
  ],
])('%s refuses the sheet', async (_, rows, words) => {
  expect((await send(await xlsx('名单.xlsx', rows)))[0]).toMatch(words);
  expect(await registered()).toEqual([]);
});

test('two thousand and one people are all refused, two thousand are taken', async () => {
  const people = (count: number) =>
    xlsx('名单.xlsx', [
      ['姓名', '工作单位', '电话'],
      ...Array.from({ length: count }, (_, index) => [`王${index + 1}号`, '县医院', 13_800_000_000 + index]),
    ]);
  expect((await send(await people(2_001)))[0]).toBe('一份名单最多 2000 人，这份有 2001 人，都没有登记。请分成几份发。');
  expect((await send(await people(2_000)))[0]).toContain('读到 2000 名宣传员');
  expect((await office.say('guxian-1', '确认'))[0]).toContain('登记了 2000 名宣传员，古县现在共 2000 名。');
  expect((await registered()).at(-1)).toEqual({ name: '王2000号', workplace: '县医院', phone: '13800001999' });
  expect(await office.prisma.tally.findMany({ select: { received: true } })).toEqual([{ received: 2_000 }]);
  expect(await office.prisma.audit.count({ where: { action: 'submission.receive' } })).toBe(2_000);
}, 120_000);

test('what cannot be read of a row is named, the others count', async () => {
  const rows = [
    ['序号', '*姓名', '工作单位（全称）及职务', '联系方式', '推荐单位'],
    ['例', '张三', '某某公司', '13800000000', ''],
    [1, '王 一', '县医院', 13_800_000_001, '古县总工会'],
    [2, '王二、王三', '县医院', '', ''],
    [3, '王四', '同上', '见微信', ''],
    [4, '王五', '县一中', '', '洪洞县总工会'],
    [5, '王六', '110101199003074530', '', ''],
    [6, '', '', '', ''],
    ['合计', '6人', '', '', ''],
    ['填报人：李某', '', '审核人：', '', ''],
  ];
  expect(await send(await xlsx('名单.xlsx', rows))).toMatchInlineSnapshot(`
    [
      "登记了 2 名宣传员，古县现在共 2 名。
    #1—#2：王一（县医院）、王四（县医院）
    有 3 行没有登记：
    第4行：一格里有几个人，请一人一行
    第6行：写的是别的单位
    第7行：有身份证号或银行卡号，请删去
    电话看不懂，没有记：第5行。补上请发 /补正 编号 电话:…
    表也发回来了，最后一列写着每一行的结果。
    改好这几行再发一次即可，登记过的不会重复。",
    ]
  `);
  expect(await registered()).toEqual([
    { name: '王一', workplace: '县医院', phone: '13800000001' },
    { name: '王四', workplace: '县医院' },
  ]);
});
