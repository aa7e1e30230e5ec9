import { afterAll, beforeEach, expect, test } from 'vitest';
import { video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const report = () =>
  office.say('yaodu-1', '/报送 微视频 《夜班的灯》 作者:李建国 电话:13812345678', { files: [video('夜班的灯.mp4')] });

test('one’s own entries: list, details, receipt, in both chats', async () => {
  expect(await office.say('yaodu-1', '/我的')).toMatchInlineSnapshot(`
    [
      "还没有报送。要报请发，例如：/报送 微视频 《夜班的灯》 作者:李建国",
    ]
  `);
  const [receipt] = await report();
  expect(await office.say('yaodu-1', '/我的')).toMatchInlineSnapshot(`
    [
      "尧都区的报送：
    #1 微视频《夜班的灯》 已收
    看一件：/查 编号",
    ]
  `);
  expect(await office.say('yaodu-1', '/查 1')).toMatchInlineSnapshot(`
    [
      "#1《夜班的灯》 已收
    微视频 · 尧都区 · 第1版
    作者：李建国
    电话：13812345678
    夜班的灯.mp4 9.4 KB
    2020-09-10 15:00 收到",
    ]
  `);
  expect(await office.say('yaodu-1', '回执 第1号')).toEqual([receipt?.replace(/\n子项目平台.*$/, '')]);
  expect(await office.say('yaodu-1', '/回执 1', { chat: 'group' })).toMatchInlineSnapshot(`
    [
      "回执里有个人信息，请在和我的单聊里发：/回执 1",
    ]
  `);
});

test('a correction is a new version, in words, a new file or another category', async () => {
  await report();
  expect(await office.say('yaodu-1', '/补正 #1 作者：李建军，标题:《白班的灯》')).toMatchInlineSnapshot(`
    [
      "已收 #1 《白班的灯》（第2版）
    微视频 · 尧都区总工会 · 作者 李建军
    夜班的灯.mp4 9.4 KB 2秒 sha256 17b5…6a53
    2020-09-10 15:00 · 尧都区 微视频 1/1
    更正：/补正 1 作者:…　撤回：/撤回 1",
    ]
  `);
  expect(await office.say('yaodu-1', '/补正1', { files: [video('新.mp4', 1)] })).toMatchInlineSnapshot(`
    [
      "已收 #1 《白班的灯》（第3版）
    微视频 · 尧都区总工会 · 作者 李建军
    新.mp4 9.4 KB 2秒 sha256 c9e8…d273
    2020-09-10 15:00 · 尧都区 微视频 1/1
    更正：/补正 1 作者:…　撤回：/撤回 1",
    ]
  `);
  expect((await office.say('yaodu-1', '/补正 1 类别:诵读'))[0]).toContain('尧都区 诵读 1/2');
  expect((await office.say('yaodu-1', '/进度'))[0]).toContain('微视频 0/1 差1');
  expect(await office.say('yaodu-1', '/补正 1 类别:情况报告')).toMatchInlineSnapshot(`
    [
      "#1 是诵读，不能改成情况报告。请撤回后重新报。",
    ]
  `);
  expect(await office.say('yaodu-1', '/补正 1')).toMatchInlineSnapshot(`
    [
      "#1《白班的灯》（诵读）：要换文件，请在 30 分钟内把新文件发来，收到就换上。不换了请回复：取消
    只改信息，可以改：标题、作者、作者单位、电话、平台、链接、提取码、类别、备注。例如：/补正 1 作者:…",
    ]
  `);
  const kept = await office.prisma.submissionFile.count({ where: { submissionNumber: 1 } });
  expect(kept).toBe(2);
});

test('a withdrawal counts no more and is kept', async () => {
  await report();
  expect(await office.say('yaodu-1', '/撤回 1')).toMatchInlineSnapshot(`
    [
      "已撤回 #1《夜班的灯》，不再计数（记录仍保留）。
    尧都区 微视频 0/1
    撤错了发：/取消撤回 1",
    ]
  `);
  expect(await office.say('yaodu-1', '/撤回 1')).toMatchInlineSnapshot(`
    [
      "#1 已撤回，没有在计数，不用撤回。",
    ]
  `);
  expect(await office.say('yaodu-1', '/补正 1 作者:李')).toMatchInlineSnapshot(`
    [
      "#1 已撤回，不能再改。请重新报一件。",
    ]
  `);
  expect((await office.say('yaodu-1', '/我的'))[0]).toContain('还没有报送');
  expect((await report())[0]?.split('\n')[0]).toBe('已收 #2 《夜班的灯》');
});

test('accepted: the county is told, and the entry stays as it is', async () => {
  await report();
  expect(await office.say('staff-1', '/采用 1')).toMatchInlineSnapshot(`
    [
      "已采用 #1《夜班的灯》（尧都区 微视频）。",
      "[direct/yaodu-1] 好消息：#1《夜班的灯》（尧都区 微视频）已采用。",
    ]
  `);
  expect(await office.say('staff-1', '/采用 1')).toMatchInlineSnapshot(`
    [
      "#1 现在是“已采用”，不能采用。",
    ]
  `);
  expect(await office.say('yaodu-1', '/补正 1 作者:李')).toMatchInlineSnapshot(`
    [
      "#1 已采用，不能再改。如需修改，请联系市总工作人员。",
    ]
  `);
  expect(await office.say('yaodu-1', '/撤回 1')).toMatchInlineSnapshot(`
    [
      "#1 已采用，不能撤回。如需撤回，请联系市总工作人员。",
    ]
  `);
  expect((await office.say('yaodu-1', '/进度 微视频'))[0]).toContain('其中已采用 1');
});

test('returned with a reason, corrected, received again', async () => {
  await report();
  expect(await office.say('staff-1', '/退回 1')).toMatchInlineSnapshot(`
    [
      "退回要写理由，会原样告诉县里，#1 没有改动。
    请直接回复理由，例如：时长超过3分钟，请剪短后再发。不退了请回复：取消",
    ]
  `);
  expect(await office.say('staff-1', '/退回 1 片尾“鸣谢”二字有错，请改')).toMatchInlineSnapshot(`
    [
      "已退回 #1《夜班的灯》（尧都区 微视频），理由：片尾“鸣谢”二字有错，请改。",
      "[direct/yaodu-1] #1《夜班的灯》（尧都区 微视频）被退回，暂不计数。
    理由：片尾“鸣谢”二字有错，请改
    改好后把新文件和这条命令一起发：/补正 1
    只改信息：/补正 1 作者:…",
    ]
  `);
  expect((await office.say('yaodu-1', '/进度'))[0]).toContain('微视频 0/1 差1 退回待补1');
  expect(await office.say('yaodu-1', '/回执 1')).toMatchInlineSnapshot(`
    [
      "#1 现在是“已退回”，没有回执。",
    ]
  `);
  expect((await office.say('yaodu-1', '/补正 1', { files: [video('改.mp4', 1)] }))[0]).toContain('微视频 1/1');
  expect(await office.say('yaodu-1', '/查 1')).toMatchInlineSnapshot(`
    [
      "#1《夜班的灯》 已收
    微视频 · 尧都区 · 第2版
    作者：李建国
    电话：13812345678
    改.mp4 9.4 KB
    2020-09-10 15:00 收到
    2020-09-10 15:00 退回：片尾“鸣谢”二字有错，请改
    2020-09-10 15:00 补正",
    ]
  `);
});

test('staff hear when nobody could be told', async () => {
  await report();
  await office.prisma.account.updateMany({ where: { senderId: 'yaodu-1' }, data: { directChatId: null } });
  expect(await office.say('staff-1', '/采用 1')).toMatchInlineSnapshot(`
    [
      "已采用 #1《夜班的灯》（尧都区 微视频）。没能告知 李建国（还没有在单聊里和我说过话），请另行告知。",
    ]
  `);
  await office.prisma.membership.updateMany({ where: { unitId: 'yaodu' }, data: { until: office.now() } });
  expect(await office.say('admin-1', '/退回 1 太长')).toMatchInlineSnapshot(`
    [
      "已退回 #1《夜班的灯》（尧都区 微视频），理由：太长。该单位还没有联络员绑定，请另行告知。",
    ]
  `);
});

test('somebody else’s number is not shown, changed or confirmed', async () => {
  await report();
  const refusal = ['#1 不是您单位报的，您不能看或改。发 /我的 看本单位的编号。'];
  for (const text of ['/查 1', '/回执 1', '/补正 1 作者:王', '/撤回 1'])
    expect(await office.say('hongtong-1', text)).toEqual(refusal);
  expect((await office.say('admin-1', '/查 1'))[0]).toContain('作者：李建国');
  expect((await office.say('staff-1', '/补正 1 作者:代改'))[0]).toContain('作者 代改');
  expect(await office.prisma.audit.count()).toBe(2);
});

test('staff look up a unit’s numbers; a county sees its own alone', async () => {
  await office.say('yaodu-1', '/活动 《进企业》 日期:2020-09-03 企业:瑞丰钢厂 人数:60');
  const listed = '尧都区的报送：\n#1 线下活动《进企业》 已收\n看一件：/查 编号';
  expect(await office.say('staff-1', '/我的 尧都区')).toEqual([listed]);
  expect(await office.say('yaodu-1', '/我的 尧都')).toEqual([listed]);
  expect(await office.say('staff-1', '/我的 大宁县')).toEqual(['大宁县还没有报送。']);
  expect((await office.say('daning-1', '/我的 尧都区'))[0]).not.toContain('进企业');
});
