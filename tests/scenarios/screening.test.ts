import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cleanFiles } from '../../src/application/keeping/cleaning.ts';
import { erase } from '../../src/application/keeping/retention.ts';
import { secretHash } from '../../src/application/people/secrets.ts';
import { refusalInWords } from '../../src/application/words/refuse.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import { workersOf } from '../support/candidates.ts';
import { fixture, photo } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';
import { readXlsxApart } from '../support/read-xlsx.ts';
import { wholeDatabase } from '../support/tables.ts';

let office: Practice;
let workers: ReturnType<typeof workersOf>;
beforeAll(async () => {
  office = await practice();
});
beforeEach(async () => {
  await office.reset();
  workers = workersOf(office);
});
afterAll(() => office?.close());

const refused = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error) => (error instanceof Refusal ? refusalInWords(office.office, error) : Promise.reject(error)),
  );
const tallies = () =>
  office.prisma.tally.findMany({ select: { unitId: true, categoryId: true, received: true, returned: true } });

async function threePhotos(): Promise<void> {
  await workers.sendIn('a', { title: '晨光', phone: '138 0013 8000', files: [photo('晨光.png', 1)] });
  await workers.sendIn('b', { title: '炉火', author: '王丽', workplace: '第一医院', files: [photo('炉火.png', 2)] });
  await workers.sendIn('c', { title: '听涛', author: '王丽', workplace: '第一医院', files: [photo('听涛.png', 3)] });
}

test('what a worker hands in is listed for the county and counts when it has passed', async () => {
  await threePhotos();
  await workers.sendIn('d', {
    categoryId: 'micro_video',
    title: '夜班的灯',
    files: [fixture('clip.mov', '夜班的灯.mov')],
  });
  expect(await tallies()).toEqual([]);
  expect(await office.say('hongtong-1', '/初筛')).toMatchInlineSnapshot(`
    [
      "待初筛 4 件（洪洞县）
    1 摄影《晨光》 李建国 瑞丰钢厂 103 B
    2 摄影《炉火》 王丽 第一医院 103 B
    3 摄影《听涛》 王丽 第一医院 103 B
    4 微视频《夜班的灯》 李建国 瑞丰钢厂 2秒 3.0 KB ⚠格式是 苹果视频（mov），要求 MP4（附件2第一项）。已收下，请转成 MP4 后补正。
    看：/初筛 看 编号　通过：/初筛 通过 编号　退回：/初筛 退回 编号 理由
    现在：2020-09-10 15:00",
    ]
  `);
  expect(await office.say('hongtong-1', '/初筛', { chat: 'group' })).toMatchInlineSnapshot(`
    [
      "待初筛 4 件（洪洞县）
    1 摄影《晨光》 103 B
    2 摄影《炉火》 103 B
    3 摄影《听涛》 103 B
    4 微视频《夜班的灯》 2秒 3.0 KB ⚠格式是 苹果视频（mov），要求 MP4（附件2第一项）。已收下，请转成 MP4 后补正。
    看：/初筛 看 编号　通过：/初筛 通过 编号　退回：/初筛 退回 编号 理由
    现在：2020-09-10 15:00",
    ]
  `);
  expect(await office.say('hongtong-1', '/初筛 看 1')).toMatchInlineSnapshot(`
    [
      "投稿 1 号《晨光》洪洞县 摄影 待初筛
    李建国 瑞丰钢厂 13800138000
    文件共 1 个，随后发来。
    通过：/初筛 通过 1　退回：/初筛 退回 1 理由",
      "投稿 1 号 1/1 晨光.png",
    ]
  `);
  expect(await office.say('hongtong-1', '/初筛 通过 1 3-4')).toMatchInlineSnapshot(`
    [
      "投稿 1 号通过，报成 #1《晨光》（洪洞县 摄影 1/10）
    子项目平台（安徽省总工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 摄影
    投稿 3 号通过，报成 #2《听涛》（洪洞县 摄影 2/10）
    投稿 4 号通过，报成 #3《夜班的灯》（洪洞县 微视频 1/1）
    ⚠ 格式是 苹果视频（mov），要求 MP4（附件2第一项）。已收下，请转成 MP4 后补正。
    子项目平台（天津市总工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 微视频",
    ]
  `);
  expect(await tallies()).toEqual([
    { unitId: 'hongtong', categoryId: 'photo', received: 2, returned: 0 },
    { unitId: 'hongtong', categoryId: 'micro_video', received: 1, returned: 0 },
  ]);
  expect(await office.say('hongtong-1', '/查 1')).toMatchInlineSnapshot(`
    [
      "#1《晨光》 已收
    摄影 · 洪洞县 · 第1版
    作者：李建国
    作者单位：瑞丰钢厂
    电话：13800138000
    晨光.png 103 B
    2020-09-10 15:00 收到",
    ]
  `);
  expect(await office.prisma.audit.findMany({ where: { subject: 'submission:1' } })).toMatchObject([
    { action: 'submission.receive', entrance: 'screening', entranceId: '1' },
  ]);
  expect(await office.say('hongtong-1', '/初筛 通过 1')).toMatchInlineSnapshot(`
    [
      "投稿 1 号现在是“初筛通过”，没有改动。",
    ]
  `);
});

