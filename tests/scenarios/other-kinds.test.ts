import { afterAll, beforeEach, expect, test } from 'vitest';
import { docx, pdf, photo, video, xlsx } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

test('an event, then its photos', async () => {
  expect(
    await office.say('yaodu-1', '/活动 网络安全进企业 日期:2020-09-03 企业:瑞丰钢厂 人数:约60人 形式:讲座'),
  ).toMatchInlineSnapshot(`
    [
      "已收 #1 《网络安全进企业》
    线下活动 · 尧都区总工会 · 2020-09-03 · 瑞丰钢厂 · 约60人
    2020-09-10 15:00 · 尧都区 线下活动 1/1
    现场照片可在 30 分钟内直接发来，会附到这一场。
    更正：/补正 1 人数:…　撤回：/撤回 1",
    ]
  `);
  expect(await office.say('yaodu-1', '', { files: [photo('现场.png')] })).toMatchInlineSnapshot(`
    [
      "已附到 #1《网络安全进企业》：新收 1 个文件，共 1 个。
    发完请回复：/完成 1",
    ]
  `);
  expect(await office.say('yaodu-1', '', { files: [photo('现场2.png', 2), photo('现场.png')] })).toMatchInlineSnapshot(`
    [
      "已附到 #1《网络安全进企业》：新收 1 个文件，共 2 个。另有 1 个以前收过，没有重复存。
    发完请回复：/完成 1",
    ]
  `);
  expect(await office.say('yaodu-1', '/完成 1')).toMatchInlineSnapshot(`
    [
      "#1《网络安全进企业》完成，共 2 个文件。",
    ]
  `);
  expect(await office.say('yaodu-1', '/补正 1 日期:9月30日')).toMatchInlineSnapshot(`
    [
      "2020-09-30 还没到（今天是 2020-09-10）。活动请在办完后报。
    例如：/补正 37 作者:李建国",
    ]
  `);
  expect((await office.say('yaodu-1', '/补正 1 人数：80'))[0]).toContain('80人');
  expect(await office.say('yaodu-1', '/补正 1 作者:李建国')).toMatchInlineSnapshot(`
    [
      "#1 是线下活动，没有“作者”这一项，没有改动。可以改：标题、日期、企业、人数、形式、链接、备注。
    例如：/补正 1 日期:…",
    ]
  `);
});

test.each([
  ['/活动 《网络安全进企业》 日期:昨天 企业:瑞丰钢厂 人数:60', '网络安全进企业'],
  ['/活动 “争做中国好网民”走进瑞丰 日期:9.9 企业:瑞丰钢厂 人数:60', '“争做中国好网民”走进瑞丰'],
  ['/活动\n活动名称：网络安全 进企业\n活动时间：9月9日\n地点：瑞丰钢厂\n参加人数：60人', '网络安全 进企业'],
])('%s', async (text, title) => {
  expect((await office.say('yaodu-1', text))[0]?.split('\n').slice(0, 2)).toEqual([
    `已收 #1 《${title}》`,
    '线下活动 · 尧都区总工会 · 2020-09-09 · 瑞丰钢厂 · 60人',
  ]);
});

