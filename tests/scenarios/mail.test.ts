import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { mailboxOf } from '../../src/adapters/mail/mailbox.ts';
import { soleLease } from '../../src/adapters/prisma/lease.ts';
import { photo, video } from '../support/files.ts';
import { type ImapServer, imapServer } from '../support/imap.ts';
import { inUtf8, type Made, mail } from '../support/mails.ts';
import { type Practice, practice } from '../support/practice.ts';

let bot: Practice;
let server: ImapServer;
beforeAll(async () => {
  [bot, server] = await Promise.all([practice(), imapServer()]);
});
beforeEach(() => bot.reset());
afterAll(async () => {
  await server?.close();
  await bot?.close();
});

const film = (name: string, number: number) => ({ name, type: 'video/mp4', bytes: video(name, number).bytes });

/** Mails arrive, at the instant said, and are taken in. */
async function arrive(...mails: (Made & { at?: string })[]) {
  for (const { at = '2020-09-10T06:30:00Z', ...made } of mails) server.put(mail(made), new Date(at));
  const { settings } = server;
  const box = mailboxOf({ office: bot.office, settings, lease: soleLease('mail'), dataDir: bot.dataDir });
  await box.look();
  await box.stop();
  server.empty();
}

const staff = (text: string) => bot.say('staff-1', text);

test('a mail is claimed: it counts, the unit gets its receipt, what it said it had sent is settled', async () => {
  await bot.say('yaodu-1', '在吗');
  await bot.say('yaodu-1', '/自报 微视频 1');
  await arrive({
    subject: inUtf8('尧都区报送微视频《夜班的灯》'),
    text: '作者：李建国',
    parts: [film('夜班的灯.mp4', 1)],
  });
  expect(await staff('/邮件')).toMatchInlineSnapshot(`
    [
      "邮件待认领 1 封：
    1 尧都区 微视频《夜班的灯》 1 个文件 09-10 14:30
    看一封：/邮件 1　认领：/邮件 认领 1",
    ]
  `);
  expect(await staff('/邮件 1')).toMatchInlineSnapshot(`
    [
      "邮件 1 09-10 14:30 到（信上写的是 09-10 15:00）
    小李 xiaoli@163.com：“尧都区报送微视频《夜班的灯》”
    单位：尧都区（看主题）
    微视频《夜班的灯》 作者 李建国 夜班的灯.mp4 9.4 KB
    对的话：/邮件 认领 1　要改：/邮件 改 1 单位:… 类别:… 标题:…　不是报送：/邮件 不是 1",
    ]
  `);
  expect(await staff('/邮件 认领 1')).toMatchInlineSnapshot(`
    [
      "邮件 1（尧都区）：
    已登记 #1 微视频《夜班的灯》
    该单位“已发邮箱”的自报随之销掉。",
      "[direct/yaodu-1] 您单位 2020-09-10 14:30 发到报送邮箱的作品，市总已登记：
    已收 #1 《夜班的灯》
    微视频 · 尧都区总工会 · 作者 李建国
    夜班的灯.mp4 9.4 KB 2秒 sha256 c9e8…d273
    2020-09-10 14:30 · 尧都区 微视频 1/1
    更正：/补正 1 作者:…　撤回：/撤回 1",
    ]
  `);
  expect(await staff('/邮件 认领 1')).toMatchInlineSnapshot(`
    [
      "邮件 1 已经认领过了，登记为 #1。要改请用 /补正。",
    ]
  `);
  expect(await staff('/邮件')).toMatchInlineSnapshot(`
    [
      "没有待认领的邮件。",
    ]
  `);
  expect(await bot.prisma.selfReport.count()).toBe(0);
  const rows = await bot.prisma.audit.findMany({ where: { action: 'submission.receive' } });
  expect(rows.map(({ entrance, entranceId, subject }) => [entrance, entranceId, subject])).toEqual([
    ['mail', '1', 'submission:1'],
  ]);
});

