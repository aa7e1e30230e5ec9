import { buffer } from 'node:stream/consumers';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { photo, video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';
import { paragraphsOf } from '../support/read-docx-apart.ts';
import { readXlsxApart } from '../support/read-xlsx.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const reported = async () => {
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》 作者:王丽', { files: [video('灯.mp4', 1)] });
  await office.say('yaodu-1', '/报送 摄影 《炉前》 作者:李建国', { files: [photo('1.png')] });
  await office.say('guxian-1', '/宣传员 王小梅 工作单位:县医院 电话:13900000001');
};

/** What somebody gets for a command: words and files. */
async function sent(text: string, who = 'staff-1') {
  const { replies } = await office.post(who, text);
  const files = replies.flatMap((one) => one.files);
  const rows = await office.prisma.outbound.findMany({ orderBy: { id: 'desc' } });
  const stored = rows.flatMap(({ post }) => (post as { files: { name: string; sha256: string }[] }).files);
  const bytesOf = (name: string) =>
    buffer(office.office.store.open(stored.find((file) => file.name === name)?.sha256 ?? ''));
  return {
    said: replies.map((one) => one.text),
    names: files.map(({ name }) => name),
    bytes: await Promise.all(files.map(({ name }) => bytesOf(name))),
  };
}

test('a bulletin is drafted from a snapshot that is made for it, and made again from the same one', async () => {
  await reported();
  const { said, names, bytes } = await sent('/通报 草稿');
  expect([said, names]).toMatchInlineSnapshot(`
    [
      [
        "通报代拟稿第 1 稿，照快照 1（截至 2020-09-10 15:00）。
    没有编号、没有印章，文字请审定。
    排名和存在问题没有写；要写：/通报 草稿 快照 1 含排名 含问题",
        "数字来源表：稿子里的 206 个数字，每个写明怎么数的、背后是哪些。",
      ],
      [
        "关于2020年“网聚职工正能量 争做中国好网民”主题活动开展情况的通报（代拟稿1）.docx",
        "关于2020年“网聚职工正能量 争做中国好网民”主题活动开展情况的通报（代拟稿1）数字来源.xlsx",
      ],
    ]
  `);
  const [docx = Buffer.alloc(0), xlsx = Buffer.alloc(0)] = bytes;
  expect(paragraphsOf(docx)).toMatchInlineSnapshot(`
    [
      "代拟稿",
      "临工办发〔2020〕　　号",
      "",
      "关于2020年“网聚职工正能量",
      "争做中国好网民”主题活动开展情况的通报",
      "",
      "各县（市、区）总工会、各县（市、区）委网信办，市直各基层工会：",
      "根据《关于持续深入开展2020年“网聚职工正能量 争做中国好网民”主题活动的通知》（临工办发〔2020〕8号）安排，各单位认真组织、积极参与。截至2020年9月10日15时，共收到各单位报送3件。现将有关情况通报如下：",
      "一、总体情况",
      "（一）任务完成情况",
      "各项任务数合计326件，按每项完成数不超过任务数计算，完成2件，完成率0%（各单位情况见附件）。",
      "（二）报送内容",
      "共收到参评作品2件。登记职工好网民宣传员1名，全市目标50名。",
      "二、分项情况",
      "1．线下活动。共收到0场，任务数19场。",
      "2．微视频。共收到1个，任务数19个，1个单位有报送。",
      "3．专题活动。共收到0个，任务数19个。",
      "4．摄影作品。共收到1个，任务数190个，1个单位有报送。",
      "5．优秀平台。共收到0个，任务数19个。",
      "6．诵读作品。共收到0篇，任务数22篇。",
      "7．歌曲。共收到0首，任务数19首。",
      "8．微课视频。共收到0个，任务数19个。",
      "9．微电影。共收到0部。",
      "三、下一步工作",
      "请各单位继续做好作品的宣传展示，认真总结经验做法，巩固和扩大活动成果。",
      "特此通报。",
      "",
      "附件：各单位任务完成情况表",
      "",
      "",
      "临汾市总工会",
      "临汾市委网络安全和信息化委员会办公室",
      "2020年9月10日",
      "附件",
      "",
      "各单位任务完成情况表",
      "",
      "序号|单位|线下活动|微视频|专题活动|摄影作品|优秀平台|诵读作品|歌曲|微课视频|完成率",
      "1|尧都区总工会|0/1|1/1|0/1|1/10|0/1|0/2|0/1|0/1|11%",
      "2|霍州市总工会|0/1|0/1|0/1|0/10|0/1|0/2|0/1|0/1|0%",
      "3|侯马市总工会|0/1|0/1|0/1|0/10|0/1|0/2|0/1|0/1|0%",
      "4|洪洞县总工会|0/1|0/1|0/1|0/10|0/1|0/1|0/1|0/1|0%",
      "5|襄汾县总工会|0/1|0/1|0/1|0/10|0/1|0/1|0/1|0/1|0%",
      "6|曲沃县总工会|0/1|0/1|0/1|0/10|0/1|0/1|0/1|0/1|0%",
      "7|翼城县总工会|0/1|0/1|0/1|0/10|0/1|0/1|0/1|0/1|0%",
      "8|蒲县总工会|0/1|0/1|0/1|0/10|0/1|0/1|0/1|0/1|0%",
      "9|古县总工会|0/1|0/1|0/1|0/10|0/1|0/1|0/1|0/1|0%",
      "10|安泽县总工会|0/1|0/1|0/1|0/10|0/1|0/1|0/1|0/1|0%",
      "11|浮山县总工会|0/1|0/1|0/1|0/10|0/1|0/1|0/1|0/1|0%",
      "12|汾西县总工会|0/1|0/1|0/1|0/10|0/1|0/1|0/1|0/1|0%",
      "13|隰县总工会|0/1|0/1|0/1|0/10|0/1|0/1|0/1|0/1|0%",
      "14|吉县总工会|0/1|0/1|0/1|0/10|0/1|0/1|0/1|0/1|0%",
      "15|乡宁县总工会|0/1|0/1|0/1|0/10|0/1|0/1|0/1|0/1|0%",
      "16|大宁县总工会|0/1|0/1|0/1|0/10|0/1|0/1|0/1|0/1|0%",
      "17|永和县总工会|0/1|0/1|0/1|0/10|0/1|0/1|0/1|0/1|0%",
      "18|侯马开发区工会|0/1|0/1|0/1|0/10|0/1|0/1|0/1|0/1|0%",
      "19|临汾开发区工会|0/1|0/1|0/1|0/10|0/1|0/1|0/1|0/1|0%",
      "20|市直各基层工会|||||||||",
      "|合计|0/19|1/19|0/19|1/190|0/19|0/22|0/19|0/19|0%",
      "注：各栏为“完成数/任务数”；完成率按各项完成数不超过任务数计算；数据截至2020年9月10日15时（快照1）。",
    ]
  `);
  expect(readXlsxApart(xlsx).rows.slice(2, 8)).toMatchInlineSnapshot(`
    [
      [
        "序号",
        "数字",
        "所在的句子",
        "怎么数的",
        "行数",
        "快照",
      ],
      [
        1,
        3,
        "截至2020年9月10日15时，共收到各单位报送3件。",
        "快照里“已收”和“已采用”的全部报送，数件数",
        3,
        1,
      ],
      [
        2,
        326,
        "各项任务数合计326件，按每项完成数不超过任务数计算，完成2件，完成率0%（各单位情况见附件）。",
        "各单位各项任务数相加",
        152,
        1,
      ],
      [
        3,
        2,
        "各项任务数合计326件，按每项完成数不超过任务数计算，完成2件，完成率0%（各单位情况见附件）。",
        "各单位各项完成数（不超过该项任务数）相加",
        152,
        1,
      ],
      [
        4,
        "0%",
        "各项任务数合计326件，按每项完成数不超过任务数计算，完成2件，完成率0%（各单位情况见附件）。",
        "各单位各项完成数（不超过该项任务数）之和 ÷ 任务数之和，不足百分之一的舍去",
        152,
        1,
      ],
      [
        5,
        2,
        "共收到参评作品2件。",
        "“已收”和“已采用”的作品，数件数",
        2,
        1,
      ],
    ]
  `);
  // What comes later changes nothing of it.
  await office.say('yaodu-1', '/报送 摄影 《夜归》', { files: [photo('3.png', 3)] });
  const again = paragraphsOf((await sent('/通报 草稿 快照 1 含排名 含问题')).bytes[0] ?? Buffer.alloc(0));
  const plain = paragraphsOf(docx).filter((line) => line !== '三、下一步工作');
  expect(again.filter((line) => plain.includes(line))).toEqual(plain);
  expect(again.filter((line) => /没有报送|由高到低/.test(line)).length).toBe(2);
  expect((await sent('/通报 列表')).said).toMatchInlineSnapshot(`
    [
      "起草过的：
    第 2 稿　快照 1　2020-09-10 15:00（周文静）
    第 1 稿　快照 1　2020-09-10 15:00（周文静）",
    ]
  `);
});

