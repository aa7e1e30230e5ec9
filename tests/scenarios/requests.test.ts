import { afterAll, beforeEach, expect, test } from 'vitest';
import { video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
  await office.say('staff-1', '/我是谁');
});
afterAll(() => office?.close());

const first = async (...said: Parameters<Practice['say']>) => (await office.say(...said))[0] ?? '';
const WISH = '能不能宽限两天，人手不够';

test('a wish for more time is passed on to staff with the command that grants it, once', async () => {
  expect(await first('yonghe-1', WISH)).toContain('等于发：/申请 延期 日期:2020-09-17 理由:人手不够');
  expect(await office.prisma.request.count()).toBe(0);
  expect(await office.say('yonghe-1', '确认')).toMatchInlineSnapshot(`
    [
      "已转市总（申请 1）：延期到 2020-09-17（周四），因为人手不够。由市总决定，在答复之前按原来的办。",
      "[direct/staff-1] 永和县（何国平）申请：延期到 2020-09-17（周四），因为人手不够
    同意请发：/申请 同意 1
    处理完请发：/申请 办结 1",
      "[direct/admin-1] 永和县（何国平）申请：延期到 2020-09-17（周四），因为人手不够
    同意请发：/申请 同意 1
    处理完请发：/申请 办结 1",
    ]
  `);
  await office.say('yonghe-1', WISH);
  expect(await office.say('yonghe-1', '确认')).toEqual([expect.stringContaining('今天已经转给市总了（申请 1）')]);
  expect(await office.say('staff-1', '/申请')).toMatchInlineSnapshot(`
    [
      "待办的申请：
    1. 永和县（何国平）2020-09-10：延期到 2020-09-17（周四），因为人手不够
    　同意请发：/申请 同意 1
    处理完的请发：/申请 办结 编号",
    ]
  `);
});

test('the command as staff received it grants the wish and settles it', async () => {
  await office.say('yonghe-1', WISH);
  const toStaff = (await office.say('yonghe-1', '确认')).find((text) => text.startsWith('[direct/staff-1]')) ?? '';
  const command = /同意请发：(.*)/.exec(toStaff)?.[1] ?? '';
  expect(await first('staff-1', command)).toContain('已延期：永和县 到 2020-09-17');
  expect(await first('staff-1', '/申请')).toBe('没有待办的申请。');
});

test('what needs no extension, or is for another unit, is said at once', async () => {
  expect(await first('yonghe-1', '下周一交行不行')).toBe(
    '2020-09-14（周一）不晚于您单位的截止日 2020-09-15（周二），不用延期，按时报来即可。',
  );
  expect(await first('yonghe-1', '大宁延到18号，停电')).toContain('您不是大宁县的联络员');
  expect(await first('yonghe-1', '能不能宽限几天')).toContain('请写明要延到哪天');
  expect(await office.prisma.request.count()).toBe(0);
});

test('two days more are counted from the deadline in force', async () => {
  await office.say('staff-1', '/延期 永和县 到 9月18日 停电');
  expect(await first('yonghe-1', '再给我们两天')).toContain('时间：2020-09-20（周日）');
});

test('another coordinator: the phone reaches staff directly and never the group', async () => {
  const said = '我们换联系人了，以后找王梅，电话13900000000';
  expect(await first('yonghe-1', said, { chat: 'group' })).not.toContain('13900000000');
  expect(await first('yonghe-1', said)).toContain('等于发：/申请 换联络员 王梅 电话:13900000000');
  const answers = await office.say('yonghe-1', '确认');
  expect(answers.at(-1)).toContain('联络员换成 王梅（电话 13900000000）');
  expect(answers.at(-1)).toContain('同意请发：/申请 同意 1');
  expect(await first('staff-1', '/申请', { chat: 'group' })).not.toMatch(/王梅|13900000000/);
  expect(await first('staff-1', '/申请 办结 1')).toBe('申请 1 办结了。');
  expect(await first('staff-1', '/申请 办结 1')).toContain('没有待办的申请');
});

test('whoever lacks something may ask for quiet; staff see how far they are', async () => {
  expect(await first('yonghe-1', '别再@我了 我们已经交完了')).toContain('等于发：/申请 免提醒 理由:已交完');
  const [, toStaff = ''] = await office.say('yonghe-1', '确认');
  expect(toStaff).toContain('永和县（');
  expect(toStaff).toContain('不再提醒，因为已交完');
  expect(toStaff).toContain('交齐了就不再提醒。看还差什么请发：/进度 永和县');
});

