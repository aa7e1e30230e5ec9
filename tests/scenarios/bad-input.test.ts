import { afterAll, beforeAll, expect, test } from 'vitest';
import { empty, video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';
import { counted } from '../support/tables.ts';

let office: Practice;
beforeAll(async () => {
  office = await practice({ FILE_LIMIT_MB: '1' });
});
afterAll(() => office?.close());

const submitExample = '例如：/报送 微视频 《夜班的灯》 作者:李建国';
const staffExample = '例如：/报送 尧都区 微视频 《夜班的灯》 作者:李建国';
const eventExample = '例如：/活动 网络安全进企业 日期:2020-09-03 企业:瑞丰钢厂 人数:60';
const categories = '线下活动、微视频、专题活动、摄影、优秀平台、诵读、歌曲、微课、微电影、宣传员、情况报告';
const common = [
  '没听懂，您是想：',
  '/报送 微视频 《夜班的灯》（报一件作品）',
  '/进度（看还差几个）',
  '/截止（看什么时候截止）',
  '发 /帮助 看全部。',
];
const work = [video('夜班的灯.mp4')];

/** Whoever says it reads these lines, and nothing is changed. */
const refusals: [who: string, text: string, ...lines: string[]][] = [
  [
    'yaodu-1',
    '/抱送 微视频 《夜班的灯》',
    '没有“抱送”这个命令。您要的是不是 /报送（报送一件作品，文件随后发或一起发）？',
    submitExample,
  ],
  [
    'yaodu-1',
    '/进渡',
    '没有“进渡”这个命令。您要的是不是 /进度（看报送进度；加“图”再给一张表的图片）？',
    '例如：/进度 微视频',
  ],
  ['yaodu-1', '/哈哈哈哈', ...common],
  ['yaodu-1', '   ', ...common],
  ['yaodu-1', '/', ...common],
  ['yaodu-1', '/报送', `请写明报哪一类：${categories}。`, submitExample],
  ['yaodu-1', '/报送 小品 《夜班的灯》', `没有“小品”这一类。可报的类别：${categories}。`, submitExample],
  [
    'yaodu-1',
    '/报送 微示频 《夜班的灯》',
    '没有“微示频”这一类。您是不是指：微视频？请写准类别再发一次，刚才没有记录。',
    submitExample,
  ],
  [
    'yaodu-1',
    '/报送 微视频 《夜》 作着:李',
    '不认识“作着”这一项，您是要写“作品、作者”吗？请改好再发一次，刚才没有记录。',
    submitExample,
  ],
  ['yaodu-1', '/报送 活动 《讲座》', '线下活动请这样报：/活动 网络安全进企业 日期:2020-09-03 企业:瑞丰钢厂 人数:60'],
  [
    'staff-1',
    '/报送 侯马 微视频 《夜》',
    '“侯马”可能是：侯马市、侯马开发区。请写全称再发一次，刚才没有记录。',
    staffExample,
  ],
  [
    'staff-1',
    '/报送 洪桐 微视频 《夜》',
    '没有“洪桐”。您是不是指：洪洞县？请写准名字再发一次，刚才没有记录。',
    staffExample,
  ],
  [
    'staff-1',
    '/报送 火星 微视频 《夜》',
    '没找到“火星”这个单位。请写县（市、区）的名字，如 尧都区、侯马市、临汾开发区。',
    staffExample,
  ],
  ['hongtong-1', '/报送 尧都区 微视频 《夜》', '您不是尧都区的联络员，不能替它报送或修改，刚才没有记录。'],
  [
    'hongtong-1',
    '/活动 尧都区 讲座 日期:9月3日 企业:钢厂 人数:60',
    '您不是尧都区的联络员，不能替它报送或修改，刚才没有记录。',
  ],
  ['yaodu-1', '/活动', '请写上活动的名称，刚才没有记录。', eventExample],
  [
    'yaodu-1',
    '/活动 讲座 日期:2月30日 企业:钢厂 人数:60',
    '没有“2月30日”这一天，请核对日期后再发，刚才没有记录。',
    eventExample,
  ],
  [
    'yaodu-1',
    '/活动 讲座 日期:上周 企业:钢厂 人数:60',
    '看不懂日期“上周”。可以写 2020-09-03、9月3日、昨天。',
    eventExample,
  ],
  [
    'yaodu-1',
    '/活动 讲座 日期:2020-09-20 企业:钢厂 人数:60',
    '2020-09-20 还没到（今天是 2020-09-10）。活动请在办完后报。',
    eventExample,
  ],
  [
    'yaodu-1',
    '/活动 讲座 日期:9月3日 企业:钢厂 人数:很多',
    '人数请写数字（“很多”看不出是多少），刚才没有记录。',
    eventExample,
  ],
  ['yaodu-1', '/宣传员', '请写上宣传员的姓名。', '例如：/宣传员 王小梅 工作单位:洪洞县医院 事迹:义务讲网络安全课'],
  ['yaodu-1', '/零报 歌曲', '零报请写明原因，刚才没有记录。', '例如：/零报 歌曲 原因:本县暂无原创歌曲'],
  ['yaodu-1', '/撤回', '请写编号，编号在回执第一行。', '例如：/撤回 37'],
  ['yaodu-1', '/撤回 0', '#0 不是您单位报的，您不能看或改。发 /我的 看本单位的编号。'],
  ['yaodu-1', '/撤回 999999999', '#999999999 不是您单位报的，您不能看或改。发 /我的 看本单位的编号。'],
  [
    'yaodu-1',
    '/撤回 99999999999999999999',
    '请写编号（“99999999999999999999”不是编号），编号在回执第一行。',
    '例如：/撤回 37',
  ],
  ['yaodu-1', '/撤回 -1', '请写编号（“-1”不是编号），编号在回执第一行。', '例如：/撤回 37'],
  ['yaodu-1', '/完成 1', '#1 不是您没报完的草稿。发 /我的 看看。'],
  ['yaodu-1', '/取消', '您没有没报完的草稿。'],
  ['yaodu-1', '/补正 1 作者:李', '#1 不是您单位报的，您不能看或改。发 /我的 看本单位的编号。'],
  ['staff-1', '/退回 1 太长', '没有 #1 这一件，请核对回执上的编号。', '例如：/退回 37 时长超过3分钟，请剪短后再发'],
  [
    'yaodu-1',
    `/报送 微视频 《${'长'.repeat(9_990)}》`,
    '这条消息太长了（最多 4000 字），没有处理。请只发命令和必要的信息，长文请做成 docx 文件发来。',
  ],
  [
    'yaodu-1',
    `/报送 微视频 《${'😀'.repeat(3_000)}》`,
    '这条消息太长了（最多 4000 字），没有处理。请只发命令和必要的信息，长文请做成 docx 文件发来。',
  ],
  [
    'yaodu-1',
    '/进度 火星',
    `“火星”不是单位，也不是类别。可以写单位（如 尧都区）或类别：${categories}。`,
    '例如：/进度 微视频',
  ],
  ['yaodu-1', '/要求 小品', `没有“小品”这一类。可报的类别：${categories}。`, '例如：/要求 微视频'],
  ['yaodu-1', '/帮助 火箭', '没有“火箭”这个命令。发 /帮助 看全部。', '例如：/帮助 报送'],
  ['staff-1', '/延期 大宁县', '请写明哪个单位、延到哪天、为什么。', '例如：/延期 大宁县 到 9月18日 山区停电'],
  [
    'staff-1',
    '/延期 大宁县 到 9月18日',
    '延期要写理由，会留在记录里，刚才没有记录。',
    '例如：/延期 大宁县 到 9月18日 山区停电',
  ],
  [
    'staff-1',
    '/延期 侯马 到 9月18日 停电',
    '“侯马”可能是：侯马市、侯马开发区。请写全称再发一次，刚才没有记录。',
    '例如：/延期 大宁县 到 9月18日 山区停电',
  ],
  [
    'staff-1',
    '/延期 大宁县 到 9月10日 停电',
    '2020-09-10 早于通知的截止日 2020-09-15，不用延期。',
    '例如：/延期 大宁县 到 9月18日 山区停电',
  ],
  [
    'staff-1',
    '/延期 大宁县 到 2月30日 停电',
    '没有“2月30日”这一天，请核对日期后再发，刚才没有记录。',
    '例如：/延期 大宁县 到 9月18日 山区停电',
  ],
  [
    'staff-1',
    '/催报 火星',
    '没找到“火星”这个单位。请写县（市、区）的名字，如 尧都区、侯马市、临汾开发区。',
    '例如：/催报 洪洞 襄汾',
  ],
  [
    'admin-1',
    '/改任务 大宁县 摄影 8',
    '改任务数要写依据，刚才没有改。',
    '例如：/改任务 大宁县 摄影 8 依据:市总2020年8月批复',
  ],
  [
    'admin-1',
    '/改任务 大宁县 摄影 99999 依据:笔误',
    '“99999”不能作任务数，请写 0 到 10000 的整数。',
    '例如：/改任务 大宁县 摄影 8 依据:市总2020年8月批复',
  ],
  [
    'stranger-1',
    '/报送 微视频 《夜班的灯》',
    '我还不认识您，不能用 /报送。请向市总工作人员要一个邀请码，再发：/绑定 邀请码 姓名',
    '例如：/绑定 K7Q2-9MXT 张三',
  ],
  [
    'stranger-1',
    '你好',
    '您好，我是报送助手。报送、查进度、问要求，都可以在这里和我说。',
    '发 /帮助 看能做什么；第一次用，请先发：/绑定 邀请码 姓名',
  ],
];

test.each(refusals)('%s: %s', async (who, text, ...lines) => {
  const before = await counted(office);
  expect(await office.say(who, text)).toEqual([lines.join('\n')]);
  expect(await counted(office)).toEqual(before);
});

test.each([
  ['an empty file', empty('空.mp4'), '“空.mp4”是空文件（0 字节）。'],
  [
    'a file over the limit',
    { name: '大.mp4', bytes: Buffer.alloc(1024 * 1024 + 1, 1) },
    '“大.mp4”超过 1 MB，收不下。请压缩后再发，或在命令里用 链接: 发网盘链接并联系市总。',
  ],
])('%s is named and asked for again', async (_, file, reason) => {
  const before = await counted(office);
  const answer = `${reason}\n没有收到，不计数，请再发一次。`;
  const said = async (text: string) => (await office.say('yaodu-1', text, { files: [file] })).join('').split('\n');
  expect((await said('/报送 微视频 《夜班的灯》')).slice(0, 2).join('\n')).toBe(answer);
  expect((await said('')).slice(0, 2).join('\n')).toBe(answer);
  // A page that takes it may have been opened, nothing else.
  await office.prisma.audit.deleteMany({ where: { action: 'page.open' } });
  expect(await counted(office)).toEqual(before);
});

test('a file over the limit gets a page that takes it, of the draft that waits for it', async () => {
  const file = { name: '大.mp4', bytes: Buffer.alloc(1024 * 1024 + 1, 1) };
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》');
  const [text = ''] = await office.say('yaodu-1', '', { files: [file] });
  expect(text).toMatch(/#\d+《夜班的灯》的上传页[\s\S]*\nhttp:\/\/127\.0\.0\.1:3000\/u\/[\w-]{43}\n/);
  await office.reset();
});

test("a stranger's file is not taken", async () => {
  const before = await counted(office);
  expect(await office.say('stranger-1', '', { files: work })).toEqual([
    '我还不认识您。请向市总工作人员要一个邀请码，再发：/绑定 邀请码 姓名\n例如：/绑定 K7Q2-9MXT 张三',
  ]);
  expect(await counted(office)).toEqual(before);
  expect(await office.prisma.blob.count()).toBe(0);
});

test('a disk that is full takes no file and gives no receipt; when it has room again the same file is taken', async () => {
  const { store } = office.office;
  const file = video('夜班的灯.mp4', 77);
  const put = store.put;
  store.put = async () => {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  };
  const before = await counted(office);
  const [answer = ''] = await office.say('yaodu-1', '/报送 微视频 《磁盘满》', { files: [file] });
  store.put = put;
  expect(answer).toContain('没有收到，不计数，请再发一次');
  expect(answer).not.toContain('已收');
  expect(await counted(office)).toEqual(before);
  expect((await office.say('yaodu-1', '/报送 微视频 《磁盘满》', { files: [file] }))[0]).toMatch(/^已收 #/);
});