test('an ambassador; in the group no name is said', async () => {
  expect(
    await office.say('yaodu-1', '/宣传员 王小梅 工作单位:洪洞县医院 电话:13812345678 事迹:义务讲课'),
  ).toMatchInlineSnapshot(`
    [
      "已收 #1 《王小梅》
    宣传员 · 尧都区总工会 · 洪洞县医院
    2020-09-10 15:00 · 尧都区 宣传员 1
    更正：/补正 1 工作单位:…　撤回：/撤回 1",
    ]
  `);
  expect(await office.say('yaodu-1', '/宣传员 王小梅 单位:洪洞县医院')).toMatchInlineSnapshot(`
    [
      "这位宣传员已经登记过，是 #1，没有重复登记。要改信息请发 /补正 1 字段:值",
    ]
  `);
  expect(await office.say('yaodu-1', '/宣传员 李大山')).toMatchInlineSnapshot(`
    [
      "请写上李大山的工作单位。
    例如：/宣传员 王小梅 工作单位:洪洞县医院 事迹:义务讲网络安全课",
    ]
  `);
  expect(await office.say('yaodu-1', '/宣传员 李大山 工作单位:铁厂', { chat: 'group' })).toMatchInlineSnapshot(`
    [
      "已收 #2 宣传员 · 尧都区 2
    完整回执已发到您的单聊。",
      "[direct/yaodu-1] 已收 #2 《李大山》
    宣传员 · 尧都区总工会 · 铁厂
    2020-09-10 15:00 · 尧都区 宣传员 2
    更正：/补正 2 工作单位:…　撤回：/撤回 2",
    ]
  `);
  const said = [
    await office.say('yaodu-1', '/我的', { chat: 'group' }),
    await office.say('yaodu-1', '/查 1', { chat: 'group' }),
    await office.say('staff-1', '/采用 1', { chat: 'group' }),
    await office.say('yaodu-1', '/撤回 2', { chat: 'group' }),
  ].flat();
  expect(said.filter((text) => !text.startsWith('[direct/')).join('\n')).not.toMatch(/王小梅|李大山|1381/);
});

test('an ambassador is renamed by a correction', async () => {
  await office.say('yaodu-1', '/宣传员 王小梅 工作单位:洪洞县医院');
  expect(await office.say('yaodu-1', '/补正 1 姓名:王晓梅')).toMatchInlineSnapshot(`
    [
      "已收 #1 《王晓梅》（第2版）
    宣传员 · 尧都区总工会 · 洪洞县医院
    2020-09-10 15:00 · 尧都区 宣传员 1
    更正：/补正 1 工作单位:…　撤回：/撤回 1",
    ]
  `);
});

test('a sheet of ambassadors: rows that fail are named, the rest count, and once only', async () => {
  const rows = [
    ['姓名', '工作单位', '电话', '事迹'],
    ['王小梅', '洪洞县医院', 13812345678, '义务讲课'],
    ['', '铁厂', '', ''],
    ['李大山', '', '', ''],
    ['', '', '', ''],
    ['王小梅', '洪洞县医院', '', '又写了一遍'],
    ['张三', '公交公司', '', ''],
  ];
  const sheet = await xlsx('宣传员.xlsx', rows);
  expect(await office.say('yaodu-1', '/宣传员', { files: [sheet] })).toMatchInlineSnapshot(`
    [
      "登记了 2 名宣传员，尧都区现在共 2 名。
    #1—#2：王小梅（洪洞县医院）、张三（公交公司）
    有 3 行没有登记：
    第3行：没有姓名
    第4行：没有工作单位
    第6行：已登记过，是 #1
    表也发回来了，最后一列写着每一行的结果。
    改好这几行再发一次即可，登记过的不会重复。",
    ]
  `);
  expect(await office.say('yaodu-1', '/宣传员', { files: [sheet] })).toMatchInlineSnapshot(`
    [
      "登记了 0 名宣传员，尧都区现在共 2 名。
    有 5 行没有登记：
    第2行：已登记过，是 #1
    第3行：没有姓名
    第4行：没有工作单位
    第6行：已登记过，是 #1
    第7行：已登记过，是 #2
    表也发回来了，最后一列写着每一行的结果。
    改好这几行再发一次即可，登记过的不会重复。",
    ]
  `);
  expect(
    await office.say('yaodu-1', '/宣传员', { files: [await xlsx('a.xlsx', [['名单'], ['王小梅']])] }),
  ).toMatchInlineSnapshot(`
    [
      "表格要有一行表头，写着“姓名”和“工作单位”（还可以有 电话、事迹），这份里没找到，没有登记。请补上表头再发，或一人一条：
    例如：/宣传员 王小梅 工作单位:洪洞县医院 事迹:义务讲网络安全课",
    ]
  `);
  const broken = { name: 'b.xlsx', bytes: sheet.bytes.subarray(0, 2_000) };
  expect(await office.say('yaodu-1', '/宣传员', { files: [broken] })).toMatchInlineSnapshot(`
    [
      "“b.xlsx”打不开，没有登记。请用 Excel 或 WPS 另存为 xlsx 再发。",
    ]
  `);
  expect(await office.say('yaodu-1', '/进度 宣传员')).toMatchInlineSnapshot(`
    [
      "职工好网民宣传员：已收 2 名，其中已采用 0
    全市目标 50 名，不分解到单位
    尧都区 2
    口径：已收（含已采用），2020-09-10 15:00",
    ]
  `);
});