test('what is sent back is mended by its sender and waits again; what is taken back is gone', async () => {
  await threePhotos();
  expect(await office.say('hongtong-1', '/初筛 退回 2 请补《拍摄说明》，60 字以内')).toMatchInlineSnapshot(`
    [
      "已退回投稿 2 号《炉火》，理由：请补《拍摄说明》，60 字以内。
    投稿人在自己的页面上看得到，改好后会再排进 /初筛。",
    ]
  `);
  expect(await office.prisma.candidate.findMany({ where: { number: 2 } })).toMatchObject([
    { state: 'returned', reason: '请补《拍摄说明》，60 字以内' },
  ]);
  expect(await office.say('hongtong-1', '/初筛 通过 2')).toMatchInlineSnapshot(`
    [
      "投稿 2 号现在是“退回待改”，没有改动。",
    ]
  `);
  await workers.mend('b', { title: '炉火（附说明）', author: '王丽', workplace: '第一医院' });
  await workers.takeBack('c');
  expect(await office.say('hongtong-1', '/初筛')).toMatchInlineSnapshot(`
    [
      "待初筛 2 件（洪洞县）
    1 摄影《晨光》 李建国 瑞丰钢厂 103 B
    2 摄影《炉火（附说明）》 王丽 第一医院 103 B 已改
    看：/初筛 看 编号　通过：/初筛 通过 编号　退回：/初筛 退回 编号 理由
    现在：2020-09-10 15:00",
    ]
  `);
  await office.say('hongtong-1', '/初筛 通过 2');
  expect(await refused(workers.mend('b', { title: '改名' }))).toMatchInlineSnapshot(
    `"这件现在是“初筛通过”，不能再改。需要更正请联系征集的单位。"`,
  );
  expect(await refused(workers.takeBack('c'))).toMatchInlineSnapshot(
    `"这件现在是“已撤回”，不能再改。需要更正请联系征集的单位。"`,
  );
});

test('several become one work, with everybody’s name', async () => {
  await threePhotos();
  expect(await office.say('hongtong-1', '/初筛 合并 2 3 1 《组照：工厂》')).toMatchInlineSnapshot(`
    [
      "投稿 3、1 号并入 2 号《组照：工厂》，现有 3 个文件，作者 王丽、李建国。还没有报送。
    通过：/初筛 通过 2",
    ]
  `);
  expect(await office.say('hongtong-1', '/初筛 通过 2')).toMatchInlineSnapshot(`
    [
      "投稿 2 号通过，报成 #1《组照：工厂》（洪洞县 摄影 1/10）
    子项目平台（安徽省总工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 摄影",
    ]
  `);
  const [entry] = await office.prisma.submission.findMany({ include: { files: true } });
  expect([entry?.title, entry?.fields, entry?.files.length]).toEqual([
    '组照：工厂',
    { author: '王丽、李建国', authorUnit: '第一医院、瑞丰钢厂' },
    3,
  ]);
});