test('what is to be shown in public bears its first and last working day', async () => {
  await reported();
  const { said, names, bytes } = await sent('/公示 草稿 9月25日 工作日:5');
  expect([said, names]).toMatchInlineSnapshot(`
    [
      [
        "公示代拟稿第 1 稿，照快照 1（截至 2020-09-10 15:00）。
    没有编号、没有印章，文字请审定。",
        "数字来源表：稿子里的 1 个数字，每个写明怎么数的、背后是哪些。",
      ],
      [
        "关于2020年“网聚职工正能量 争做中国好网民”主题活动参评作品的公示（代拟稿1）.docx",
        "关于2020年“网聚职工正能量 争做中国好网民”主题活动参评作品的公示（代拟稿1）数字来源.xlsx",
      ],
    ]
  `);
  // 27 September is a working Sunday, and from 1 October on nobody works.
  expect(paragraphsOf(bytes[0] ?? Buffer.alloc(0))).toMatchInlineSnapshot(`
    [
      "代拟稿",
      "",
      "关于2020年“网聚职工正能量",
      "争做中国好网民”主题活动参评作品的公示",
      "",
      "根据《关于持续深入开展2020年“网聚职工正能量 争做中国好网民”主题活动的通知》（临工办发〔2020〕8号）安排，2020年“网聚职工正能量 争做中国好网民”主题活动作品报送和审核工作已经结束。截至2020年9月10日15时，共收到参评作品2件，现予以公示（名单见附件）。",
      "公示时间：2020年9月25日至2020年9月30日（5个工作日）。",
      "公示期内对公示内容有异议的，请向市总宣传网络中心反映。单位反映的请加盖公章，个人反映的请写明真实姓名和联系方式，以便核实答复。",
      "联系人：赵起越　联系电话：0357-2080181",
      "",
      "附件：参评作品名单",
      "",
      "",
      "临汾市总工会",
      "临汾市委网络安全和信息化委员会办公室",
      "2020年9月10日",
      "附件",
      "",
      "参评作品名单",
      "",
      "序号|作品名称|类别|作者|报送单位",
      "1|夜班的灯|微视频|王丽|尧都区",
      "2|炉前|摄影|李建国|尧都区",
    ]
  `);
});

