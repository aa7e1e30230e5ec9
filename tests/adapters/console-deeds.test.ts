import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { pageWords } from '../../scripts/page-words.ts';
import { mailboxOf } from '../../src/adapters/mail/mailbox.ts';
import { soleLease } from '../../src/adapters/prisma/lease.ts';
import { INNER } from '../../web/console/parts/inner-keys.ts';
import { paths, type RouteName } from '../../web/shared/contracts/paths.ts';
import { workersOf } from '../support/candidates.ts';
import { type Browser, desk, type Sent, type TestDesk } from '../support/desk.ts';
import { photo, video } from '../support/files.ts';
import { imapServer } from '../support/imap.ts';
import { inUtf8, mail } from '../support/mails.ts';

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
    mails: (await prisma.mail.findMany({ orderBy: { number: 'asc' } })).map(
      ({ headKey: _, bodyKey: __, ...rest }) => rest,
    ),
    senders: await prisma.mailSender.findMany(),
    drafts: await prisma.paperDraft.findMany({ orderBy: { id: 'asc' } }),
    pages: (await prisma.page.findMany({ orderBy: { id: 'asc' } })).map(({ codeHash: _, ...rest }) => rest),
    judging: {
      tasks: await prisma.judgingTask.findMany({ orderBy: [{ number: 'asc' }, { personId: 'asc' }] }),
      papers: await prisma.paper.findMany({ orderBy: { id: 'asc' } }),
      conflicts: await prisma.judgeConflict.findMany({ orderBy: { id: 'asc' } }),
      awards: await prisma.awardDecision.findMany({ orderBy: { id: 'asc' } }),
      frozen: await prisma.frozenResult.findMany({ orderBy: { id: 'asc' } }),
      objections: await prisma.objection.findMany({ orderBy: { id: 'asc' } }),
    },
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
  /** What is there besides, before it is done. */
  given?: () => Promise<void>;
  chat: string[];
  /** The writes of the console that it is made of. */
  writes: RouteName[];
  console(ask: (name: RouteName, sent?: Sent) => Promise<{ status: number; body: Any }>): Promise<{ status: number }>;
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
    writes: ['decide'],
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
    writes: ['decide'],
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
    writes: ['correct', 'withdraw'],
    async console(ask) {
      await ask('correct', { params: { number: 1 }, body: { seen: await seenOf(ask, 1), fields: { author: '李鸣' } } });
      return ask('withdraw', { params: { number: 2 }, body: { seen: await seenOf(ask, 2) } });
    },
  },
  {
    name: 'puts a work into another category',
    as: 'yaodu-1',
    chat: ['/补正 1 类别:微电影'],
    writes: ['correct'],
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
    writes: ['screen'],
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
    writes: ['invite', 'cancelInvitation', 'takeSnapshot'],
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
    writes: ['extend', 'cancelExtension'],
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
    writes: ['changeTarget'],
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
    writes: ['handOver', 'release'],
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
    writes: ['pauseReminders', 'addReminder', 'dropReminder'],
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
    writes: ['nudge'],
    async console(ask) {
      const { body } = await ask('nudgePreview', { query: { units: 'yaodu' } });
      return ask('nudge', { body: { units: ['yaodu'], seen: body.seen } });
    },
  },
  {
    name: 'puts a mail right, claims it, and puts another aside',
    as: 'staff-1',
    given: twoMails,
    chat: ['/邮件 改 1 标题:朝霞', '/邮件 认领 1', '/邮件 不是 2'],
    writes: ['changeMail', 'claimMail', 'dismissMail'],
    async console(ask) {
      await ask('changeMail', { params: { number: 1 }, body: { title: '朝霞' } });
      await ask('claimMail', { params: { number: 1 } });
      return ask('dismissMail', { params: { number: 2 } });
    },
  },
  {
    name: 'drafts a bulletin from a snapshot',
    as: 'staff-1',
    chat: ['/快照 中期', '/通报 草稿 快照 1 含排名'],
    writes: ['takeSnapshot', 'draftPaper'],
    async console(ask) {
      await ask('takeSnapshot', { body: { note: '中期' } });
      return ask('draftPaper', { body: { kind: 'bulletin', snapshot: 1, ranking: true } });
    },
  },
  {
    name: 'closes a page of their own',
    as: 'yaodu-1',
    given: async () => {
      await here.bot.say('yaodu-1', '/上传 微视频 《晨曲》');
    },
    chat: ['/上传 作废 1'],
    writes: ['revokePage'],
    async console(ask) {
      const [page] = (await ask('openPages')).body.items;
      return ask('revokePage', { body: { id: page.id } });
    },
  },
  {
    name: 'gives a work points, changes them, and stands back from another',
    as: 'anze-1',
    given: async () => {
      await aJudge();
      await here.bot.say('staff-1', '/评审 分配');
    },
    chat: ['/评分 1 86', '/评分 1 35 26 25.5', '/评审 回避 2 作者是我同学'],
    writes: ['scoreWork', 'recuseWork'],
    async console(ask) {
      await ask('scoreWork', { params: { number: 1 }, body: { whole: 8600 } });
      const points = { theme: 3500, content: 2600, form: 2550 };
      await ask('scoreWork', { params: { number: 1 }, body: { points } });
      return ask('recuseWork', { params: { number: 2 }, body: { reason: '作者是我同学' } });
    },
  },
  {
    name: 'assigns works to judges, and asks for what they owe',
    as: 'staff-1',
    given: aJudge,
    chat: ['/评审 分配', '/评审 催', '确认'],
    writes: ['assignReview', 'chaseJudges'],
    async console(ask) {
      await ask('assignReview', { body: {} });
      return ask('chaseJudges', { body: {} });
    },
  },
  {
    name: 'gives an award, makes the results final, and opens them again for an objection',
    as: 'staff-1',
    given: async () => {
      await aJudge();
      await here.bot.say('staff-1', '/评审 分配');
      for (const number of [1, 2]) await here.bot.say('anze-1', `/评分 ${number} 86`);
    },
    chat: [
      '/评审 定奖 1 三等奖 一线职工作品',
      '/评审 定稿',
      '/评审 异议 1 王某：和去年的一样，请核实',
      '/评审 办结 1 不是同一件，已核实',
      '/评审 重开 异议成立',
    ],
    writes: ['decideAward', 'freezeResults', 'objectToWork', 'settleObjection', 'reopenResults'],
    async console(ask) {
      const params = { number: 1 };
      const { awards } = (await ask('review')).body;
      const { id: award } = awards.find(({ name }: Any) => name === '三等奖');
      await ask('decideAward', { params, body: { award, reason: '一线职工作品' } });
      await ask('freezeResults', { body: { reason: '' } });
      await ask('objectToWork', { params, body: { raisedBy: '王某', text: '和去年的一样，请核实' } });
      const [objection] = (await ask('review')).body.jury.objections;
      const outcome = '不是同一件，已核实';
      await ask('settleObjection', { params: { number: objection.id }, body: { outcome } });
      return ask('reopenResults', { body: { reason: '异议成立' } });
    },
  },
];