test('an identity card number in a sheet is not kept', async () => {
  const sheet = await xlsx('宣传员.xlsx', [
    ['姓名', '工作单位', '事迹'],
    ['王小梅', '洪洞县医院', '身份证110101199003074530'],
  ]);
  await office.say('yaodu-1', '/宣传员', { files: [sheet] });
  expect(JSON.stringify(await office.prisma.submission.findMany())).not.toContain('110101199003074530');
});

test('the written report, command and file in either order', async () => {
  expect(await office.say('yaodu-1', '/报告')).toMatchInlineSnapshot(`
    [
      "记下了：情况报告《尧都区总工会情况报告》，草稿 #1。请在 30 分钟内把 docx 或 pdf 文件直接发给我，收到后给您回执。",
    ]
  `);
  expect(await office.say('yaodu-1', '', { files: [docx('报告.docx')] })).toMatchInlineSnapshot(`
    [
      "已收 #1 《尧都区总工会情况报告》
    情况报告 · 尧都区总工会
    报告.docx 510 B sha256 f464…2bca
    2020-09-10 15:00 · 尧都区 情况报告 1
    更正：/补正 1 标题:…　撤回：/撤回 1",
    ]
  `);
  await office.say('hongtong-1', '', { files: [pdf('1.pdf')] });
  expect(await office.say('hongtong-1', '/报告 《洪洞县情况报告》')).toMatchInlineSnapshot(`
    [
      "已收 #2 《洪洞县情况报告》
    情况报告 · 洪洞县总工会
    1.pdf 45 B sha256 5a83…34ff
    2020-09-10 15:00 · 洪洞县 情况报告 1
    更正：/补正 2 标题:…　撤回：/撤回 2",
    ]
  `);
});

test('photos that wait are no report', async () => {
  await office.say('yaodu-1', '', { files: [photo('a.png')] });
  expect((await office.say('yaodu-1', '/报告'))[0]?.split('，')[0]).toBe('记下了：情况报告《尧都区总工会情况报告》');
});

test('nothing to report is different from silence', async () => {
  expect(await office.say('yaodu-1', '/零报 歌曲 原因:本县暂无原创歌曲')).toMatchInlineSnapshot(`
    [
      "已记：尧都区 歌曲 零报，原因：本县暂无原创歌曲。
    任务数是 1，零报不算完成，但不再提醒这一类；以后有了照常用 /报送。",
    ]
  `);
  expect(await office.say('yaodu-1', '/零报 微课 没有讲师')).toMatchInlineSnapshot(`
    [
      "已记：尧都区 微课 零报，原因：没有讲师。
    任务数是 1，零报不算完成，但不再提醒这一类；以后有了照常用 /报送。",
    ]
  `);
  expect((await office.say('yaodu-1', '/进度'))[0]).toContain('歌曲 0/1 差1 零报');
  expect((await office.say('staff-1', '/未报 歌曲'))[0]).toContain('尧都区零报：歌曲');
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》', { files: [video('a.mp4')] });
  expect(await office.say('yaodu-1', '/零报 微视频 原因:没有')).toMatchInlineSnapshot(`
    [
      "尧都区的微视频已经收了 1 件，不用零报。要取消那些件请用 /撤回。",
    ]
  `);
});
