import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { photo, video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

// Days go by with dozens of posts each, perhaps beside other tests.
vi.setConfig({ testTimeout: 60_000 });

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

test('an extension moves the deadline, lateness and reminders of that unit only', async () => {
  expect(await office.say('staff-1', '/延期 大宁县 到 9月18日 山区停电')).toMatchInlineSnapshot(`
    [
      "已延期：大宁县 到 2020-09-18（含当天），原为 2020-09-15。理由：山区停电。",
      "[direct/daning-1] 大宁县报送延期到 2020-09-18（含当天 24:00 前），原为 2020-09-15。理由：山区停电",
    ]
  `);
  expect(await office.say('staff-1', '/延期 永和县 摄影到9月20日 “相机”坏了')).toMatchInlineSnapshot(`
    [
      "已延期：永和县 摄影 到 2020-09-20（含当天），原为 2020-09-15。理由：“相机”坏了。",
      "[direct/yonghe-1] 永和县的摄影报送延期到 2020-09-20（含当天 24:00 前），原为 2020-09-15。理由：“相机”坏了",
    ]
  `);
  expect((await office.say('daning-1', '/截止'))[0]?.split('\n').slice(-3)).toMatchInlineSnapshot(`
    [
      "离本单位的报送截止（2020-09-18）还有 8 天。",
      "大宁县 已延期到 2020-09-18（含当天）",
      "现在：2020-09-10 15:00",
    ]
  `);
  expect((await office.say('yaodu-1', '/截止'))[0]).not.toContain('延期');
  const toGroup = (said: string[]) => said.filter((text) => text.startsWith('[group]'));
  const posts = toGroup(await office.move('2020-09-16T09:30:00+08:00'));
  const late = async (who: string, category: string, file: { name: string; bytes: Buffer }) =>
    (await office.say(who, `/报送 ${category} 《甲》`, { files: [file] }))[0]?.includes('迟报');
  expect([
    await late('yaodu-1', '微视频', video('a.mp4', 1)),
    await late('daning-1', '微视频', video('b.mp4', 2)),
    await late('yonghe-1', '微视频', video('c.mp4', 3)),
    await late('yonghe-1', '摄影', photo('d.png', 4)),
  ]).toEqual([true, false, true, false]);
  const afterDeadline = posts.at(-1)?.split('\n') ?? [];
  expect(afterDeadline.filter((line) => /大宁/.test(line))).toEqual([]);
  expect(afterDeadline.join('\n')).toMatch(/截止日 2020-09-15 已过，请下面 \d+ 家尽快补报，还差：/);
  expect(toGroup(await office.move('2020-09-18T12:00:00+08:00'))).toMatchInlineSnapshot(`
    [
      "[group] 【报送提醒】报送截止（2020-09-15）已过 3 个工作日
    截止日 2020-09-15 已过，请下面 19 家尽快补报，还差：
    尧都区：线下活动 1、专题活动 1、摄影 10、优秀平台 1、诵读 2、歌曲 1、微课 1、情况报告 1
    永和县：线下活动 1、专题活动 1、优秀平台 1、诵读 1、歌曲 1、微课 1、情况报告 1
    未报：霍州市、侯马市、洪洞县、襄汾县、曲沃县、翼城县、蒲县、古县、安泽县、浮山县、汾西县、隰县、吉县、乡宁县、侯马开发区、临汾开发区、市直
    宣传员全市 0/50
    有困难请联系市总宣传网络中心赵起越，或在单聊里告诉我
    口径：已收（含已采用），2020-09-18 09:08",
    ]
  `);
});

test('a nudge is previewed and sent after 确认, by the same person in the same chat', async () => {
  const preview = await office.say('staff-1', '/催报 洪洞 襄汾');
  expect(preview).toMatchInlineSnapshot(`
    [
      "将在单聊里催 2 家：
    洪洞县：未报
    襄汾县：未报
    回复“确认”就发（10 分钟内有效，名单以发送时为准）；回复“取消”不发。",
    ]
  `);
  expect(await office.say('staff-1', '好的')).toEqual(['还没有执行。要执行请只回复“确认”两个字，不执行请回复“取消”。']);
  const none = ['没有等您确认的事：可能过了时间，或者不是在这个聊天里问的。请把原来的命令再发一次。'];
  expect(await office.say('staff-1', '确认', { chat: 'group' })).toEqual(none);
  expect(await office.say('admin-1', '确认')).toEqual(none);
  expect(await office.say('staff-1', '/确认')).toMatchInlineSnapshot(`
    [
      "已在单聊里催 2 家。",
      "[direct/hongtong-1] 洪洞县在 2020-09-15 前还差：线下活动 1 场、微视频 1 个、专题活动 1 个、摄影 10 个、优秀平台 1 个、诵读 1 篇、歌曲 1 首、微课 1 个、情况报告 1 份
    请尽快报送，例如：/报送 微视频 《夜班的灯》；确实没有的请零报，例如：/零报 微课 原因:今年没有这一类
    有困难请联系市总宣传网络中心赵起越",
      "[direct/xiangfen-1] 襄汾县在 2020-09-15 前还差：线下活动 1 场、微视频 1 个、专题活动 1 个、摄影 10 个、优秀平台 1 个、诵读 1 篇、歌曲 1 首、微课 1 个、情况报告 1 份
    请尽快报送，例如：/报送 微视频 《夜班的灯》；确实没有的请零报，例如：/零报 微课 原因:今年没有这一类
    有困难请联系市总宣传网络中心赵起越",
    ]
  `);
  expect(await office.say('staff-1', '确认')).toEqual(none);
});

test('a nudge is dropped by 取消 and forgotten after ten minutes', async () => {
  await office.say('staff-1', '/催报 大宁');
  expect(await office.say('staff-1', '取消')).toMatchInlineSnapshot(`
    [
      "好的，没有执行。",
    ]
  `);
  await office.say('staff-1', '/催报 大宁');
  await office.move('PT10M');
  expect((await office.say('staff-1', '确认'))[0]).toContain('没有等您确认的事');
});

test('a nudge for a category names what is lacking, and leaves out who has it or has none', async () => {
  await office.say('yaodu-1', '/零报 歌曲 原因:没有');
  await office.prisma.account.updateMany({ where: { senderId: 'houma-1' }, data: { directChatId: null } });
  const [preview = ''] = await office.say('staff-1', '/催报 歌曲');
  expect(preview.split('\n').slice(0, 3)).toEqual(['将在单聊里催 17 家：', '霍州市：歌曲 1', '洪洞县：歌曲 1']);
  expect(preview.split('\n').slice(-3)).toMatchInlineSnapshot(`
    [
      "另有 1 家单聊催不到，在绑定的群里点名：",
      "侯马市：歌曲 1（张志强 还没在单聊里和我说过话）",
      "回复“确认”就发（10 分钟内有效，名单以发送时为准）；回复“取消”不发。",
    ]
  `);
  const sent = await office.say('staff-1', '确认');
  expect(sent[0]).toBe('已在单聊里催 17 家。已在群里点名 1 家：侯马市。');
  expect(sent[1]).toMatchInlineSnapshot(`
    "[direct/huozhou-1] 霍州市在 2020-09-15 前还差：歌曲 1 首
    请尽快报送，例如：/报送 歌曲 《夜班的灯》；确实没有的请零报，例如：/零报 歌曲 原因:今年没有这一类
    有困难请联系市总宣传网络中心赵起越"
  `);
  expect(sent).toHaveLength(19);
  expect(sent.at(-1)).toMatchInlineSnapshot(`
    "[group] 【催报】请下面 1 家在 2020-09-15 前报齐，还差：
    侯马市：歌曲 1
    有困难请联系市总宣传网络中心赵起越，或在单聊里告诉我
    口径：已收（含已采用），2020-09-10 15:00"
  `);
});

test('all of them in the group on demand, once in ten minutes; without a group that is said', async () => {
  await office.say('staff-1', '/催报 大宁 永和 群里');
  const sent = await office.say('admin-1', '/催报 大宁 永和 群里');
  expect(sent).toMatchInlineSnapshot(`
    [
      "将在单聊里催 2 家：
    大宁县：未报
    永和县：未报
    这 2 家都在绑定的群里点名。
    回复“确认”就发（10 分钟内有效，名单以发送时为准）；回复“取消”不发。",
    ]
  `);
  expect(await office.say('staff-1', '确认')).toMatchInlineSnapshot(`
    [
      "已在单聊里催 2 家。已在群里点名 2 家：大宁县、永和县。",
      "[direct/daning-1] 大宁县在 2020-09-15 前还差：线下活动 1 场、微视频 1 个、专题活动 1 个、摄影 10 个、优秀平台 1 个、诵读 1 篇、歌曲 1 首、微课 1 个、情况报告 1 份
    请尽快报送，例如：/报送 微视频 《夜班的灯》；确实没有的请零报，例如：/零报 微课 原因:今年没有这一类
    有困难请联系市总宣传网络中心赵起越",
      "[direct/yonghe-1] 永和县在 2020-09-15 前还差：线下活动 1 场、微视频 1 个、专题活动 1 个、摄影 10 个、优秀平台 1 个、诵读 1 篇、歌曲 1 首、微课 1 个、情况报告 1 份
    请尽快报送，例如：/报送 微视频 《夜班的灯》；确实没有的请零报，例如：/零报 微课 原因:今年没有这一类
    有困难请联系市总宣传网络中心赵起越",
      "[group] 【催报】请下面 2 家在 2020-09-15 前报齐，还差：
    未报：大宁县、永和县
    有困难请联系市总宣传网络中心赵起越，或在单聊里告诉我
    口径：已收（含已采用），2020-09-10 15:00",
    ]
  `);
  expect(await office.say('admin-1', '确认')).toEqual([
    '已在群里点名 2 家：大宁县、永和县。另有 2 家 10 分钟内刚这样催过，没有重复发。',
  ]);
  await office.prisma.group.deleteMany();
  expect((await office.say('staff-1', '/催报 大宁 群里'))[0]).toContain('还没有绑定的群，不能在群里点名');
});

test('for three weeks after the notice nobody is named: what is due when, and how', async () => {
  const early = await practice({ CLOCK: '2020-06-14T15:00:00+08:00' });
  const digests = async (until: string) =>
    (await early.move(until)).filter((text) => text.startsWith('[group] 【报送提醒】每周情况'));
  const [first = ''] = await digests('2020-06-15T20:00:00+08:00');
  expect(first).toMatchInlineSnapshot(`
    "[group] 【报送提醒】每周情况
    全市完成 0%（0/326）：报全 0 家，没报全 0 家，没报 19 家
    请在 2020-09-15 前报齐参评作品和情况报告。各单位任务数发 /任务，要求发 /要求 类别。
    怎么报：在单聊里发 /报送 微视频 《标题》，再发文件，收到回执才算数。
    宣传员全市 0/50
    有困难请联系市总宣传网络中心赵起越，或在单聊里告诉我
    口径：已收（含已采用），2020-06-15 09:04"
  `);
  expect(first).not.toMatch(/大宁|永和/);
  expect((await digests('2020-06-30T20:00:00+08:00')).filter((text) => text.includes('尧都区'))).toEqual([]);
  expect((await digests('2020-07-06T20:00:00+08:00')).map((text) => text.includes('未报：尧都区'))).toEqual([true]);
  await early.close();
});

test('the schedule: list, pause, resume, add, drop', async () => {
  expect(await office.say('staff-1', '/提醒')).toMatchInlineSnapshot(`
    [
      "自动提醒：
    2020-09-11 09:08 离报送截止（2020-09-15）还有 4 天
    2020-09-11 09:08 （单聊提醒联络员）离报送截止（2020-09-15）还有 4 天
    2020-09-14 09:05 离报送截止（2020-09-15）还有 1 天
    2020-09-14 09:05 （单聊提醒联络员）离报送截止（2020-09-15）还有 1 天
    2020-09-14 09:05 （单聊给市总）每周情况
    2020-09-15 09:04 今天（2020-09-15）报送截止，到 24:00 止
    2020-09-16 09:07 报送截止（2020-09-15）已过 1 个工作日
    2020-09-18 09:08 报送截止（2020-09-15）已过 3 个工作日
    2020-09-21 09:08 （单聊给市总）每周情况
    2020-09-28 09:08 （单聊给市总）每周情况
    2020-09-30 09:02 （单聊给市总）每周情况
    2020-10-12 09:05 （单聊给市总）每周情况
    以后还有 7 次",
    ]
  `);
  expect(await office.say('staff-1', '/提醒 暂停')).toMatchInlineSnapshot(`
    [
      "自动提醒已暂停。恢复请发 /提醒 恢复",
    ]
  `);
  expect(await office.move('2020-09-12T09:00:00+08:00')).toEqual([]);
  expect(await office.say('staff-1', '/提醒 恢复')).toMatchInlineSnapshot(`
    [
      "自动提醒已恢复。下一次：2020-09-14 09:05",
    ]
  `);
  expect(await office.say('staff-1', '/提醒 新增 9月17日 10:00')).toMatchInlineSnapshot(`
    [
      "已新增提醒 1：2020-09-17 10:00，名单以发送时为准。不要了发 /提醒 删除 1",
    ]
  `);
  expect(await office.say('staff-1', '/提醒 新增 9月17日 16:00')).toMatchInlineSnapshot(`
    [
      "那天 2020-09-17 10:00 已经有提醒了，一天只在群里发一次，没有新增。",
    ]
  `);
  expect(await office.say('staff-1', '/提醒 新增 9月19日 13:00')).toMatchInlineSnapshot(`
    [
      "13:00 是免打扰时段，没有新增。最近可以发的时间：2020-09-19 14:30
    例如：/提醒 新增 9月11日 09:00",
    ]
  `);
  expect(await office.say('staff-1', '/提醒 新增')).toMatchInlineSnapshot(`
    [
      "请写上日期。可以写 2020-09-03、9月3日、昨天。
    例如：/提醒 新增 9月11日 09:00",
    ]
  `);
  expect(await office.say('staff-1', '/提醒 新增 9月1日 10:00')).toMatchInlineSnapshot(`
    [
      "2020-09-01 10:00 已经过去了。
    例如：/提醒 新增 9月11日 09:00",
    ]
  `);
  expect(await office.say('staff-1', '/提醒 新增 9月21日 25:00')).toMatchInlineSnapshot(`
    [
      "看不懂时间“25:00”，请写成 09:00 这样。
    例如：/提醒 新增 9月11日 09:00",
    ]
  `);
  expect(await office.say('staff-1', '/提醒 删除 1')).toMatchInlineSnapshot(`
    [
      "已删除提醒 1。",
    ]
  `);
  expect(await office.say('staff-1', '/提醒 删除 1')).toMatchInlineSnapshot(`
    [
      "没有这个手工新增的提醒：1。发 /提醒 列表 看编号。",
    ]
  `);
  expect(await office.say('staff-1', '/提醒 火箭')).toMatchInlineSnapshot(`
    [
      "没有“火箭”这种操作，可以写：列表、预览、暂停、恢复、新增、删除。
    例如：/提醒 新增 9月11日 09:00",
    ]
  `);
});

test('a target is changed with its ground, and the unit is told', async () => {
  expect(await office.say('admin-1', '/改任务 大宁县 摄影 8 依据:市总2020年8月批复')).toMatchInlineSnapshot(`
    [
      "已改：大宁县 摄影 任务数 10 → 8，依据：市总2020年8月批复。",
      "[direct/daning-1] 大宁县的摄影任务数改为 8（原为 10），依据：市总2020年8月批复",
    ]
  `);
  expect((await office.say('daning-1', '/任务'))[0]).toContain('摄影 8 个（通知原为 10）');
  expect((await office.say('yonghe-1', '/任务'))[0]).toContain('摄影 10 个\n');
  expect((await office.say('admin-1', '/改任务 市直 微视频 1 依据:批复'))[0]).toContain('（原来没有） → 1');
});

test('a group is bound by an admin, in the group', async () => {
  expect(await office.say('admin-1', '/绑定本群', { chat: 'group' })).toMatchInlineSnapshot(`
    [
      "绑定好了，以后的报送提醒会发到本群。",
    ]
  `);
  expect(await office.say('admin-1', '/绑定本群')).toMatchInlineSnapshot(`
    [
      "请在要绑定的群里@我，发 /绑定本群",
    ]
  `);
});