test('late is by the day on which it arrived, not by that of the claim or of its Date header', async () => {
  await arrive(
    {
      at: '2020-09-15T15:59:00Z',
      subject: inUtf8('古县歌曲《准时》'),
      parts: [film('准时.mp4', 2)],
      date: 'Wed, 16 Sep 2020 09:00:00 +0800',
    },
    {
      at: '2020-09-15T16:01:00Z',
      subject: inUtf8('古县诵读《迟到》'),
      parts: [film('迟到.mp4', 3)],
      date: 'Tue, 15 Sep 2020 09:00:00 +0800',
    },
  );
  await bot.move('2020-09-18T10:00:00+08:00');
  expect(await staff('/邮件 2')).toMatchInlineSnapshot(`
    [
      "邮件 2 09-16 00:01 到（信上写的是 09-15 09:00）
    小李 xiaoli@163.com：“古县诵读《迟到》”
    单位：古县（看主题）
    诵读《迟到》 迟到.mp4 9.4 KB
    对的话：/邮件 认领 2　要改：/邮件 改 2 单位:… 类别:… 标题:…　不是报送：/邮件 不是 2",
    ]
  `);
  const said = [...(await staff('/邮件 认领 1')), ...(await staff('/邮件 认领 2'))].filter(
    (one) => !one.startsWith('['),
  );
  expect(said).toMatchInlineSnapshot(`
    [
      "邮件 1（古县）：
    已登记 #1 歌曲《准时》",
      "邮件 2（古县）：
    已登记 #2 诵读《迟到》 迟报",
    ]
  `);
});

test('what came by chat is named before, and the same bytes are not counted twice', async () => {
  const { bytes } = video('夜班的灯.mp4', 4);
  await bot.say('yaodu-1', '/报送 微视频 《夜班的灯》 作者:李建国', { files: [{ name: '夜班的灯.mp4', bytes }] });
  await arrive(
    { subject: inUtf8('尧都区微视频《夜班的灯》'), parts: [{ name: '夜班的灯.mp4', bytes }] },
    { subject: inUtf8('尧都区微视频《夜班的灯》'), text: '另一版', parts: [film('夜班的灯2.mp4', 5)] },
  );
  expect(await staff('/邮件')).toMatchInlineSnapshot(`
    [
      "邮件待认领 2 封：
    1 尧都区 微视频《夜班的灯》 1 个文件 09-10 14:30（像是报过的 #1）
    2 尧都区 微视频《夜班的灯》 1 个文件 09-10 14:30（像是报过的 #1）
    看一封：/邮件 1　认领：/邮件 认领 1",
    ]
  `);
  expect(await staff('/邮件 认领 1')).toMatchInlineSnapshot(`
    [
      "邮件 1（尧都区）：
    微视频《夜班的灯》和 #1 是同一个文件，没有重复登记",
    ]
  `);
  expect(await staff('/邮件 认领 2')).toMatchInlineSnapshot(`
    [
      "邮件 2（尧都区）：
    微视频《夜班的灯》像是报过的 #1（标题相同），没有登记
    是另一件的话：/邮件 认领 2 另一件",
    ]
  `);
  expect((await staff('/邮件 认领 2 另一件'))[0]).toMatchInlineSnapshot(`
    "邮件 2（尧都区）：
    已登记 #2 微视频《夜班的灯》"
  `);
  expect(await bot.prisma.submission.count({ where: { state: 'received' } })).toBe(2);
});

test('an address is learnt from a claim; against a subject that names another unit it is asked', async () => {
  const from = `${inUtf8('小李')} <xiaoli@163.com>`;
  await arrive({ from, subject: inUtf8('微视频《第一封》'), parts: [film('第一封.mp4', 6)] });
  expect(await staff('/邮件 认领 1')).toMatchInlineSnapshot(`
    [
      "邮件 1 还不知道是哪个单位的，没有登记。请先定：/邮件 改 1 单位:尧都区",
    ]
  `);
  expect((await staff('/邮件 改 1 单位:蒲县'))[0]).toContain('单位：蒲县（人工改的）');
  expect((await staff('/邮件 认领 1'))[0]).toContain('已登记 #1');
  await arrive(
    { from, subject: inUtf8('歌曲《第二封》'), parts: [film('第二封.mp4', 7)] },
    { from, subject: inUtf8('隰县歌曲《第三封》'), parts: [film('第三封.mp4', 8)] },
  );
  expect((await staff('/邮件 2'))[0]).toContain('单位：蒲县（这个邮箱以前是它的）');
  expect((await staff('/邮件 3'))[0]).toContain('单位：请定：蒲县、隰县');
});

