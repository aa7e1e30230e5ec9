import { afterAll, beforeEach, expect, test } from 'vitest';
import { codeHash } from '../../src/application/people/codes.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const codeIn = (text = '') => /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0] ?? '';
const wrong = '这个码不对，或已经用过、过期了（邀请码 7 天内有效，只能用一次）。请向市总工作人员再要一个。';

test('an invitation opens the door once', async () => {
  expect(await office.say('staff-1', '/邀请 洪洞县', { chat: 'group' })).toMatchInlineSnapshot(`
    [
      "邀请码不在群里发，请在和我的单聊里发这条命令。",
    ]
  `);
  const [invited = ''] = await office.say('staff-1', '/邀请 洪洞');
  const code = codeIn(invited);
  expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);
  expect(invited.replaceAll(code, '<code>')).toMatchInlineSnapshot(`
    "邀请码：<code>
    洪洞县总工会 联络员，2020-09-17 15:00 前有效，只能用一次。
    请转给本人，让他在和我的单聊里发：/绑定 <code> 姓名"
  `);
  expect(await office.say('stranger-1', '/绑定')).toMatchInlineSnapshot(`
    [
      "请写上邀请码和姓名。
    例如：/绑定 K7Q2-9MXT 张三",
    ]
  `);
  expect(await office.say('stranger-1', `/绑定 ${code}`)).toMatchInlineSnapshot(`
    [
      "请在码后面写上您的姓名。
    例如：/绑定 K7Q2-9MXT 张三",
    ]
  `);
  expect(await office.say('stranger-1', '/绑定 AAAA-BBBB 张三')).toEqual([wrong]);
  expect(await office.say('stranger-1', `/绑定 ${code.toLowerCase().replace('-', ' ')}`)).toHaveLength(1);
  expect(await office.say('stranger-1', `/绑定 邀请码:${code.toLowerCase()} 姓名:张三`)).toMatchInlineSnapshot(`
    [
      "张三，绑定好了：洪洞县总工会 联络员。
    以后报送请在和我的单聊里发，例如：/报送 微视频 《夜班的灯》
    发 /帮助 看能做什么。",
      "[direct/staff-1] 您邀请的张三 已绑定：洪洞县 联络员。不是本人请发 /解绑 张三",
    ]
  `);
  expect(await office.say('yaodu-1', `/绑定 ${code} 李四`)).toEqual([wrong]);
  expect(await office.say('stranger-1', '/我是谁')).toMatchInlineSnapshot(`
    [
      "您是 张三：
    洪洞县总工会 联络员",
    ]
  `);
  expect(await office.say('stranger-1', '/我是谁', { chat: 'group' })).toMatchInlineSnapshot(`
    [
      "您是：
    洪洞县总工会 联络员",
    ]
  `);
  expect((await office.say('stranger-1', '/进度'))[0]).toContain('洪洞县总工会');
});

test('a code lives seven days', async () => {
  const [invited] = await office.say('staff-1', '/邀请 洪洞县');
  await office.move('P7D');
  expect(await office.say('stranger-1', `/绑定 ${codeIn(invited)} 张三`)).toEqual([wrong]);
});

test('codes are kept as hashes', async () => {
  const [invited] = await office.say('staff-1', '/邀请 洪洞县');
  const kept = await office.prisma.invitation.findMany();
  expect(kept.map(({ codeHash: hash }) => hash)).toEqual([codeHash(codeIn(invited))]);
});

test('roles are invited by admins, the first of whom claims a printed code', async () => {
  expect(await office.say('staff-1', '/邀请 评委')).toMatchInlineSnapshot(`
    [
      "只有管理员能邀请评委，请联系管理员。您可以邀请县里的联络员，例如：/邀请 洪洞县",
    ]
  `);
  expect(await office.say('staff-1', '/邀请')).toMatchInlineSnapshot(`
    [
      "请写明邀请哪个单位的联络员，或哪种角色（市总工作人员、评委、管理员）。
    例如：/邀请 洪洞县",
    ]
  `);
  const [invited = ''] = await office.say('admin-1', '/邀请 市总工作人员');
  expect(invited.split('\n')[1]).toBe('市总工作人员，2020-09-17 15:00 前有效，只能用一次。');
  await office.prisma.invitation.create({
    data: { codeHash: codeHash('K7Q2-9MXT'), role: 'admin', issuedAt: office.now() },
  });
  // Nobody is the first admin while there is one.
  expect(await office.say('stranger-1', '/认领 K7Q2-9MXT 张三')).toHaveLength(1);
  const { personId } = await office.prisma.membership.findFirstOrThrow({ where: { role: 'admin' } });
  await office.prisma.membership.updateMany({ where: { personId }, data: { until: office.now() } });
  expect(await office.say('stranger-1', '/绑定 K7Q2-9MXT 张三')).toEqual([wrong]);
  expect(await office.say('stranger-1', '/认领 K7Q2-9MXT 张三')).toMatchInlineSnapshot(`
    [
      "张三，绑定好了：管理员。
    发 /帮助 看能做什么。",
    ]
  `);
  expect(await office.say('yaodu-1', '/认领 K7Q2-9MXT 张三')).toMatchInlineSnapshot(`
    [
      "这个码不对，或已经用过、过期了。首位管理员的认领码在机器人启动时打印在屏幕上，24 小时内有效，有了管理员就作废。",
    ]
  `);
  expect(await office.say('stranger-1', `/绑定 ${codeIn(invited)}`)).toMatchInlineSnapshot(`
    [
      "张三，绑定好了：市总工作人员。
    发 /帮助 看能做什么。",
      "[direct/staff-1] 张三 已绑定：市总工作人员。不是本人请发 /解绑 张三",
    ]
  `);
  expect(await office.say('stranger-1', '/我是谁')).toMatchInlineSnapshot(`
    [
      "您是 张三：
    管理员
    市总工作人员",
    ]
  `);
});

test('what is kept of a person', async () => {
  expect(await office.say('yaodu-1', '/隐私')).toMatchInlineSnapshot(`
    [
      "我保存：联络员的姓名、单位、联系电话和平台账号、作品作者的姓名、作者单位、联系电话、宣传员的姓名、工作单位、联系电话、事迹。
    用途：用于本次活动的报送、审核、提醒、评审和通报，不作他用。
    2021-05-31 之后清除个人信息。电话不会出现在群里。
    看我存着您的什么：在单聊里发 /我的信息",
    ]
  `);
  expect(await office.say('yaodu-1', '/我的信息')).toMatchInlineSnapshot(`
    [
      "姓名：李建国
    电话：没有存
    您经手的报送：0 件（发 /我的 看明细）
    2021-05-31 之后清除个人信息。要更正请联系市总工作人员。",
    ]
  `);
  expect(await office.say('yaodu-1', '/我的信息', { chat: 'group' })).toMatchInlineSnapshot(`
    [
      "这是个人信息，请在和我的单聊里发 /我的信息",
    ]
  `);
  expect(await office.say('stranger-1', '/我的信息')).toMatchInlineSnapshot(`
    [
      "我这里没有您的信息（您还没有绑定）。",
    ]
  `);
});
