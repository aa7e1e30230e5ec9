import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { recordFile } from '../../src/application/keeping/cleaning.ts';
import { type Deed, deed } from '../../src/application/people/deed.ts';
import { speakerOf } from '../../src/application/people/people.ts';
import { perform } from '../../src/application/perform.ts';
import { refusalInWords } from '../../src/application/words/refuse.ts';
import { entryToRead } from '../../src/application/works/access.ts';
import { receive } from '../../src/application/works/receive.ts';
import { accept, returnEntry } from '../../src/application/works/review.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import { video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeAll(async () => {
  office = await practice();
});
beforeEach(() => office.reset());
afterAll(() => office?.close());

/** A made-up deed: somebody of the city looks at an entry on the big screen. */
const show = deed({ id: 'show', action: 'review', input: z.object({ number: z.int() }) }, async (turn, { number }) => {
  const { title, state } = await entryToRead(turn, number);
  return { title, state, by: turn.actor.name, way: turn.origin.entrance };
});

/** A made-up way in, which is no chat: a terminal in the corridor at which people are known by their badge. */
async function atTheTerminal<Input, Facts>(badge: string, act: Deed<Input, Facts>, input: Input): Promise<Facts> {
  const actor = await speakerOf(office.prisma, office.office.campaign, 'practice', badge);
  return perform(office.office, { actor, origin: { entrance: 'page', id: '7' } }, act, input);
}

/** Bytes that lie in the store, as a page or a mail would hand them in. */
async function stored(name: string) {
  const { bytes } = video(name);
  const file = await office.office.store.put(Readable.from([bytes]), bytes.length + 1);
  await recordFile(office.office, file);
  return { name, ...file };
}

test('a work is received, returned and accepted without a message, and the same people hear of it', async () => {
  const files = [await stored('夜班的灯.mp4')];
  const work = { unitId: 'yaodu', categoryId: 'micro_video', title: '夜班的灯', fields: { author: '李建国' }, files };
  const received = await atTheTerminal('yaodu-1', receive, work);
  expect(received).toMatchObject({ outcome: 'received', entry: { number: 1, state: 'received', onBehalf: false } });
  expect(await atTheTerminal('staff-1', show, { number: 1 })).toEqual({
    ...{ title: '夜班的灯', state: 'received', by: '周文静', way: 'page' },
  });

  // Whoever has spoken to the bot directly hears of it there.
  await office.say('yaodu-1', '/我的');
  await atTheTerminal('staff-1', returnEntry, { number: 1, reason: '片尾有错字' });
  const before = await office.platform.last();
  await office.bot.work();
  expect((await office.platform.saidSince(before)).map(({ chat, text }) => `[${chat}] ${text}`)).toEqual([
    '[direct/yaodu-1] #1《夜班的灯》（尧都区 微视频）被退回，暂不计数。\n理由：片尾有错字\n改好后把新文件和这条命令一起发：/补正 1\n只改信息：/补正 1 作者:…',
  ]);
  expect((await office.say('yaodu-1', '/补正 1 作者:李鸣'))[0]).toContain('（第2版）');
  expect(await atTheTerminal('staff-1', accept, { number: 1 })).toMatchObject({ entry: { state: 'accepted' } });

  const rows = await office.prisma.audit.findMany({
    orderBy: { id: 'asc' },
    select: { action: true, entrance: true, entranceId: true },
  });
  expect(rows.map(({ action, entrance, entranceId }) => [action, entrance, entranceId])).toEqual([
    ['submission.receive', 'page', '7'],
    ['submission.return', 'page', '7'],
    ['submission.correct', 'message', expect.stringMatching(/^\d+$/)],
    ['submission.accept', 'page', '7'],
  ]);
  expect(await office.prisma.tally.findMany()).toMatchObject([
    { unitId: 'yaodu', received: 0, accepted: 1, returned: 0 },
  ]);
});

test('what a chat refuses, every way refuses, with the same sentence', async () => {
  await atTheTerminal('yaodu-1', receive, {
    unitId: 'yaodu',
    categoryId: 'song',
    title: '矿灯',
    files: [await stored('a.mp4')],
  });
  const sentence = (act: Promise<unknown>) =>
    act.then(
      () => 'done',
      (error) => (error instanceof Refusal ? refusalInWords(office.office, error) : Promise.reject(error)),
    );
  expect([
    await sentence(atTheTerminal('puxian-1', accept, { number: 1 })),
    await sentence(atTheTerminal('stranger-1', accept, { number: 1 })),
    await sentence(atTheTerminal('puxian-1', receive, { unitId: 'yaodu', categoryId: 'song', title: '别人的' })),
    await sentence(atTheTerminal('staff-1', accept, { number: 99 })),
    await sentence(atTheTerminal('staff-1', returnEntry, { number: 1, reason: ' ' })),
    await sentence(atTheTerminal('yaodu-1', receive, { unitId: 'yaodu', categoryId: 'song', title: '没有文件' })),
    await sentence(atTheTerminal('yaodu-1', receive, { unitId: 'yaodu', categoryId: 'song', title: ' ', files: [] })),
    await sentence(atTheTerminal('yaodu-1', receive, { unitId: 'yaodu', categoryId: 'event', title: '讲座' })),
  ]).toMatchInlineSnapshot(`
    [
      "您没有这个权限。发 /帮助 看您能做什么；如果弄错了，请联系市总工作人员。",
      "我还不认识您。请向市总工作人员要一个邀请码，再发：/绑定 邀请码 姓名
    例如：/绑定 K7Q2-9MXT 张三",
      "您不是尧都区的联络员，不能替它报送或修改，刚才没有记录。",
      "没有 #99 这一件，请核对回执上的编号。",
      "退回要写理由，会原样告诉县里，#1 没有改动。",
      "歌曲要有文件才算收到，刚才没有记录。请把文件一起交上来。",
      "歌曲还缺：标题，刚才没有记录。请补齐后再报。",
      "线下活动还缺：日期、企业、人数，刚才没有记录。请补齐后再报。",
    ]
  `);
  expect(await office.prisma.submission.count()).toBe(1);
});