test('what looks like something reported, is it, or breaks a rule does not pass by itself', async () => {
  await office.say('hongtong-1', '/报送 摄影 《晨光》', { files: [photo('晨光.png', 7)] });
  await threePhotos();
  await workers.sendIn('e', { title: '又一张', files: [photo('同一张.png', 7)] });
  expect(await office.say('hongtong-1', '/初筛 通过 1 4')).toMatchInlineSnapshot(`
    [
      "投稿 1 号和已经报过的 #1《晨光》很像，先没有通过。
    确是另一件：/初筛 通过 1 另一件
    投稿 4 号的文件就是已经报过的 #1，没有再报。
    可以退回：/初筛 退回 4 已报过",
    ]
  `);
  expect(await office.say('hongtong-1', '/初筛 通过 1 另一件')).toMatchInlineSnapshot(`
    [
      "投稿 1 号通过，报成 #2《晨光》（洪洞县 摄影 2/10）",
    ]
  `);
  expect(await tallies()).toEqual([{ unitId: 'hongtong', categoryId: 'photo', received: 2, returned: 0 }]);
});

test('a sender is told in words what is missing, and nothing is kept of what cannot be taken', async () => {
  const said = { title: '晨光', files: [photo('a.png', 1)] };
  expect({
    nothing: await refused(workers.sendIn('x', { author: '', workplace: '' })),
    noFile: await refused(workers.sendIn('x', { title: '晨光' })),
    phone: await refused(workers.sendIn('x', { ...said, phone: '6123' })),
    card: await refused(workers.sendIn('x', { ...said, author: '李建国 142601199001011238' })),
    event: await refused(workers.sendIn('x', { ...said, categoryId: 'event' })),
  }).toMatchInlineSnapshot(`
    {
      "card": "身份证号、银行卡号不收也不保存，请去掉以后再交。",
      "event": "这一类不收投稿，只收作品。",
      "noFile": "还没有文件，请先选好要交的文件。",
      "nothing": "还缺：标题、姓名、工作单位。",
      "phone": "电话不是 11 位手机号，请改一下；不想留可以空着。",
    }
  `);
  await workers.sendIn('x', said);
  expect(await refused(workers.sendIn('x', { ...said, files: [photo('b.png', 2)] }))).toMatchInlineSnapshot(
    `"这一页已经交过一件了，可以在下面修改；要交另一件，请从征集的链接或二维码重新进来。"`,
  );
  expect(await workers.sendIn('y', { ...said, title: '又一次' })).toEqual({ outcome: 'repeated', file: 'a.png' });
  expect(await office.prisma.candidate.count()).toBe(1);
  await office.say('staff-1', '/结束报送');
  await office.say('staff-1', '确认');
  expect(await refused(workers.sendIn('z', { ...said, files: [photo('c.png', 3)] }))).toMatchInlineSnapshot(
    `"2020年“网聚职工正能量 争做中国好网民”主题活动的报送已经结束，刚才的没有收下，也没有改动。确有需要请联系市总工作人员。"`,
  );
});

test('of another unit’s nobody learns anything', async () => {
  await threePhotos();
  expect([
    await office.say('yaodu-1', '/初筛 通过 1'),
    await office.say('yaodu-1', '/初筛 看 1'),
    await office.say('yaodu-1', '/初筛 看 99'),
    await office.say('yaodu-1', '/初筛 洪洞县'),
    await office.say('yaodu-1', '/初筛 退回 1 不行'),
    await office.say('yaodu-1', '/初筛 合并 1 2'),
    await office.say('yaodu-1', '/初筛'),
    await office.say('yaodu-1', '/进度 洪洞县 下级'),
  ]).toMatchInlineSnapshot(`
    [
      [
        "没有可看的投稿 1 号。投稿的编号和报送的编号是两套，列表在 /初筛。",
      ],
      [
        "没有可看的投稿 1 号。投稿的编号和报送的编号是两套，列表在 /初筛。
    例如：/初筛 通过 3 5-8",
      ],
      [
        "没有可看的投稿 99 号。投稿的编号和报送的编号是两套，列表在 /初筛。
    例如：/初筛 通过 3 5-8",
      ],
      [
        "您只能看本单位的明细，洪洞县的请问市总工作人员。发 /进度 看您单位的。",
      ],
      [
        "没有可看的投稿 1 号。投稿的编号和报送的编号是两套，列表在 /初筛。
    例如：/初筛 通过 3 5-8",
      ],
      [
        "没有可看的投稿 1 号。投稿的编号和报送的编号是两套，列表在 /初筛。
    例如：/初筛 通过 3 5-8",
      ],
      [
        "没有待初筛的投稿（尧都区）。
    现在：2020-09-10 15:00",
      ],
      [
        "您只能看本单位的明细，洪洞县的请问市总工作人员。发 /进度 看您单位的。",
      ],
    ]
  `);
  expect(await office.say('staff-1', '/初筛 洪洞县')).toMatchInlineSnapshot(`
    [
      "待初筛 3 件（洪洞县）
    1 摄影《晨光》 李建国 瑞丰钢厂 103 B
    2 摄影《炉火》 王丽 第一医院 103 B
    3 摄影《听涛》 王丽 第一医院 103 B
    看：/初筛 看 编号　通过：/初筛 通过 编号　退回：/初筛 退回 编号 理由
    现在：2020-09-10 15:00",
    ]
  `);
});

