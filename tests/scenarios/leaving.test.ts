import { readFileSync } from 'node:fs';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { photo } from '../support/files.ts';
import { type Practice, practice, type SentFile } from '../support/practice.ts';

const MP3 = readFileSync(new URL('../support/fixtures/song.mp3', import.meta.url));
const song = (name: string): SentFile => ({ name, bytes: MP3 });

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const codeIn = (text = '') => /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0] ?? '';
const noRight = (text = '') => text.includes('您没有这个权限');

test('whoever is released can do nothing from that moment: no command, no file, no open question, no draft', async () => {
  const [asked = ''] = await office.say('yaodu-1', '', { files: [photo('现场.png')] });
  expect(asked).toContain('现场.png');
  expect(await office.say('staff-1', '/解绑 李建国', { chat: 'group' })).toEqual([
    '这条里有姓名，请在和我的单聊里发。',
  ]);
  expect(await office.say('staff-1', '/解绑 李建国')).toEqual([
    '已解绑 李建国：尧都区联络员，马上生效。\n没报完的草稿已作废：#1\n尧都区现在没有联络员了，请 /邀请 尧都区',
    '[direct/yaodu-1] 您的身份已解除：尧都区联络员。有疑问请联系市总。',
  ]);
  for (const said of ['1', '摄影', '确认', '/我的', '/进度', '/报送 歌曲 《二》', '撤回刚才那个']) {
    const answers = await office.say('yaodu-1', said);
    expect([said, answers.filter((text) => /已收|草稿 #|现场/.test(text))]).toEqual([said, []]);
  }
  const stored = await office.prisma.blob.count();
  expect(noRight((await office.say('yaodu-1', '', { files: [song('另一首.mp3')] }))[0])).toBe(true);
  expect(await office.prisma.blob.count()).toBe(stored);
  expect(await office.prisma.submission.findMany({ select: { state: true } })).toEqual([{ state: 'lapsed' }]);
  expect(await office.prisma.question.count()).toBe(0);
  expect((await office.say('staff-1', '/人员 尧都区'))[0]).toContain('还没有联络员');
});

test('what waited for consent is done by nobody after', async () => {
  await office.say('houma-1', '/报送 歌曲 《汾河》', { files: [song('汾河.mp3')] });
  const [proposed = ''] = await office.say('houma-1', '把1号撤回吧');
  expect(proposed).toContain('确认');
  const { name } = await office.prisma.person.findFirstOrThrow({
    where: { accounts: { some: { senderId: 'houma-1' } } },
  });
  await office.say('staff-1', `/解绑 ${name} 侯马市`);
  await office.say('houma-1', '确认');
  expect(await office.prisma.submission.findMany({ select: { state: true } })).toEqual([{ state: 'received' }]);
});

test('staff release coordinators, admins everybody but the last admin; invitations go with who made them', async () => {
  const [invited = ''] = await office.say('staff-1', '/邀请 洪洞县');
  expect(await office.say('staff-1', '/解绑 周文静')).toMatchInlineSnapshot(`
    [
      "周文静 不只是联络员，只有管理员能解绑，请联系管理员。",
    ]
  `);
  const admin = await office.prisma.person.findFirstOrThrow({ where: { accounts: { some: { senderId: 'admin-1' } } } });
  expect(await office.say('admin-1', `/解绑 ${admin.name}`)).toMatchInlineSnapshot(`
    [
      "郑国强 是唯一的管理员，解绑以后就没人能管了。请先 /邀请 管理员，等新管理员绑定后再解绑。",
    ]
  `);
  expect(await office.say('admin-1', '/解绑 周文静')).toMatchInlineSnapshot(`
    [
      "已解绑 周文静：市总工作人员，马上生效。
    周文静 开的邀请码也作废了（1 个）。",
      "[direct/staff-1] 您的身份已解除：市总工作人员。有疑问请联系市总。",
    ]
  `);
  expect(noRight((await office.say('staff-1', '/未报'))[0])).toBe(true);
  expect((await office.say('stranger-1', `/绑定 ${codeIn(invited)} 张三`))[0]).toMatch(/^这个码不对/);
  expect(await office.say('admin-1', '/解绑 周文静')).toEqual(['没有绑定叫“周文静”的人。发 /人员 看都有谁。']);
});

test('a hand-over to somebody who is not bound yet: an invitation, and what was begun is theirs when they join', async () => {
  await office.say('yaodu-1', '/报送 歌曲 《太行》');
  await office.say('yaodu-1', '/报送 摄影 《晨》', { files: [photo('晨.png')] });
  await office.say('staff-1', '/退回 2 像素太低');
  const said = await office.say('staff-1', '/交接 尧都区 李建国 王梅');
  expect(said.map((text) => text.replaceAll(codeIn(said[0]), '<code>'))).toMatchInlineSnapshot(`
    [
      "已交接：尧都区联络员由 李建国 换成 王梅，李建国 从现在起不能再办尧都区的事。
    王梅 还没绑定，邀请码：<code>（2020-09-17 15:00 前有效，只能用一次）。请转给本人，在和我的单聊里发：/绑定 <code> 王梅
    没报完的草稿：#1《太行》
    被退回待补正：#2《晨》",
      "[direct/yaodu-1] 您的身份已解除：尧都区联络员。",
    ]
  `);
  expect(noRight((await office.say('yaodu-1', '/补正 2 标题:晨光'))[0])).toBe(true);
  await office.say('stranger-1', `/绑定 ${codeIn(said[0])} 王梅`);
  const receipts = await office.say('stranger-1', '', { files: [song('太行.mp3')] });
  expect(receipts[0]).toMatch(/^已收 #1 《太行》/);
  expect((await office.say('stranger-1', '/我的'))[0]).toContain('《晨》');
});

test('a hand-over to a colleague who is known: bound at once, told, the draft is theirs; 换联络员 is settled by it', async () => {
  await office.say('yaodu-1', '/报送 歌曲 《太行》');
  await office.say('yaodu-1', '/申请 换联络员 王梅');
  const { name } = await office.prisma.person.findFirstOrThrow({
    where: { accounts: { some: { senderId: 'quwo-1' } } },
  });
  expect(await office.say('staff-1', `/交接 尧都 李建国 ${name}`)).toMatchInlineSnapshot(`
    [
      "已交接：尧都区联络员由 李建国 换成 杨丽华，李建国 从现在起不能再办尧都区的事。
    没报完的草稿：#1《太行》
    被退回待补正：没有",
      "[direct/yaodu-1] 您的身份已解除：尧都区联络员。",
      "[direct/quwo-1] 您接替 李建国 担任尧都区联络员。
    没报完的草稿：#1《太行》（30 分钟内补齐）
    被退回待补正：没有
    发 /我的 看本单位报了什么。",
    ]
  `);
  expect((await office.say('quwo-1', '', { files: [song('太行.mp3')] }))[0]).toMatch(/^已收 #1 《太行》/);
  expect((await office.say('staff-1', '/申请'))[0]).toMatch(/^没有/);
  expect(await office.say('staff-1', `/交接 尧都 李建国 ${name}`)).toEqual([
    '尧都区没有绑定叫“李建国”的人。发 /人员 尧都区 看都有谁。',
  ]);
  expect(await office.say('staff-1', `/交接 尧都 ${name} ${name}`)).toEqual([`新旧是同一个人（${name}），没有改动。`]);
});

test('namesakes are told apart by number, and by unit', async () => {
  await office.prisma.person.updateMany({
    where: { accounts: { some: { senderId: { in: ['houma-1', 'quwo-1'] } } } },
    data: { name: '张伟' },
  });
  const [which = ''] = await office.say('staff-1', '/解绑 张伟');
  const numbers = [...which.matchAll(/#(\d+)：(.*)/g)].map(([, number, what]) => [Number(number), what]);
  expect(numbers.map(([, what]) => what)).toEqual(['侯马市联络员', '曲沃县联络员']);
  expect((await office.say('staff-1', `/解绑 #${numbers[1]?.[0]}`))[0]).toMatch(/^已解绑 张伟：曲沃县联络员/);
  expect((await office.say('staff-1', '/解绑 张伟 侯马市'))[0]).toMatch(/^已解绑 张伟：侯马市联络员/);
  expect(await office.say('staff-1', '/解绑 99999999999999')).toEqual([
    '没有绑定叫“99999999999999”的人。发 /人员 看都有谁。',
  ]);
});

test('who is bound, how they are reached, since when', async () => {
  expect(await office.say('staff-1', '/人员 尧都区')).toMatchInlineSnapshot(`
    [
      "尧都区联络员：
    李建国：练习，能单聊，2020-09-10 起",
    ]
  `);
  await office.prisma.account.updateMany({ where: { senderId: 'houma-1' }, data: { directChatId: null } });
  expect(await office.say('staff-1', '/人员 侯马市')).toMatchInlineSnapshot(`
    [
      "侯马市联络员：
    张志强：练习，还没和我单聊过，2020-09-10 起",
    ]
  `);
  expect(await office.say('staff-1', '/人员')).toMatchInlineSnapshot(`
    [
      "市总：周文静（市总工作人员）、郑国强（管理员）
    联络员：尧都区 李建国；霍州市 王秀英；侯马市 张志强；洪洞县 刘玉梅；襄汾县 陈建军；曲沃县 杨丽华；翼城县 赵永刚；蒲县 黄晓燕；古县 吴海涛；安泽县 徐春霞；浮山县 孙卫东；汾西县 马红梅；隰县 朱立新；吉县 胡桂兰；乡宁县 郭振华；大宁县 林雪梅；永和县 何国平；侯马开发区 高翠萍；临汾开发区 罗志远；市直 梁淑芬
    单聊找不到：张志强
    看一家的：/人员 尧都区",
    ]
  `);
});

test('invitations are listed and taken back, by number, unit, role or code', async () => {
  expect(await office.say('staff-1', '/邀请 列表')).toEqual(['没有还没用的邀请码。']);
  const codes: string[] = [];
  for (const whom of ['洪洞县', '洪洞县', '古县'])
    codes.push(codeIn((await office.say('staff-1', `/邀请 ${whom}`))[0]));
  codes.push(codeIn((await office.say('admin-1', '/邀请 评委'))[0]));
  expect(await office.say('staff-1', '/邀请 列表')).toMatchInlineSnapshot(`
    [
      "1. 洪洞县总工会 联络员，2020-09-17 15:00 前有效，周文静 开的
    2. 洪洞县总工会 联络员，2020-09-17 15:00 前有效，周文静 开的
    3. 古县总工会 联络员，2020-09-17 15:00 前有效，周文静 开的",
    ]
  `);
  expect((await office.say('admin-1', '/邀请 列表'))[0]?.split('\n')).toHaveLength(4);
  // Staff do not take back what admins alone give out.
  const none = ['没有这样一个还没用的邀请码。发 /邀请 列表 看有哪些。\n例如：/邀请 洪洞县'];
  for (const said of ['4', codes[3], '99', '99999999999999', '评委', ''])
    expect([said, await office.say('staff-1', `/邀请 作废 ${said}`)]).toEqual([said, none]);
  expect(await office.say('staff-1', '/邀请 作废 洪洞县')).toMatchInlineSnapshot(`
    [
      "已作废：第 1 个（洪洞县总工会 联络员）；第 2 个（洪洞县总工会 联络员）；再用会被拒绝。",
    ]
  `);
  expect(await office.say('staff-1', `/邀请 作废 ${codes[2]?.toLowerCase()}`)).toEqual([
    '已作废：第 3 个（古县总工会 联络员）；再用会被拒绝。',
  ]);
  expect(await office.say('admin-1', '/邀请 作废 评委')).toEqual(['已作废：第 4 个（评委）；再用会被拒绝。']);
  for (const code of codes) expect((await office.say('yaodu-1', `/绑定 ${code} 张三`))[0]).toMatch(/^这个码不对/);
});

test('the inviter has gone: the others of staff hear who came', async () => {
  const [invited = ''] = await office.say('staff-1', '/邀请 古县');
  const staff = await office.prisma.account.findFirstOrThrow({ where: { senderId: 'staff-1' } });
  await office.prisma.membership.updateMany({ where: { personId: staff.personId }, data: { until: office.now() } });
  expect((await office.say('stranger-1', `/绑定 ${codeIn(invited)} 张三`)).slice(1)).toEqual([
    '[direct/admin-1] 张三 已绑定：古县 联络员。不是本人请发 /解绑 张三',
  ]);
});

test('wrong codes: after five none is looked at for ten minutes, the admins hear of it, and they are counted', async () => {
  const [invited = ''] = await office.say('staff-1', '/邀请 古县');
  const said: string[][] = [];
  for (let nth = 0; nth < 7; nth++) said.push(await office.say('stranger-1', `/绑定 AAAA-BBB${nth + 2} 张三`));
  const wrong = expect.stringMatching(/^这个码不对/);
  const locked = '码错得太多了，这会儿不再核对。请 10 分钟后再试，或请市总工作人员另开一个邀请码。';
  const told =
    '[direct/admin-1] 注意：有人在试邀请码，1 小时内错了 5 次（1 个账号）。试错的账号已停 10 分钟。\n看还没用的邀请码：/邀请 列表；不用的请作废。';
  expect(said).toEqual([[wrong], [wrong], [wrong], [wrong], [wrong, told], [locked], [locked]]);
  expect(await office.say('stranger-1', `/绑定 ${codeIn(invited)} 张三`)).toEqual([locked]);
  // Others are not kept waiting by it.
  expect((await office.say('quwo-1', `/绑定 ${codeIn(invited)}`))[0]).toContain('绑定好了');
  expect(await office.prisma.wrongCode.count()).toBe(5);
  await office.move('PT11M');
  expect((await office.say('stranger-1', '/绑定 AAAA-CCCC 张三'))[0]).toMatch(/^这个码不对/);
});
