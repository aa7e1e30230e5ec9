import { buffer } from 'node:stream/consumers';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { photo, video, xlsx } from '../support/files.ts';
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

test('works are recorded row by row; one without its file waits for it, and counts when it has come', async () => {
  const { bytes } = await answered('guxian-1', '/模板 作品');
  const { rows, choices } = readXlsxApart(bytes);
  expect([rows.slice(1, 4), choices]).toMatchInlineSnapshot(`
    [
      [
        [
          "填报单位：古县总工会",
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          "",
        ],
        [
          "序号",
          "作品名称",
          "作品类别",
          "作者",
          "作者单位",
          "联系电话",
          "链接",
          "文件名",
          "备注",
        ],
        [
          "示例",
          "夜班的灯",
          "微视频",
          "李建国",
          "尧都区纺织厂",
          "13800000000",
          "",
          "夜班的灯.mp4",
          "",
        ],
      ],
      {
        "C4:C64": ""微视频,专题活动,摄影,优秀平台,诵读,歌曲,微课,微电影"",
      },
    ]
  `);
  const list = await filled('作品报送表.xlsx', bytes, [
    [1, '夜班的灯', '微视频', '李建国', '古县电厂', '13800000001', '', '夜班.mp4', ''],
    [2, '炉前', '摄影', '=1+1', '', '', '', '', ''],
    [3, '工会网站', '优秀平台', '', '', '', 'https://example.com/a', '', ''],
    [4, '没有类别', '舞蹈', '', '', '', '', '', ''],
    [5, '', '微视频', '', '', '', '', '', ''],
    [6, '炉前', '摄影', '=1+1', '', '', '', '', ''],
  ]);
  const back = await answered('guxian-1', '/报送', [list, photo('炉前.png')]);
  expect(back.said).toMatchInlineSnapshot(`
    [
      "登记了 2 件作品（古县）。另有 1 件等文件，文件到了才算数：请在单聊里发，名字和“文件名”一栏一样，也可以打成一个 zip。
    编号：#1、#2、#3
    有 3 行没有登记：
    第8行：看不出是哪一类：舞蹈
    第9行：没有写：标题
    第10行：和前面一行是同一件
    表也发回来了，最后一列写着每一行的结果。",
    ]
  `);
  expect(
    readXlsxApart(back.bytes)
      .rows.slice(2)
      .map((row) => [row[1], row.at(-1)]),
  ).toMatchInlineSnapshot(`
    [
      [
        "作品名称",
        "登记结果",
      ],
      [
        "夜班的灯",
        "",
      ],
      [
        "夜班的灯",
        "#2 等文件：请在单聊里发，名字和“文件名”一栏一样",
      ],
      [
        "炉前",
        "已登记 #3",
      ],
      [
        "工会网站",
        "已登记 #1",
      ],
      [
        "没有类别",
        "看不出是哪一类：舞蹈",
      ],
      [
        "",
        "没有写：标题",
      ],
      [
        "炉前",
        "和前面一行是同一件",
      ],
      [
        "",
        "",
      ],
    ]
  `);
  const states = async () =>
    (await office.prisma.submission.findMany({ orderBy: { title: 'asc' } })).map(({ title, state }) => [title, state]);
  expect(await states()).toEqual([
    ['夜班的灯', 'draft'],
    ['工会网站', 'received'],
    ['炉前', 'received'],
  ]);
  // It lapses with no time: the file may come the next day.
  await office.move('PT20H');
  expect((await answered('guxian-1', '', [video('夜班.mp4')])).said[0]).toContain('《夜班的灯》');
  expect((await states())[0]).toEqual(['夜班的灯', 'received']);
  const fields = (await office.prisma.submission.findFirst({ where: { title: '夜班的灯' } }))?.fields;
  expect(fields).toEqual({ author: '李建国', authorUnit: '古县电厂', phone: '13800000001' });
  // Sent again, nothing is new.
  expect((await answered('guxian-1', '/报送', [list])).said[0]).toContain('登记过的 4 行，没有重复');
  expect(await office.prisma.submission.count()).toBe(3);
});

test('events are recorded row by row, with days as people write them', async () => {
  const { bytes } = await answered('guxian-1', '/模板 活动');
  const list = await filled('活动报送表.xlsx', bytes, [
    [1, '走进电厂', '9月3日', '古县电厂', '60多人', '讲座', '', ''],
    [2, '走进煤矿', '2020.9.4', '古县煤矿', 80, '', '', ''],
    [3, '将来的', '2020-12-01', '古县煤矿', 80, '', '', ''],
    [4, '没人数', '2020-09-01', '古县煤矿', '', '', '', ''],
    [5, '没日子', '某天', '古县煤矿', 8, '', '', ''],
  ]);
  const back = await answered('guxian-1', '/活动', [list]);
  expect(back.said).toMatchInlineSnapshot(`
    [
      "登记了 2 场活动（古县）。
    编号：#1、#2
    有 3 行没有登记：
    第7行：2020-12-01 还没到（今天是 2020-09-10）。活动请在办完后报。
    第8行：没有写：人数
    第9行：时间看不懂：某天，请写成 2020-09-03
    表也发回来了，最后一列写着每一行的结果。",
    ]
  `);
  expect((await office.prisma.submission.findMany({ orderBy: { number: 'asc' } })).map(({ fields }) => fields)).toEqual(
    [
      { date: '2020-09-03', company: '古县电厂', attendance: '60多', form: '讲座' },
      { date: '2020-09-04', company: '古县煤矿', attendance: '80' },
    ],
  );
  expect(await office.prisma.tally.findMany({ select: { unitId: true, categoryId: true, received: true } })).toEqual([
    { unitId: 'guxian', categoryId: 'event', received: 2 },
  ]);
});

test('more than five are shown before they count; a row of another unit is refused alone', async () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, index) => [
      `作品${index}`,
      '专题活动',
      `https://example.com/${index}`,
      '古县总工会',
    ]);
  const list = await xlsx('汇总.xlsx', [
    ['作品名称', '作品类别', '链接', '报送单位'],
    ...rows(6),
    ['别人的', '专题活动', 'https://example.com/x', '蒲县总工会'],
  ]);
  expect((await answered('guxian-1', '/报送', [list])).said).toMatchInlineSnapshot(`
    [
      "“汇总.xlsx”里读到 6 件作品（古县），还没有登记：
    《作品0》《作品1》《作品2》《作品3》《作品4》《作品5》
    另有 1 行登记不了：
    第8行：写的是别的单位
    对的话请回复：确认（10 分钟内有效）。不对请回复：取消，改好再发。",
    ]
  `);
  expect(await office.prisma.submission.count()).toBe(0);
  expect((await answered('guxian-1', '确认')).said[0]).toContain('登记了 6 件作品（古县）');
  expect(await office.prisma.submission.count({ where: { state: 'received' } })).toBe(6);
});

test('two thousand works that wait for their files are recorded in one go, two thousand and one in none', async () => {
  const list = (count: number) =>
    xlsx('汇总.xlsx', [
      ['作品名称', '作品类别', '文件名'],
      ...Array.from({ length: count }, (_, index) => [`作品${index}`, '微视频', `${index}.mp4`]),
    ]);
  expect((await answered('guxian-1', '/报送', [await list(2_001)])).said[0]).toContain('都没有登记');
  await answered('guxian-1', '/报送', [await list(2_000)]);
  expect((await answered('guxian-1', '确认')).said[0]).toContain('另有 2000 件等文件');
  const states = await office.prisma.submission.groupBy({ by: ['state'], _count: true });
  expect(states).toEqual([{ state: 'draft', _count: 2_000 }]);
});