test('the table of what is done as picture and as pdf; final results go into the snapshot', async () => {
  await reported();
  const works = [{ number: 1, unitId: 'yaodu', award: 'first' }];
  const result = { categories: [{ categoryId: 'micro_video', levels: [{ id: 'first', name: '一等奖' }], works }] };
  const [campaign, at] = [office.office.campaign.id, office.now()];
  await office.prisma.frozenResult.create({ data: { campaign, result, reason: '', byPerson: 1, at } });
  await office.say('staff-1', '/快照');
  const { figures } = await office.prisma.snapshot.findFirstOrThrow();
  expect((figures as { awards?: unknown }).awards).toEqual([
    { number: 1, unitId: 'yaodu', categoryId: 'micro_video', level: '一等奖' },
  ]);
  const picture = await sent('/导出 完成情况 图片 快照 1');
  expect([picture.said, picture.names, picture.bytes[0]?.subarray(1, 4).toString()]).toMatchInlineSnapshot(`
    [
      [
        "任务完成情况表，21 行，截至 2020-09-10 15:00（快照 1）。",
      ],
      [
        "任务完成情况表-20200910-1500-快照1.png",
      ],
      "PNG",
    ]
  `);
  const pdf = await sent('/导出 优秀作品 pdf 快照 1');
  expect([pdf.said, pdf.names, pdf.bytes[0]?.subarray(0, 5).toString()]).toMatchInlineSnapshot(`
    [
      [
        "优秀作品名单，1 行，截至 2020-09-10 15:00（快照 1）。",
      ],
      [
        "优秀作品名单-20200910-1500-快照1.pdf",
      ],
      "%PDF-",
    ]
  `);
  expect((await sent('/导出 证书 pdf')).said).toMatchInlineSnapshot(`
    [
      "只有完成情况、优秀作品能出图片和 pdf，别的表里有电话。要表格请去掉“图片”“pdf”。",
    ]
  `);
});

