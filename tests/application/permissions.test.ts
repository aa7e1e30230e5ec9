import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Practice, practice } from '../support/practice.ts';

// The judge is a coordinator of the practice whose membership is changed below.
const PEOPLE = {
  coordinator: 'yaodu-1',
  staff: 'staff-1',
  judge: 'puxian-1',
  admin: 'admin-1',
  stranger: 'stranger-1',
};
type Role = keyof typeof PEOPLE;
const roles = Object.keys(PEOPLE) as Role[];

const everyone: Role[] = roles;
const bound: Role[] = ['coordinator', 'staff', 'judge', 'admin'];
const reporters: Role[] = ['coordinator', 'staff'];
const office: Role[] = ['staff', 'admin'];

/** A command as it is typed, and who may use it: docs/product.md, sections 4 and 5. */
const COMMANDS: [text: string, who: Role[]][] = [
  ['/报送 微视频 《夜班的灯》', reporters],
  ['/活动 讲座 日期:9月3日 企业:钢厂 人数:60', reporters],
  ['/宣传员 王小梅 工作单位:医院', reporters],
  ['/报告', reporters],
  ['/模板 宣传员', reporters],
  ['/零报 歌曲 原因:无', reporters],
  ['/自报 微视频 1', reporters],
  ['/申请 延期 到 9月17日 人手不够', reporters],
  ['/上传 列表', reporters],
  ['/完成', reporters],
  ['/取消', reporters],
  ['/我的', reporters],
  ['/查 99', ['coordinator', 'staff', 'admin']],
  ['/看 99', ['coordinator', 'staff', 'admin']],
  ['/回执 99', ['coordinator', 'staff', 'admin']],
  ['/验 99', bound],
  ['/补正 99 作者:李', reporters],
  ['/补件 99', reporters],
  ['/换件 99', reporters],
  ['/撤回 99', reporters],
  ['/取消撤回 99', reporters],
  ['/双报', ['coordinator', 'staff', 'admin']],
  ['/征集 摄影', reporters],
  ['/初筛', reporters],
  ['/下级', reporters],
  ['/进度', bound],
  ['/未报', bound],
  ['/任务', everyone],
  ['/截止', everyone],
  ['/要求 微视频', everyone],
  ['/平台 摄影', everyone],
  ['/联系', everyone],
  ['/阶段', everyone],
  ['/问题', everyone],
  ['/活动列表', everyone],
  ['/换活动 1', everyone],
  ['/待审', office],
  ['/迟报', office],
  ['/今日', office],
  ['/采用 99', office],
  ['/退回 99 太长', office],
  ['/反悔 99', office],
  ['/同一件 98 99', office],
  ['/不是同一件 98 99', office],
  ['/延期 大宁县 到 9月18日 停电', office],
  ['/取消延期 大宁县', office],
  ['/催报 洪洞', office],
  ['/提醒 列表', office],
  ['/邮件 99', office],
  ['/导出 完成情况', office],
  ['/快照', office],
  ['/评审', ['staff', 'judge', 'admin']],
  ['/评分 99 86', ['judge']],
  ['/结果', office],
  ['/通报 列表', office],
  ['/公示 列表', office],
  ['/邀请 洪洞县', office],
  ['/人员 洪洞县', office],
  ['/解绑 无此人', office],
  ['/交接 洪洞县 无此人 张三', office],
  ['/结束报送', office],
  ['/恢复报送', office],
  ['/绑定本群', ['admin']],
  ['/改任务 大宁县 摄影 8 依据:批复', ['admin']],
  ['/绑定 AAAA-BBBB 张三', everyone],
  ['/认领 AAAA-BBBB 张三', everyone],
  ['/我是谁', everyone],
  ['/登录', bound],
  ['/退出登录', bound],
  ['/隐私', everyone],
  ['/我的信息', everyone],
  ['/帮助', everyone],
];

let bot: Practice;
beforeAll(async () => {
  bot = await practice();
  const { personId } = await bot.prisma.account.findFirstOrThrow({ where: { senderId: PEOPLE.judge } });
  await bot.prisma.membership.updateMany({ where: { personId }, data: { role: 'judge', unitId: '' } });
});
afterAll(() => bot?.close());

test('every command stands in the table', () => {
  const names = Object.values(bot.office.vocabulary.commands).map(({ name }) => name);
  const tested = COMMANDS.map(([text]) => /^\/(\S+)/.exec(text)?.[1]);
  expect([...tested].sort()).toEqual([...names].sort());
});

const refused = (text: string) => /^\/\S+ 您没有这个权限/.test(text) || text.startsWith('我还不认识您，不能用');

test.each(COMMANDS)('%s', async (text, who) => {
  const allowed: Role[] = [];
  for (const role of roles) {
    const [answer = ''] = await bot.say(PEOPLE[role], text);
    if (!refused(answer)) allowed.push(role);
  }
  expect(allowed).toEqual(who);
});

test.each(roles)('/帮助 shows what %s may do and nothing else', async (role) => {
  const [text = ''] = await bot.say(PEOPLE[role], '/帮助');
  const shown = [...text.matchAll(/^\/(\S+).* — /gm)].map(([, name]) => name).sort();
  // Of no use with one campaign alone.
  const ofSeveral = ['/活动列表', '/换活动 1'];
  const may = COMMANDS.filter(([text, who]) => who.includes(role) && !ofSeveral.includes(text)).map(
    ([command]) => /^\/(\S+)/.exec(command)?.[1],
  );
  expect(shown).toEqual(may.sort());
});

test('the group knows no other rights', async () => {
  for (const [text, who] of COMMANDS)
    for (const role of ['judge', 'stranger'] as const) {
      const [answer = ''] = await bot.say(PEOPLE[role], text, { chat: 'group' });
      expect([text, role, refused(answer)]).toEqual([text, role, !who.includes(role)]);
    }
});

test('somebody whose membership ended may do nothing any more', async () => {
  const { personId } = await bot.prisma.account.findFirstOrThrow({ where: { senderId: 'guxian-1' } });
  await bot.prisma.membership.updateMany({ where: { personId }, data: { until: bot.now() } });
  expect(refused((await bot.say('guxian-1', '/报送 微视频 《夜》'))[0] ?? '')).toBe(true);
  expect(await bot.say('guxian-1', '/我是谁')).toMatchInlineSnapshot(`
    [
      "您是 吴海涛：
    （没有生效的身份，请联系市总工作人员）",
    ]
  `);
});