test('children of a unit: what comes from each of them adds up', async () => {
  await threePhotos();
  expect(await office.say('hongtong-1', '/下级')).toMatchInlineSnapshot(`
    [
      "洪洞县还没有登记下级。
    新增：/下级 新增 名称　各下级报了多少：/进度 洪洞县 下级",
    ]
  `);
  expect(await office.say('hongtong-1', '/下级 新增 瑞丰钢厂')).toMatchInlineSnapshot(`
    [
      "洪洞县的下级加上了：瑞丰钢厂。以前从这里来的 1 件投稿归到它名下。",
    ]
  `);
  expect(await office.say('staff-1', '/下级 洪洞县 新增 广胜寺镇总工会')).toMatchInlineSnapshot(`
    [
      "没看懂“新增 广胜寺镇总工会”，没有改动。先写 新增 或 删除，再写名称；替别的单位加，单位写在名称前面。
    例如：/下级 尧都区 新增 瑞丰钢厂",
    ]
  `);
  expect(await office.say('staff-1', '/下级 新增 洪洞县 广胜寺镇总工会')).toMatchInlineSnapshot(`
    [
      "洪洞县的下级加上了：广胜寺镇总工会。",
    ]
  `);
  expect(await office.say('staff-1', '/下级 新增 广胜寺镇总工会')).toMatchInlineSnapshot(`
    [
      "市总代报请写明是哪个单位，会标“代报”。
    例如：/下级 尧都区 新增 瑞丰钢厂",
    ]
  `);
  expect(await office.say('yaodu-1', '/下级 新增 洪洞县 广胜寺镇总工会')).toMatchInlineSnapshot(`
    [
      "您不是洪洞县的联络员，不能替它报送或修改，刚才没有记录。",
    ]
  `);
  expect(await office.say('hongtong-1', '/下级 新增')).toMatchInlineSnapshot(`
    [
      "请写下级的名称。
    例如：/下级 新增 瑞丰钢厂",
    ]
  `);
  expect(await office.say('hongtong-1', '/下级 删除 没有的')).toMatchInlineSnapshot(`
    [
      "下级里没有“没有的”，没有改动。列表：/下级",
    ]
  `);
  await workers.sendIn('d', { title: '出钢', workplace: '瑞丰钢厂 ', files: [photo('d.png', 4)] });
  await office.say('hongtong-1', '/初筛 通过 1 2');
  await office.say('hongtong-1', '/初筛 退回 3 模糊');
  await office.say('hongtong-1', '/报送 摄影 《自己报的》', { files: [photo('自己.png', 9)] });
  expect(await office.say('hongtong-1', '/进度 洪洞县 下级')).toMatchInlineSnapshot(`
    [
      "洪洞县 按下级：已报 2 件，待初筛 1 件
    瑞丰钢厂：已报 1，待初筛 1
    广胜寺镇总工会：已报 0
    其他（不在下级名单里）：已报 1，退回待改 1
    本单位直接报的 1 件不在其中。
    现在：2020-09-10 15:00",
    ]
  `);
  await office.say('hongtong-1', '/撤回 1');
  expect((await office.say('staff-1', '/进度 洪洞县 下级'))[0]).toContain('瑞丰钢厂：已报 0，待初筛 1');
  expect(await office.say('hongtong-1', '/下级 新增 瑞丰钢厂')).toMatchInlineSnapshot(`
    [
      "“瑞丰钢厂”已经在下级里了，没有改动。",
    ]
  `);
  expect(await office.say('hongtong-1', '/下级 删除 瑞丰钢厂')).toMatchInlineSnapshot(`
    [
      "洪洞县的下级去掉了：瑞丰钢厂。它以前的投稿不变。",
    ]
  `);
  expect(await office.say('hongtong-1', '/下级')).toMatchInlineSnapshot(`
    [
      "洪洞县的下级：广胜寺镇总工会　
    新增：/下级 新增 名称　各下级报了多少：/进度 洪洞县 下级",
    ]
  `);
});