/** Writes of the console that no message stands for, or that are played elsewhere, and why. */
const NOT_PLAYED: Partial<Record<RouteName, string>> = {
  practiceSignIn: 'a session begins',
  enter: 'a session begins',
  digits: 'a session begins',
  digitsState: 'a session begins',
  endSession: 'a session ends; its rows are of the console alone',
  signOut: 'a session ends; its rows are of the console alone',
  showLinks: 'the chat says the numbers alone, the page the links that were looked at as well',
};

/** Somebody who judges, and two works under review. */
async function aJudge(): Promise<void> {
  const { prisma } = here.bot;
  const { personId } = await prisma.account.findFirstOrThrow({ where: { senderId: 'anze-1' } });
  await prisma.membership.updateMany({ where: { personId }, data: { role: 'judge', unitId: '' } });
  await here.bot.say('staff-1', '/采用 1 2');
}

async function twoMails(): Promise<void> {
  const server = await imapServer();
  const subjects = ['尧都区报送微视频《晨曲》', '蒲县报送微视频《桥》'];
  for (const [index, subject] of subjects.entries()) {
    const parts = [{ name: '作品.mp4', type: 'video/mp4', bytes: video('作品.mp4', index + 7).bytes }];
    server.put(mail({ subject: inUtf8(subject), text: '见附件', parts }), new Date('2020-09-10T06:30:00Z'));
  }
  const { office, dataDir } = here.bot;
  const box = mailboxOf({ office, settings: server.settings, lease: soleLease('mail'), dataDir });
  await box.look();
  await box.stop();
  await server.close();
}