test('nobody in reach: the county is told so', async () => {
  await office.prisma.account.updateMany({ data: { directChatId: null } });
  await office.say('yonghe-1', WISH);
  expect(await first('yonghe-1', '确认')).toContain('请您直接联系市总');
});

test('a claim is noted, shown to staff, never counted, and gone when the file comes', async () => {
  expect(await first('houma-1', '微视频1个，照片10张都发您邮箱了')).toMatchInlineSnapshot(`
    "我这里没有收到，没有计数：收到文件、给了回执才算。请把文件发给我。要先给市总留个话也行：
    您是要办 2 件（说明已用别的办法报了（只备注，不计数）），等于依次发：
    1. /自报 微视频 1
    2. /自报 摄影 10
    回复“确认”就全部执行（10 分钟内有效），回复“取消”都不执行。只办其中几件请单独发那几条。"
  `);
  expect(await office.prisma.selfReport.count()).toBe(0);
  expect(await office.say('houma-1', '确认')).toMatchInlineSnapshot(`
    [
      "记下了：侯马市 自报 微视频 1（没有收到文件，不计数，已收还是 0）。文件发给我，给了回执才算。",
      "记下了：侯马市 自报 摄影 10（没有收到文件，不计数，已收还是 0）。文件发给我，给了回执才算。",
    ]
  `);
  expect(await first('staff-1', '/进度 侯马市')).toMatch(
    /微视频 0\/1 差1[\s\S]*自报（未收到文件，不计数）：微视频 1 摄影 10/,
  );
  expect(await first('houma-1', '/进度')).not.toContain('自报');
  await office.move('PT1M');
  await office.say('houma-1', '/报送 微视频 《夜班的灯》', { files: [video('1.mp4')] });
  const told = await first('staff-1', '/进度 侯马市');
  expect(told).toContain('微视频 1/1');
  expect(told).toContain('自报（未收到文件，不计数）：摄影 10');
});

test('several things in one sentence are proposed as one list, and each is told', async () => {
  await office.say('houma-1', '/活动 网络安全进企业 日期:2020-09-03 企业:瑞丰钢厂 人数:60');
  await office.say('houma-1', '/活动 网络安全进工地 日期:2020-09-04 企业:华翔 人数:30');
  expect(await first('houma-1', '1、2号都撤回')).toMatchInlineSnapshot(`
    "您是要办 2 件（撤回一件，不再计数），等于依次发：
    1. /撤回 1（《网络安全进企业》）
    2. /撤回 2（《网络安全进工地》）
    回复“确认”就全部执行（10 分钟内有效），回复“取消”都不执行。只办其中几件请单独发那几条。"
  `);
  expect(await office.say('houma-1', '确认')).toEqual([
    expect.stringContaining('已撤回 #1'),
    expect.stringContaining('已撤回 #2'),
  ]);
  expect(await first('houma-1', '歌曲和微课都报零，没人会做')).toContain('2. /零报 微课 原因:没人会做');
  await office.say('houma-1', '确认');
  expect(await office.prisma.zeroReport.count()).toBe(2);
  expect(await first('staff-1', '大宁和永和延到18号，山区停电')).toContain('您是要办 2 件');
  const granted = await office.say('staff-1', '确认');
  expect(granted.filter((text) => text.startsWith('已延期：'))).toHaveLength(2);
  expect(await office.prisma.extension.count()).toBe(2);
});

test('what one of several refuses takes nothing from the others', async () => {
  await office.say('houma-1', '/活动 网络安全进企业 日期:2020-09-03 企业:瑞丰钢厂 人数:60');
  await office.say('houma-1', '/活动 网络安全进工地 日期:2020-09-04 企业:华翔 人数:30');
  await office.say('staff-1', '采用1、2号');
  await office.say('admin-1', '/采用 1');
  const answers = await office.say('staff-1', '确认');
  expect(answers[0]).toContain('没有执行 /采用 1：');
  expect(await office.prisma.submission.findMany({ select: { state: true }, orderBy: { number: 'asc' } })).toEqual([
    { state: 'accepted' },
    { state: 'accepted' },
  ]);
});
