import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RouteName } from '../../web/shared/contracts/paths.ts';
import { workersOf } from '../support/candidates.ts';
import { type Browser, desk, type Sent, type TestDesk } from '../support/desk.ts';
import { photo, video } from '../support/files.ts';

let here: TestDesk;
beforeAll(async () => {
  here = await desk();
});
beforeEach(() => here.bot.reset());
afterAll(() => here?.close());

/** Everything that deeds leave behind, without the entrance and without what a session is. */
async function books() {
  const { prisma } = here.bot;
  const audits = await prisma.audit.findMany({ orderBy: { id: 'asc' } });
  const posts = await prisma.outbound.findMany({ where: { inboundId: null }, orderBy: { id: 'asc' } });
  return {
    entries: (await prisma.submission.findMany({ orderBy: { number: 'asc' } })).map(
      ({ openUntil: _, ...rest }) => rest,
    ),
    tally: await prisma.tally.findMany({ orderBy: [{ unitId: 'asc' }, { categoryId: 'asc' }] }),
    candidates: await prisma.candidate.findMany({ orderBy: { number: 'asc' } }),
    snapshots: (await prisma.snapshot.findMany({ orderBy: { number: 'asc' } })).map(({ number, note }) => [
      number,
      note,
    ]),
    memberships: await prisma.membership.findMany({ orderBy: { id: 'asc' } }),
    extensions: await prisma.extension.findMany({ orderBy: { id: 'asc' } }),
    targets: await prisma.targetChange.findMany({ orderBy: { id: 'asc' } }),
    reminders: await prisma.plannedReminder.findMany(),
    settings: (await prisma.setting.findMany({ orderBy: { key: 'asc' } })).filter(
      ({ key }) => !key.startsWith('practice'),
    ),
    invitations: (await prisma.invitation.findMany({ orderBy: { number: 'asc' } })).map(
      ({ codeHash: _, ...rest }) => rest,
    ),
    audit: audits
      .filter(({ action }) => !action.startsWith('session.'))
      .map(({ id: _, entrance: __, entranceId: ___, ...rest }) => rest),
    told: posts.map(({ chatKind, chatId, post }) => [chatKind, chatId, (post as { text: string }).text]),
  };
}

/** What others were told in their chats since, whatever the way. */
const heard = async (since: bigint, by: string) =>
  (await here.bot.platform.saidSince(since))
    .filter(({ chat }) => chat !== `direct/${by}`)
    .map(({ chat, text }) => `[${chat}] ${text}`);

interface Way {
  name: string;
  /** Who does it, in the chat and in the console. */
  as: string;
  chat: string[];
  console(ask: (name: RouteName, sent?: Sent) => Promise<{ status: number; body: Any }>): Promise<unknown>;
}
// biome-ignore lint/suspicious/noExplicitAny: a test looks at what it expects.
type Any = any;

const seenOf = async (ask: Parameters<Way['console']>[0], number: number) =>
  (await ask('work', { params: { number } })).body.seen;