test('on the next working morning the coordinators are told what is new, once', async () => {
  await office.say('hongtong-1', '/我的');
  await office.bot.tick();
  await threePhotos();
  const heard = (posts: string[]) => posts.filter((text) => text.includes('hongtong') && text.includes('待初筛'));
  // A Friday morning, with a reminder of something else; a Saturday and a Sunday; a Monday with nothing new; then again something.
  expect(heard(await office.move('2020-09-11T23:00:00+08:00'))).toMatchInlineSnapshot(`
    [
      "[direct/hongtong-1] 【报送提醒】离截止还有 4 天。
    洪洞县在 2020-09-15 前还差：线下活动 1 场、微视频 1 个、专题活动 1 个、摄影 10 个、优秀平台 1 个、诵读 1 篇、歌曲 1 首、微课 1 个、情况报告 1 份
    请尽快报送，例如：/报送 微视频 《夜班的灯》；确实没有的请零报，例如：/零报 微课 原因:今年没有这一类
    有困难请联系市总宣传网络中心赵起越
    另有 3 件投稿待初筛：/初筛",
    ]
  `);
  await workers.sendIn('d', { title: '出钢', files: [photo('d.png', 4)] });
  expect(heard(await office.move('2020-09-13T23:00:00+08:00'))).toEqual([]);
  await office.say('hongtong-1', '/初筛 退回 1 模糊');
  expect(heard(await office.move('2020-09-16T23:00:00+08:00'))).toMatchInlineSnapshot(`
    [
      "[direct/hongtong-1] 【报送提醒】离截止还有 1 天。
    洪洞县在 2020-09-15 前还差：线下活动 1 场、微视频 1 个、专题活动 1 个、摄影 10 个、优秀平台 1 个、诵读 1 篇、歌曲 1 首、微课 1 个、情况报告 1 份
    请尽快报送，例如：/报送 微视频 《夜班的灯》；确实没有的请零报，例如：/零报 微课 原因:今年没有这一类
    有困难请联系市总宣传网络中心赵起越
    另有 3 件投稿待初筛：/初筛",
    ]
  `);
  await workers.mend('a', { title: '晨光' });
  expect(heard(await office.move('2020-09-17T23:00:00+08:00'))).toMatchInlineSnapshot(`
    [
      "[direct/hongtong-1] 新到 1 件待初筛（一共 4 件待筛）。看列表：/初筛",
    ]
  `);
});

test('bytes of what waits stay, and on the day of erasing everything personal of it goes', async () => {
  await workers.sendIn('a', {
    title: '赵铁柱的晨光',
    author: '赵铁柱',
    phone: '13900139000',
    files: [photo('赵铁柱.png', 1)],
  });
  await office.say('hongtong-1', '/初筛 退回 1 请赵铁柱重拍');
  const later = (at: string) => ({ ...office.office, clock: { now: () => new Date(at) } });
  expect(await cleanFiles(later('2020-09-20T00:00:00+08:00'))).toBe(0);
  expect(await wholeDatabase(office)).toContain('赵铁柱');
  expect(await erase(later('2021-06-01T00:00:00+08:00'))).toMatchObject({ entries: 1, files: 1 });
  const left = await wholeDatabase(office);
  for (const word of ['赵铁柱', '13900139000', '瑞丰钢厂']) expect(left).not.toContain(word);
  expect(await office.prisma.candidate.findMany()).toMatchObject([{ state: 'returned', unitId: 'hongtong' }]);
});

