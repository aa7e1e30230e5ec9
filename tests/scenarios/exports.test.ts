import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { unzipSync } from 'fflate';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { loadCampaign } from '../../src/adapters/campaign-file.ts';
import { SHIPPED_CAMPAIGN_FILE } from '../support/campaign.ts';
import { photo, video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';
import { readXlsxApart } from '../support/read-xlsx.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

/** What somebody gets for a command, with its file read by another reader. */
async function exported(text: string, who = 'staff-1') {
  const { replies } = await office.post(who, text);
  const [file] = replies.flatMap(({ files }) => files);
  const name = file?.name ?? '';
  if (!file) return { said: replies.map((one) => one.text), name, bytes: undefined, book: undefined };
  const sha256 = await storedAs(name);
  const bytes = await buffer(office.office.store.open(sha256));
  return { said: replies.map((one) => one.text), name, bytes, book: readXlsxApart(bytes) };
}

async function storedAs(name: string): Promise<string> {
  const rows = await office.prisma.outbound.findMany({ orderBy: { id: 'desc' } });
  const files = rows.flatMap(({ post }) => (post as { files: { name: string; sha256: string }[] }).files);
  return files.find((file) => file.name === name)?.sha256 ?? '';
}

const reported = async () => {
  await office.say(
    'hongtong-1',
    '/报送 微视频 《=HYPERLINK("http://x","点")》 作者:@李建国 作者单位:+1 电话:13800000021',
    {
      files: [video('夜班.mp4')],
    },
  );
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》 作者:-王丽', { files: [video('灯.mp4', 1)] });
  await office.say('yaodu-1', '/报送 摄影 《炉前》', { files: [photo('1.png')] });
  await office.say('yaodu-1', '/活动 走进钢厂 日期:9月3日 企业:钢厂 人数:60多人 形式:讲座', {
    files: [photo('2.png', 2)],
  });
  await office.say('guxian-1', '/宣传员 王小梅 工作单位:县医院 电话:13900000001');
};

test('the summary sheet, read by another reader', async () => {
  await reported();
  const { said, name, book } = await exported('/导出 汇总表');
  expect(said).toMatchInlineSnapshot(`
    [
      "参评作品汇总表，3 行，截至 2020-09-10 15:00。
    表里有姓名和电话，请注意保管；谁导出的有记录。",
    ]
  `);
  expect(name).toMatchInlineSnapshot(`"参评作品汇总表-20200910-1500.xlsx"`);
  expect({ ...book, rows: undefined }).toMatchInlineSnapshot(`
    {
      "cells": {
        "A1": "2020年“网聚职工正能量 争做中国好网民”主题活动参评作品汇总表",
        "A2": "填报单位（盖章）：",
        "A3": "序号",
        "A4": 1,
        "A5": 2,
        "A6": 3,
        "A7": "填报人：　　　　　　联系电话：　　　　　　审核人：　　　　　　（盖章）　　　　年　　月　　日",
        "B3": "报送单位",
        "B4": "尧都区总工会",
        "B5": "尧都区总工会",
        "B6": "洪洞县总工会",
        "C3": "作品名称",
        "C4": "夜班的灯",
        "C5": "炉前",
        "C6": "=HYPERLINK("http://x","点")",
        "D3": "作品类别",
        "D4": "微视频",
        "D5": "摄影作品",
        "D6": "微视频",
        "E3": "作者",
        "E4": "-王丽",
        "E6": "@李建国",
        "F2": "截至 2020-09-10 15:00",
        "F3": "作者所在单位",
        "F6": "+1",
        "G3": "联系电话",
        "G6": "13800000021",
        "H3": "形式/时长/大小",
        "H4": "MP4 2秒 9.4 KB",
        "H5": "PNG 103 B",
        "H6": "MP4 2秒 9.4 KB",
        "I3": "是否已在子项目平台提交",
        "J3": "备注",
      },
      "choices": {},
      "formulas": 0,
      "frozenRows": 3,
      "merges": [
        "A1:J1",
        "A2:E2",
        "F2:J2",
        "A7:J7",
      ],
      "names": {
        "_xlnm.Print_Area": "参评作品汇总表!$A$1:$J$7",
        "_xlnm.Print_Titles": "参评作品汇总表!$1:$3",
      },
      "paper": {
        "fitToWidth": "1",
        "orientation": "landscape",
        "size": "9",
      },
      "rows": undefined,
      "tab": "参评作品汇总表",
    }
  `);
});

test('the office’s own columns, heads, title, foot and names of files stand in its campaign file', async () => {
  await reported();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-exports-'));
  const file = path.join(folder, 'own.yaml');
  const own = `exports:
  works:
    title: 临汾市总工会好网民作品登记
    columns: [number, title, unit, hash]
    heads: { number: 编号, title: 作品 }
    foot: 经办人：　　　　年　　月　　日
  files:
    pattern: "{category}/{number}_{title}"
`;
  await writeFile(file, `${await readFile(SHIPPED_CAMPAIGN_FILE, 'utf8')}\n${own}`);
  office.office.campaign = loadCampaign(file);
  await rm(folder, { recursive: true });
  const { book } = await exported('/导出 汇总表');
  expect(book?.rows).toEqual([
    ['临汾市总工会好网民作品登记', '', '', ''],
    ['填报单位（盖章）：', '', '截至 2020-09-10 15:00', ''],
    ['编号', '作品', '报送单位', expect.any(String)],
    [2, '夜班的灯', '尧都区总工会', expect.stringMatching(/^[0-9a-f]{64}$/)],
    [3, '炉前', '尧都区总工会', expect.stringMatching(/^[0-9a-f]{64}$/)],
    [1, '=HYPERLINK("http://x","点")', '洪洞县总工会', expect.stringMatching(/^[0-9a-f]{64}$/)],
    ['经办人：　　　　年　　月　　日', '', '', ''],
  ]);
  const { replies } = await office.post('staff-1', '/导出 作品');
  const zip = await buffer(office.office.store.open(await storedAs(replies[0]?.files[0]?.name ?? '')));
  expect(Object.keys(unzipSync(zip)).sort()).toEqual(
    ['微视频/1_=HYPERLINK(＂http：／／x＂,＂点＂).mp4', '微视频/2_夜班的灯.mp4', '摄影/3_炉前.png', '目录.csv'].sort(),
  );
});

test('whether a work was handed in on its own platform is what the unit has answered', async () => {
  await reported();
  expect((await office.say('yaodu-1', '/双报 2 编号:TJ-0032')).join()).toContain('TJ-0032');
  await office.say('yaodu-1', '/双报 3 没交');
  const { book } = await exported('/导出 汇总表');
  expect(['I4', 'I5', 'I6'].map((cell) => book?.cells[cell])).toEqual(['是（TJ-0032）', '否', undefined]);
});

test('how far the units are, in the layout of the notice', async () => {
  await reported();
  await office.say('staff-1', '/采用 2');
  const { book } = await exported('/导出 完成情况');
  expect(book?.rows.slice(2, 8)).toMatchInlineSnapshot(`
    [
      [
        "序号",
        "单位",
        "线下活动(场)",
        "微视频(个)",
        "专题活动(个)",
        "摄影作品(个)",
        "优秀平台(个)",
        "诵读作品(篇)",
        "歌曲(首)",
        "微课视频(个)",
        "完成率",
        "是否按时",
      ],
      [
        1,
        "尧都区总工会",
        "1/1",
        "1/1",
        "0/1",
        "1/10",
        "0/1",
        "0/2",
        "0/1",
        "0/1",
        "16%",
        "没报全",
      ],
      [
        2,
        "霍州市总工会",
        "0/1",
        "0/1",
        "0/1",
        "0/10",
        "0/1",
        "0/2",
        "0/1",
        "0/1",
        "0%",
        "未报",
      ],
      [
        3,
        "侯马市总工会",
        "0/1",
        "0/1",
        "0/1",
        "0/10",
        "0/1",
        "0/2",
        "0/1",
        "0/1",
        "0%",
        "未报",
      ],
      [
        4,
        "洪洞县总工会",
        "0/1",
        "1/1",
        "0/1",
        "0/10",
        "0/1",
        "0/1",
        "0/1",
        "0/1",
        "5%",
        "没报全",
      ],
      [
        5,
        "襄汾县总工会",
        "0/1",
        "0/1",
        "0/1",
        "0/10",
        "0/1",
        "0/1",
        "0/1",
        "0/1",
        "0%",
        "未报",
      ],
    ]
  `);
  expect(book?.rows.slice(-4)).toMatchInlineSnapshot(`
    [
      [
        19,
        "临汾开发区工会",
        "0/1",
        "0/1",
        "0/1",
        "0/10",
        "0/1",
        "0/1",
        "0/1",
        "0/1",
        "0%",
        "未报",
      ],
      [
        20,
        "市直各基层工会",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "未报（无任务数）",
      ],
      [
        "",
        "合计",
        "1/19",
        "2/19",
        "0/19",
        "1/190",
        "0/19",
        "0/22",
        "0/19",
        "0/19",
        "1%",
        "",
      ],
      [
        "注：各栏为“完成/任务”；完成率按各项完成数不超过任务数计算。",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
      ],
    ]
  `);
  const accepted = await exported('/导出 完成情况 尧都 采用');
  expect(accepted.book?.rows.slice(3)).toMatchInlineSnapshot(`
    [
      [
        1,
        "尧都区总工会",
        "0/1",
        "1/1",
        "0/1",
        "0/10",
        "0/1",
        "0/2",
        "0/1",
        "0/1",
        "5%",
        "没报全",
      ],
      [
        "",
        "合计",
        "0/1",
        "1/1",
        "0/1",
        "0/10",
        "0/1",
        "0/2",
        "0/1",
        "0/1",
        "5%",
        "",
      ],
      [
        "注：各栏为“完成/任务”；完成率按各项完成数不超过任务数计算。",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
      ],
    ]
  `);
});

test('events, ambassadors and coordinators', async () => {
  await reported();
  const { book: events } = await exported('/导出 活动');
  expect(events?.rows.slice(2)).toMatchInlineSnapshot(`
    [
      [
        "序号",
        "单位",
        "活动名称",
        "时间",
        "地点（企业）",
        "形式",
        "人数",
        "线上传播",
        "照片数",
        "备注",
      ],
      [
        1,
        "尧都区总工会",
        "走进钢厂",
        "2020-09-03",
        "钢厂",
        "讲座",
        "60多",
        "",
        1,
        "",
      ],
      [
        "填报人：　　　　　　联系电话：　　　　　　审核人：　　　　　　（盖章）　　　　年　　月　　日",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
      ],
    ]
  `);
  const { book: ambassadors } = await exported('/导出 宣传员 古县');
  expect(ambassadors?.rows.slice(2)).toMatchInlineSnapshot(`
    [
      [
        "序号",
        "报送单位",
        "姓名",
        "工作单位",
        "联系电话",
        "主要事迹",
        "备注",
      ],
      [
        1,
        "古县总工会",
        "王小梅",
        "县医院",
        "13900000001",
        "",
        "",
      ],
      [
        "填报人：　　　　　　联系电话：　　　　　　审核人：　　　　　　（盖章）　　　　年　　月　　日",
        "",
        "",
        "",
        "",
        "",
        "",
      ],
    ]
  `);
  await office.prisma.membership.updateMany({ where: { unitId: 'daning' }, data: { until: new Date(0) } });
  const { book: coordinators } = await exported('/导出 联络员 尧都、大宁');
  expect(coordinators?.rows.slice(2)).toMatchInlineSnapshot(`
    [
      [
        "序号",
        "单位",
        "姓名",
        "联系电话",
        "使用的平台",
        "能否直接发消息",
        "绑定日期",
      ],
      [
        1,
        "尧都区总工会",
        "李建国",
        "",
        "练习",
        "是",
        "2020-09-10",
      ],
      [
        2,
        "大宁县总工会",
        "（还没有绑定）",
        "",
        "",
        "",
        "",
      ],
    ]
  `);
});

test('what cannot be exported is said', async () => {
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》', { files: [video('灯.mp4', 1)] });
  expect(await office.say('staff-1', '/导出 初筛')).toMatchInlineSnapshot(`
    [
      "初筛表：截至 2020-09-10 15:00，没有可导出的内容。",
    ]
  `);
  expect(await office.say('staff-1', '/导出')).toMatchInlineSnapshot(`
    [
      "请写明导出哪张表：汇总表、完成情况、活动、宣传员、联络员、初筛、优秀作品、证书，或者作品（文件本身）。
    例如：/导出 汇总表",
    ]
  `);
  expect(await office.say('staff-1', '/导出 汇总表 洪洞县')).toMatchInlineSnapshot(`
    [
      "参评作品汇总表：截至 2020-09-10 15:00，没有可导出的内容。",
    ]
  `);
  expect(await office.say('staff-1', '/导出 汇总表 快照 9')).toMatchInlineSnapshot(`
    [
      "没有快照 9。有哪些请看：/快照 列表",
    ]
  `);
  expect(await office.say('staff-1', '/导出 汇总表', { chat: 'group' })).toMatchInlineSnapshot(`
    [
      "表里有姓名和电话，不在群里发，请在和我的单聊里发这条命令。",
    ]
  `);
  expect(await office.say('yaodu-1', '/导出 汇总表')).toMatchInlineSnapshot(`
    [
      "/导出 您没有这个权限。发 /帮助 看您能做什么；如果弄错了，请联系市总工作人员。",
    ]
  `);
  expect(await office.prisma.audit.count({ where: { action: 'export' } })).toBe(0);
});

test('every export is recorded, with what was asked for and how many rows left the house', async () => {
  await reported();
  await exported('/导出 汇总表 尧都区 微视频');
  const rows = await office.prisma.audit.findMany({ where: { action: 'export' } });
  expect(rows.map(({ subject, after }) => ({ subject, after }))).toEqual([
    {
      subject: 'campaign:linfen-2020',
      after: { kind: 'works', unitIds: ['yaodu'], categoryIds: ['micro_video'], accepted: false, rows: 1 },
    },
  ]);
});

test('a table is made again from a snapshot, byte for byte, whatever has changed since', async () => {
  await reported();
  expect(await office.say('staff-1', '/快照 截止日晚上')).toMatchInlineSnapshot(`
    [
      "快照 1 做好了：截止日晚上。
    5 件报送和全部数字都定格在 2020-09-10 15:00，以后怎么改都不影响它。
    照它导出：/导出 汇总表 快照 1",
    ]
  `);
  const before = await exported('/导出 汇总表 快照 1');
  const figures = await exported('/导出 完成情况 快照1');
  await office.say('yaodu-1', '/补正 2 作者:赵六');
  await office.say('staff-1', '/退回 1 太长');
  await office.say('admin-1', '/改任务 尧都区 微视频 5 依据:会议');
  await office.move('PT3H');
  const again = await exported('/导出 汇总表 快照:1');
  expect(again.said).toMatchInlineSnapshot(`
    [
      "参评作品汇总表，3 行，截至 2020-09-10 15:00（快照 1）。
    表里有姓名和电话，请注意保管；谁导出的有记录。",
    ]
  `);
  expect(again.book?.cells.J2 ?? again.book?.cells).toMatchInlineSnapshot(`
    {
      "A1": "2020年“网聚职工正能量 争做中国好网民”主题活动参评作品汇总表",
      "A2": "填报单位（盖章）：",
      "A3": "序号",
      "A4": 1,
      "A5": 2,
      "A6": 3,
      "A7": "填报人：　　　　　　联系电话：　　　　　　审核人：　　　　　　（盖章）　　　　年　　月　　日",
      "B3": "报送单位",
      "B4": "尧都区总工会",
      "B5": "尧都区总工会",
      "B6": "洪洞县总工会",
      "C3": "作品名称",
      "C4": "夜班的灯",
      "C5": "炉前",
      "C6": "=HYPERLINK("http://x","点")",
      "D3": "作品类别",
      "D4": "微视频",
      "D5": "摄影作品",
      "D6": "微视频",
      "E3": "作者",
      "E4": "-王丽",
      "E6": "@李建国",
      "F2": "截至 2020-09-10 15:00（快照 1）",
      "F3": "作者所在单位",
      "F6": "+1",
      "G3": "联系电话",
      "G6": "13800000021",
      "H3": "形式/时长/大小",
      "H4": "MP4 2秒 9.4 KB",
      "H5": "PNG 103 B",
      "H6": "MP4 2秒 9.4 KB",
      "I3": "是否已在子项目平台提交",
      "J3": "备注",
    }
  `);
  expect(Buffer.compare(before.bytes as Buffer, again.bytes as Buffer)).toBe(0);
  expect(Buffer.compare(figures.bytes as Buffer, (await exported('/导出 完成情况 快照 1')).bytes as Buffer)).toBe(0);
  const now = await exported('/导出 汇总表');
  expect(Buffer.compare(before.bytes as Buffer, now.bytes as Buffer)).not.toBe(0);
  await office.say('staff-1', '/快照');
  expect(await office.say('staff-1', '/快照 列表')).toMatchInlineSnapshot(`
    [
      "做过的快照：
    快照 2　2020-09-10 18:00　5 件（周文静）
    快照 1　2020-09-10 15:00　5 件　截止日晚上（周文静）",
    ]
  `);
});

test('works that no chat takes at once are fetched from the console, where it can be reached', async () => {
  await reported();
  Object.assign(office.office.channels.get('practice') ?? {}, { largestFile: 10_000 });
  expect((await office.say('staff-1', '/导出 作品')).join()).toContain('请缩小范围再导出');
  office.office.consoleUrl = 'https://bs.example.cn/console';
  expect((await office.say('staff-1', '/导出 作品')).join()).toMatch(
    /^“作品-20200910-1500\.zip”有 .* KB，单聊一次最多发 9\.8 KB。请在电脑上打开工作台下载：https:\/\/bs\.example\.cn\/console\/exports$/,
  );
});

test('the works in a zip, by names that every system takes, with the list beside', async () => {
  await reported();
  await office.say('yaodu-1', '/报送 摄影 《CON》 作者:王/五', { files: [photo('a.png', 7), photo('b.png', 8)] });
  await office.say('yaodu-1', '1');
  const { replies } = await office.post('staff-1', '/导出 作品');
  expect(replies.map(({ text }) => text)).toMatchInlineSnapshot(`
    [
      "4 件作品、5 个文件，21.2 KB，截至 2020-09-10 15:00；里面的“目录.csv”写着每个文件是谁的。谁导出的有记录。",
    ]
  `);
  const name = replies[0]?.files[0]?.name ?? '';
  expect(name).toMatchInlineSnapshot(`"作品-20200910-1500.zip"`);
  const files = unzipSync(await buffer(office.office.store.open(await storedAs(name))));
  expect(Object.keys(files)).toMatchInlineSnapshot(`
    [
      "目录.csv",
      "01尧都区/微视频/2-夜班的灯--王丽.mp4",
      "01尧都区/摄影/3-炉前.png",
      "01尧都区/摄影/6-CON-王、五-1.png",
      "01尧都区/摄影/6-CON-王、五-2.png",
      "04洪洞县/微视频/1-=HYPERLINK(＂http：／／x＂,＂点＂)-@李建国.mp4",
    ]
  `);
  const list = Buffer.from(files['目录.csv'] as Uint8Array).toString('utf8');
  expect(list.startsWith('\ufeff文件,编号')).toBe(true);
  expect(list).toContain(`"'=HYPERLINK(""http://x"",""点"")",'@李建国,'+1,`);
  const kept = await office.prisma.submissionFile.findMany({ include: { blob: true } });
  const film = kept.find((file) => file.name === '夜班.mp4');
  expect(list).toContain(film?.sha256 ?? 'none');
  // Files that came in before checksums were kept are read once.
  await office.prisma.$executeRaw`UPDATE blob SET measured = measured - 'crc32'`;
  await office.say('staff-1', '/快照');
  const again = await office.post('staff-1', '/导出 作品 快照 1');
  const frozen = again.replies[0]?.files[0]?.name ?? '';
  const members = unzipSync(await buffer(office.office.store.open(await storedAs(frozen))));
  expect(Object.keys(members)).toEqual(Object.keys(files));
  for (const [path, bytes] of Object.entries(files))
    expect(Buffer.compare(members[path] ?? Buffer.alloc(0), bytes)).toBe(0);
  expect((await office.prisma.blob.findUnique({ where: { sha256: film?.sha256 ?? '' } }))?.measured).toMatchObject(
    film?.blob.measured as object,
  );
  expect((await office.say('staff-1', '/导出 作品 大宁'))[0]).toContain('没有可导出的作品文件');
  expect((await office.say('staff-1', '把摄影作品打包'))[0]).toContain('2 件作品、3 个文件');
});