const WAYS: Way[] = [
  {
    name: 'accepts several at once',
    as: 'staff-1',
    chat: ['/采用 1 2 99'],
    async console(ask) {
      const items = [];
      for (const number of [1, 2]) items.push({ number, seen: await seenOf(ask, number) });
      return ask('decide', { body: { verdict: 'accept', items: [...items, { number: 99, seen: 'x' }] } });
    },
  },
  {
    name: 'returns one with its reason, and takes that back',
    as: 'staff-1',
    chat: ['/退回 1 时长超过3分钟', '/反悔 1'],
    async console(ask) {
      const reason = '时长超过3分钟';
      const { body } = await ask('decide', {
        body: { verdict: 'return', reason, items: [{ number: 1, seen: await seenOf(ask, 1) }] },
      });
      return ask('decide', { body: { verdict: 'undo', items: [{ number: 1, seen: body.done[0].seen }] } });
    },
  },
  {
    name: 'corrects and withdraws',
    as: 'yaodu-1',
    chat: ['/补正 1 作者:李鸣', '/撤回 2'],
    async console(ask) {
      await ask('correct', { params: { number: 1 }, body: { seen: await seenOf(ask, 1), fields: { author: '李鸣' } } });
      return ask('withdraw', { params: { number: 2 }, body: { seen: await seenOf(ask, 2) } });
    },
  },
  {
    name: 'puts a work into another category',
    as: 'yaodu-1',
    chat: ['/补正 1 类别:微电影'],
    async console(ask) {
      const change = (category: string, seen: string) =>
        ask('correct', { params: { number: 1 }, body: { seen, fields: { category } } });
      const seen = await seenOf(ask, 1);
      expect([(await change('nowhere', seen)).status, (await change('event', seen)).status]).toEqual([404, 409]);
      return change('micro_film', seen);
    },
  },
  {
    name: 'passes one that a worker sent, and sends another back',
    as: 'puxian-1',
    chat: ['/初筛 通过 1', '/初筛 退回 2 片尾请加上单位名称'],
    async console(ask) {
      const [one, other] = (await ask('candidates')).body.items;
      await ask('screen', { body: { verdict: 'pass', items: [{ number: 1, seen: one.seen }] } });
      const reason = '片尾请加上单位名称';
      return ask('screen', { body: { verdict: 'return', reason, items: [{ number: 2, seen: other.seen }] } });
    },
  },
  {
    name: 'invites, takes an invitation back, and freezes the figures',
    as: 'staff-1',
    chat: ['/邀请 蒲县', '/邀请 作废 1', '/快照 中期'],
    async console(ask) {
      await ask('invite', { body: { role: 'coordinator', unitId: 'puxian' } });
      await ask('cancelInvitation', { body: { number: 1 } });
      return ask('takeSnapshot', { body: { note: '中期' } });
    },
  },
  {
    name: 'extends, and takes it back',
    as: 'staff-1',
    chat: ['/延期 尧都区 到 9月18日 停电', '/延期 蒲县 到 9月18日 停电', '/取消延期 尧都区'],
    async console(ask) {
      const seen = async () => (await ask('extensions')).body.seen;
      const more = { day: '2020-09-18', reason: '停电' };
      await ask('extend', { body: { units: ['yaodu', 'puxian'], ...more, seen: await seen() } });
      return ask('cancelExtension', { body: { unitId: 'yaodu', seen: await seen() } });
    },
  },
  {
    name: 'changes a target',
    as: 'admin-1',
    chat: ['/改任务 尧都区 摄影 8 依据:市总批复'],
    async console(ask) {
      const { body } = await ask('targets');
      const column = body.columns.findIndex(({ categoryId }: Any) => categoryId === 'photo');
      const { seen } = body.units.find(({ unitId }: Any) => unitId === 'yaodu').cells[column];
      const change = { unitId: 'yaodu', categoryId: 'photo', number: 8, basis: '市总批复', seen };
      const done = await ask('changeTarget', { body: change });
      // Somebody else with the old figure before them.
      expect((await ask('changeTarget', { body: { ...change, number: 9 } })).status).toBe(409);
      return done;
    },
  },
  {
    name: 'releases one, hands over from another',
    as: 'staff-1',
    chat: ['/交接 蒲县 王秀英 新来的人', '/解绑 李建国'],
    async console(ask) {
      const { body } = await ask('people');
      const of = (unit: string) =>
        body.people.find(({ roles }: Any) => roles.some(({ unitId }: Any) => unitId === unit));
      const [old, gone] = [of('puxian'), of('yaodu')];
      await ask('handOver', { body: { unitId: 'puxian', from: old.id, seen: old.seen } });
      return ask('release', { body: { id: gone.id, seen: gone.seen } });
    },
  },
  {
    name: 'pauses reminders, plans one, drops it, goes on',
    as: 'staff-1',
    chat: ['/提醒 暂停', '/提醒 新增 9月21日 10:00', '/提醒 删除 1', '/提醒 恢复'],
    async console(ask) {
      const seen = async () => (await ask('reminders')).body.seen;
      await ask('pauseReminders', { body: { paused: true, seen: await seen() } });
      const { body } = await ask('addReminder', { body: { day: '2020-09-21', time: '10:00', seen: await seen() } });
      await ask('dropReminder', { body: { id: body.id, seen: await seen() } });
      return ask('pauseReminders', { body: { paused: false, seen: await seen() } });
    },
  },
  {
    name: 'nudges one unit',
    as: 'staff-1',
    chat: ['/催报 尧都区', '确认'],
    async console(ask) {
      const { body } = await ask('nudgePreview', { query: { units: 'yaodu' } });
      return ask('nudge', { body: { units: ['yaodu'], seen: body.seen } });
    },
  },
];