test('a coordinator opens a page for workers, with a poster to pass on', async () => {
  const open = await practice({ PUBLIC_URL: 'https://bs.example.cn' });
  try {
    const [text = ''] = await open.say('hongtong-1', '/征集 摄影 微视频 到 9月12日');
    const [, code = ''] = /\/u\/([\w-]{43})/.exec(text) ?? [];
    expect(text.replace(code, '〈码〉')).toMatchInlineSnapshot(`
      "征集页开好了：洪洞县 摄影、微视频，到 2020-09-12
      https://bs.example.cn/u/〈码〉
      职工打开就能投稿，投来的排进 /初筛，您通过了才算报的。
      海报可以直接转到职工群里，也可以打印。
      不用了就作废：/上传 作废 2"
    `);
    const pages = await open.prisma.page.findMany();
    expect(pages).toMatchObject([
      { purpose: 'screening', unitId: 'hongtong', categoryIds: ['photo', 'micro_video'], parentId: null },
    ]);
    expect(pages[0]?.codeHash).toBe(secretHash(code));
    expect(pages[0]?.expiresAt.toISOString()).toBe('2020-09-12T16:00:00.000Z');
    const sent = (await open.platform.chat('direct/hongtong-1')).at(-1);
    expect(sent?.files.map(({ name }) => name)).toEqual([`poster-${pages[0]?.id}.png`]);
    const refusals = [
      await open.say('hongtong-1', '/征集'),
      await open.say('hongtong-1', '/征集 宣传员'),
      await open.say('hongtong-1', '/征集 摄影 到 9月1日'),
      await open.say('hongtong-1', '/征集 尧都区 摄影'),
    ];
    expect(refusals).toMatchInlineSnapshot(`
      [
        [
          "请写征集哪几类：微视频、专题活动、摄影、优秀平台、诵读、歌曲、微课、微电影
      例如：/征集 摄影 微视频 到 9月12日",
        ],
        [
          "宣传员不是作品，不能征集，请直接报送。
      例如：/征集 摄影 微视频 到 9月12日",
        ],
        [
          "2020-09-01已经过了，请写今天或以后的日子。",
        ],
        [
          "您不是尧都区的联络员，不能替它报送或修改，刚才没有记录。",
        ],
      ]
    `);
    expect(await open.prisma.page.count()).toBe(1);
    expect((await open.say('staff-1', '/征集 洪洞县 摄影'))[0]).toContain('洪洞县 摄影，到 2020-09-15');
  } finally {
    await open.close();
  }
});

test('初筛表 has everything that was handed in, and what became of it; a snapshot has none of it', async () => {
  await threePhotos();
  await office.say('hongtong-1', '/下级 新增 瑞丰钢厂');
  await office.say('hongtong-1', '/初筛 退回 2 模糊');
  await office.say('hongtong-1', '/初筛 通过 1');
  expect(await office.say('staff-1', '/导出 初筛 洪洞县')).toMatchInlineSnapshot(`
    [
      "初筛表，3 行，截至 2020-09-10 15:00。
    表里有姓名和电话，请注意保管；谁导出的有记录。",
    ]
  `);
  const { post } = await office.prisma.outbound.findFirstOrThrow({ orderBy: { id: 'desc' } });
  const [{ sha256 = '' } = {}] = (post as { files: { sha256: string }[] }).files;
  const { rows } = readXlsxApart(await buffer(office.office.store.open(sha256)));
  expect(rows).toMatchInlineSnapshot(`
    [
      [
        "2020年“网聚职工正能量 争做中国好网民”主题活动初筛表",
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
      [
        "填报单位（盖章）：",
        "",
        "",
        "",
        "",
        "",
        "截至 2020-09-10 15:00",
        "",
        "",
        "",
        "",
      ],
      [
        "序号",
        "单位",
        "下级",
        "作品名称",
        "作品类别",
        "作者",
        "作者所在单位",
        "联系电话",
        "形式/时长/大小",
        "初筛结果",
        "备注",
      ],
      [
        1,
        "洪洞县总工会",
        "瑞丰钢厂",
        "晨光",
        "摄影作品",
        "李建国",
        "瑞丰钢厂",
        "13800138000",
        "PNG 103 B",
        "初筛通过",
        "",
      ],
      [
        2,
        "洪洞县总工会",
        "",
        "炉火",
        "摄影作品",
        "王丽",
        "第一医院",
        "",
        "PNG 103 B",
        "退回待改",
        "模糊",
      ],
      [
        3,
        "洪洞县总工会",
        "",
        "听涛",
        "摄影作品",
        "王丽",
        "第一医院",
        "",
        "PNG 103 B",
        "待初筛",
        "",
      ],
    ]
  `);
  await office.say('staff-1', '/快照');
  expect(await office.say('staff-1', '/导出 初筛 快照 1')).toMatchInlineSnapshot(`
    [
      "快照只定格报给市总的，初筛表不在里面。现在的初筛表请发：/导出 初筛表",
    ]
  `);
});