/** What everybody has before them: two works of one unit, and somebody who has begun another. */
async function before({ given }: Pick<Way, 'given'> = {}): Promise<bigint> {
  const { bot } = here;
  await bot.say('yaodu-1', '/报送 微视频 《夜班的灯》 作者:李建国', { files: [video('夜班的灯.mp4', 1)] });
  await bot.say('yaodu-1', '/报送 摄影 《炉火》 作者:李建国', { files: [photo('炉火.png', 2)] });
  await bot.say('puxian-1', '/报送 歌曲 《矿灯》');
  const workers = workersOf(bot);
  await workers.sendIn('a', { unitId: 'puxian', title: '晨光', files: [photo('晨光.png', 3)] });
  await workers.sendIn('b', { unitId: 'puxian', title: '晚霞', files: [photo('晚霞.png', 4)] });
  await bot.say('staff-1', '/我是谁');
  await bot.say('admin-1', '/我是谁');
  await given?.();
  return bot.platform.last();
}

const nameOfCoordinator = async (unitId: string) =>
  (await here.bot.prisma.membership.findFirstOrThrow({ where: { unitId }, include: { person: true } })).person.name;

/** What records of the audit hold for which its page has no name. */
function nameless(audit: { action: string; before: unknown; after: unknown }[]): string[] {
  const words = pageWords('console');
  const known = (key: string) => INNER.has(key) || key === 'fields' || `audit.of.${key}` in words;
  const keys = audit.flatMap(({ action, before, after }) =>
    [before, after]
      .filter((state) => !Array.isArray(state))
      .flatMap((state) => Object.keys((state as object | null) ?? {}).map((key) => `${action} ${key}`)),
  );
  return [...new Set(keys)].filter((key) => !known(key.split(' ')[1] ?? ''));
}

test.each(WAYS)('whoever $name leaves the same rows, audit and posts by chat and by console', async (way) => {
  const byChat = await (async () => {
    const since = await before(way);
    const others = { 王秀英: await nameOfCoordinator('puxian'), 李建国: await nameOfCoordinator('yaodu') };
    for (const line of way.chat) {
      const said = Object.entries(others).reduce((text, [from, to]) => text.replace(from, to), line);
      await here.bot.say(way.as, said);
    }
    return { books: await books(), heard: await heard(since, way.as) };
  })();
  await here.bot.reset();
  const since = await before(way);
  const browser: Browser = await here.as(way.as);
  const written = new Set<RouteName>();
  const { status } = await way.console((name, sent) => {
    if (paths[name][0] === 'POST') written.add(name);
    return browser.ask(name, sent);
  });
  expect(status).toBe(200);
  expect([...written]).toEqual(way.writes);
  await here.bot.bot.work();
  const { told: _, ...rest } = await books();
  const { told: __, ...same } = byChat.books;
  expect(rest).toEqual(same);
  expect(await heard(since, way.as)).toEqual(byChat.heard);
  const where = { entrance: 'session', NOT: [{ entranceId: null }, { action: { startsWith: 'session.' } }] };
  expect(await here.bot.prisma.audit.count({ where })).toBeGreaterThanOrEqual(way.writes.length);
  expect(nameless(rest.audit)).toEqual([]);
});

test('every write of the console is done both ways, but for those that no message stands for', () => {
  const writes = (Object.keys(paths) as RouteName[]).filter((name) => paths[name][0] === 'POST');
  const done = new Set(WAYS.flatMap((way) => way.writes));
  expect(writes.filter((name) => !done.has(name))).toEqual(Object.keys(NOT_PLAYED));
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