/** What everybody has before them: two works of one unit, and somebody who has begun another. */
async function before(): Promise<bigint> {
  const { bot } = here;
  await bot.say('yaodu-1', '/报送 微视频 《夜班的灯》 作者:李建国', { files: [video('夜班的灯.mp4', 1)] });
  await bot.say('yaodu-1', '/报送 摄影 《炉火》 作者:李建国', { files: [photo('炉火.png', 2)] });
  await bot.say('puxian-1', '/报送 歌曲 《矿灯》');
  const workers = workersOf(bot);
  await workers.sendIn('a', { unitId: 'puxian', title: '晨光', files: [photo('晨光.png', 3)] });
  await workers.sendIn('b', { unitId: 'puxian', title: '晚霞', files: [photo('晚霞.png', 4)] });
  await bot.say('staff-1', '/我是谁');
  await bot.say('admin-1', '/我是谁');
  return bot.platform.last();
}

const nameOfCoordinator = async (unitId: string) =>
  (await here.bot.prisma.membership.findFirstOrThrow({ where: { unitId }, include: { person: true } })).person.name;

test.each(WAYS)('whoever $name leaves the same rows, audit and posts by chat and by console', async (way) => {
  const byChat = await (async () => {
    const since = await before();
    const others = { 王秀英: await nameOfCoordinator('puxian'), 李建国: await nameOfCoordinator('yaodu') };
    for (const line of way.chat) {
      const said = Object.entries(others).reduce((text, [from, to]) => text.replace(from, to), line);
      await here.bot.say(way.as, said);
    }
    return { books: await books(), heard: await heard(since, way.as) };
  })();
  await here.bot.reset();
  const since = await before();
  const browser: Browser = await here.as(way.as);
  await way.console((name, sent) => browser.ask(name, sent));
  await here.bot.bot.work();
  const { told: _, ...rest } = await books();
  const { told: __, ...same } = byChat.books;
  expect(rest).toEqual(same);
  expect(await heard(since, way.as)).toEqual(byChat.heard);
  const entrances = await here.bot.prisma.audit.findMany({ where: { entrance: 'session', NOT: { entranceId: null } } });
  expect(entrances.length).toBeGreaterThan(0);
});

test('a question to the unit reaches it and changes nothing else', async () => {
  const since = await before();
  const staff = await here.as('staff-1');
  const ask: Parameters<Way['console']>[0] = (name, sent) => staff.ask(name, sent);
  const seen = await seenOf(ask, 1);
  const items = [{ number: 1, seen }];
  const { body } = await ask('decide', { body: { verdict: 'ask', question: '作者是哪个厂的？', items } });
  await here.bot.bot.work();
  expect(body).toEqual({ done: [{ number: 1, state: 'received', seen }], refused: [], unreached: [] });
  expect(await heard(since, 'staff-1')).toMatchInlineSnapshot(`
    [
      "[direct/yaodu-1] 市总问 #1《夜班的灯》（尧都区 微视频）：
    作者是哪个厂的？
    改信息或换文件：/补正 1　要说明的，直接联系市总。",
    ]
  `);
});