test('put right and put aside', async () => {
  const photos = ['1.png', '2.png'].map((name, index) => ({
    name,
    type: 'image/png',
    bytes: photo(name, 9 + index).bytes,
  }));
  await arrive(
    { subject: inUtf8('材料'), text: '请收', parts: photos },
    { subject: inUtf8('回复：通知'), text: '收到' },
  );
  expect(await staff('/邮件')).toMatchInlineSnapshot(`
    [
      "邮件待认领 1 封：
    1 小李 “材料” 2 个文件 09-10 14:30（单位请定）
    看一封：/邮件 1　认领：/邮件 认领 1
    另有 1 封不像报送：/邮件 其余",
    ]
  `);
  expect(await staff('/邮件 1')).toMatchInlineSnapshot(`
    [
      "邮件 1 09-10 14:30 到（信上写的是 09-10 15:00）
    小李 xiaoli@163.com：“材料”
    单位：没认出来
    第 1 件：类别没认出来，标题没认出来 1.png 103 B
    第 2 件：类别没认出来，标题没认出来 2.png 104 B
    按一个文件一件算；是一件的：/邮件 改 1 合为一件 标题:…
    请补上再认领：/邮件 改 1 单位:尧都区 类别:微视频 标题:夜班的灯　不是报送：/邮件 不是 1",
    ]
  `);
  expect(await staff('/邮件 改 1 合为一件 单位:尧都区 类别:摄影 标题:古城四季 作者:李建国')).toMatchInlineSnapshot(`
    [
      "邮件 1 09-10 14:30 到（信上写的是 09-10 15:00）
    小李 xiaoli@163.com：“材料”
    单位：尧都区（人工改的）
    摄影《古城四季》 作者 李建国 1.png、2.png
    对的话：/邮件 认领 1　要改：/邮件 改 1 单位:… 类别:… 标题:…　不是报送：/邮件 不是 1",
    ]
  `);
  expect((await staff('/邮件 认领 1'))[0]).toMatchInlineSnapshot(
    `
    "邮件 1（尧都区）：
    已登记 #1 摄影《古城四季》"
  `,
  );
  expect(await staff('/邮件 不是 1')).toMatchInlineSnapshot(`
    [
      "邮件 1 已经认领过了，登记为 #1。要改请用 /补正。",
    ]
  `);
  expect(await staff('/邮件 其余')).toMatchInlineSnapshot(`
    [
      "放在一边的邮件 1 封（不像报送，或同一封又来一次）：
    2 小李 “通知” 09-10 14:30
    其实是报送的：/邮件 改 5 单位:尧都区 类别:微视频",
    ]
  `);
  expect(await staff('/邮件 不是 2')).toMatchInlineSnapshot(`
    [
      "邮件 2 记作不是报送，放到一边；邮箱里的信没有动。弄错了：/邮件 改 2 单位:尧都区 类别:微视频",
    ]
  `);
  expect(await staff('/邮件 改 2')).toMatchInlineSnapshot(`
    [
      "没看懂要把邮件 2 改成什么，没有改动。例如：/邮件 改 2 单位:尧都区 类别:微视频 标题:夜班的灯",
    ]
  `);
  expect(await staff('/邮件 认领')).toMatchInlineSnapshot(`
    [
      "请写明是哪一封的编号。看有哪些：/邮件",
    ]
  `);
  expect(await staff('/邮件 99')).toMatchInlineSnapshot(`
    [
      "没有编号 99 的邮件。看有哪些：/邮件",
    ]
  `);
  expect(await bot.say('staff-1', '/邮件', { chat: 'group' })).toMatchInlineSnapshot(`
    [
      "邮件待认领 0 封。邮件里有姓名和电话，请在和我的单聊里发：/邮件",
    ]
  `);
});

test('staff hear once a working day that mails wait', async () => {
  await bot.say('staff-1', '在吗');
  await arrive({ subject: inUtf8('古县歌曲《晨》'), parts: [film('晨.mp4', 12)] });
  expect((await bot.move('2020-09-11T09:30:00+08:00')).filter((one) => one.includes('邮件'))).toEqual([
    '[direct/staff-1] 邮件待认领 1 封，发 /邮件 看。',
    '[direct/admin-1] 邮件待认领 1 封，发 /邮件 看。',
  ]);
  expect((await bot.move('2020-09-11T11:30:00+08:00')).filter((one) => one.includes('邮件'))).toEqual([]);
  // A Saturday and a Sunday.
  expect((await bot.move('2020-09-13T11:30:00+08:00')).filter((one) => one.includes('邮件'))).toEqual([]);
});

test('without a mailbox', async () => {
  expect(await staff('/邮件')).toMatchInlineSnapshot(`
    [
      "还没有接报送邮箱，管理员在设置里填好 MAIL_IMAP_URL 就能收。",
    ]
  `);
});