test('a county takes 初筛表 of its own into the direct chat, and nothing else by /导出', async () => {
  await threePhotos();
  await workers.sendIn('尧', { unitId: 'yaodu', title: '织机', files: [photo('织机.png', 8)] });
  const sent = ['初筛表，3 行，截至 2020-09-10 15:00。\n表里有姓名和电话，请注意保管；谁导出的有记录。'];
  expect(await office.say('hongtong-1', '/导出 初筛表')).toEqual(sent);
  expect(await office.say('hongtong-1', '/导出 初筛 洪洞县')).toEqual(sent);
  const { post } = await office.prisma.outbound.findFirstOrThrow({ orderBy: { id: 'desc' } });
  const [{ sha256 = '' } = {}] = (post as { files: { sha256: string }[] }).files;
  const { rows } = readXlsxApart(await buffer(office.office.store.open(sha256)));
  expect(rows.slice(3).map((row) => [row[1], row[3], row[7]])).toEqual([
    ['洪洞县总工会', '晨光', '13800138000'],
    ['洪洞县总工会', '炉火', ''],
    ['洪洞县总工会', '听涛', ''],
  ]);
  const taken = await office.prisma.audit.findMany({ where: { action: 'export' }, orderBy: { id: 'asc' } });
  const record = { kind: 'screening', unitIds: ['hongtong'], rows: 3 };
  expect(taken.map(({ after }) => after)).toMatchObject([record, record]);
  const refusedTo = async (who: string, text: string, where = {}) => (await office.say(who, text, where))[0];
  expect([
    await refusedTo('hongtong-1', '/导出 初筛表 尧都区'),
    await refusedTo('hongtong-1', '/导出 初筛表 洪洞县 尧都区'),
    await refusedTo('hongtong-1', '/导出 初筛表', { chat: 'group' }),
    await refusedTo('hongtong-1', '/导出 初筛表 快照 1'),
    await refusedTo('hongtong-1', '/导出 汇总表'),
    await refusedTo('hongtong-1', '/导出'),
    await refusedTo('hongtong-1', '/导出 表样 荣誉证书'),
  ]).toEqual([
    '您只能看本单位的明细，尧都区的请问市总工作人员。发 /进度 看您单位的。',
    '您只能看本单位的明细，尧都区的请问市总工作人员。发 /进度 看您单位的。',
    '表里有姓名和电话，不在群里发，请在和我的单聊里发这条命令。',
    '快照只定格报给市总的，初筛表不在里面。现在的初筛表请发：/导出 初筛表',
    ...Array.from({ length: 3 }, () => expect.stringMatching(/^\/导出 您没有这个权限/)),
  ]);
  expect(await office.prisma.audit.count({ where: { action: 'export' } })).toBe(2);
});

test('candidates with links of their own are not merged, since one link would be gone', async () => {
  const linked = (code: string, link: string) =>
    workers.sendIn(code, { categoryId: 'thematic', title: `专题${code}`, link });
  await linked('a', 'https://e.cn/1');
  await linked('b', 'https://e.cn/2');
  expect(await office.say('hongtong-1', '/初筛 合并 1 2 《专题》')).toEqual([
    '这几件各有各的链接，一件作品只能写一个，没有合并。请分别通过或退回。',
  ]);
  expect(
    await office.prisma.candidate.findMany({ select: { link: true, state: true }, orderBy: { number: 'asc' } }),
  ).toEqual([
    { link: 'https://e.cn/1', state: 'waiting' },
    { link: 'https://e.cn/2', state: 'waiting' },
  ]);
});