test("the office's own forms are filled from a snapshot", async () => {
  await reported();
  await office.say('staff-1', '/采用 1');
  const works = [{ number: 1, unitId: 'yaodu', award: 'first' }];
  const result = { categories: [{ categoryId: 'micro_video', levels: [{ id: 'first', name: '一等奖' }], works }] };
  expect((await sent('/导出 表样 荣誉证书')).said).toMatchInlineSnapshot(`
    [
      "表样“荣誉证书”要填 {#证书名单}，现在还没有：评审定稿以后才有。",
    ]
  `);
  const [campaign, at] = [office.office.campaign.id, office.now()];
  await office.prisma.frozenResult.create({ data: { campaign, result, reason: '', byPerson: 1, at } });
  await office.say('staff-1', '/快照');
  const { said, names, bytes } = await sent('/导出 表样 荣誉证书 快照 1');
  expect([said, names, paragraphsOf(bytes[0] ?? Buffer.alloc(0))]).toMatchInlineSnapshot(`
    [
      [
        "荣誉证书填好了，截至 2020-09-10 15:00（快照 1）。里面可能有姓名和电话，请注意保管；谁导出的有记录。",
      ],
      [
        "荣誉证书-20200910-1500-快照1.docx",
      ],
      [
        "荣誉证书",
        "王丽：",
        "您的作品《夜班的灯》（微视频），在2020年“网聚职工正能量 争做中国好网民”主题活动中被评为一等奖。",
        "特发此证，以资鼓励。",
        "临汾市总工会临汾市委网络安全和信息化委员会办公室",
        "2020年9月10日",
      ],
    ]
  `);
  expect([
    await office.say('staff-1', '/导出 表样'),
    await office.say('staff-1', '/导出 表样 ../../README'),
    await office.say('staff-1', '/导出 表样 荣誉证书', { chat: 'group' }),
    await office.say('yaodu-1', '/导出 表样 荣誉证书'),
  ]).toMatchInlineSnapshot(`
    [
      [
        "能填的表样：优秀作品登记表、荣誉证书
    填一份：/导出 表样 优秀作品登记表",
      ],
      [
        "没有叫“../../README”的表样。现有：优秀作品登记表、荣誉证书",
      ],
      [
        "表里有姓名和电话，不在群里发，请在和我的单聊里发这条命令。",
      ],
      [
        "/导出 您没有这个权限。发 /帮助 看您能做什么；如果弄错了，请联系市总工作人员。",
      ],
    ]
  `);
  const taken = await office.prisma.audit.findMany({ where: { action: 'export' } });
  expect(taken.map(({ after }) => after)).toMatchInlineSnapshot(`
    [
      {
        "accepted": false,
        "categoryIds": [],
        "kind": "form",
        "rows": 0,
        "snapshot": 1,
        "tag": "荣誉证书",
        "unitIds": [],
      },
    ]
  `);
});

test('in the group, without a word for what, with a number that there is not', async () => {
  expect(await office.say('staff-1', '/通报 草稿', { chat: 'group' })).toMatchInlineSnapshot(`
    [
      "代拟稿不在群里发，请在和我的单聊里发这条命令。",
    ]
  `);
  expect(await office.say('staff-1', '/通报')).toMatchInlineSnapshot(`
    [
      "请写明要起草，还是看起草过的：草稿、列表。
    例如：/通报 草稿",
    ]
  `);
  expect(await office.say('staff-1', '/通报 草稿 快照 9')).toMatchInlineSnapshot(`
    [
      "没有快照 9。有哪些请看：/快照 列表",
    ]
  `);
  expect(await office.say('staff-1', '/公示 列表')).toMatchInlineSnapshot(`
    [
      "还没有起草过公示。现在起草：/公示 草稿",
    ]
  `);
  expect(await office.prisma.paperDraft.count()).toBe(0);
});
