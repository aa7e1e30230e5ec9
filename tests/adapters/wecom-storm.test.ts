import { expect, test } from 'vitest';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { type Said, startFakeWecom } from '../../fakes/wecom/index.ts';
import { enqueue } from '../../src/application/delivery/outbox.ts';
import { testDatabase } from '../support/database.ts';
import { known, wecomBot } from '../support/wecom.ts';
import { wireTo } from '../support/wire.ts';

const COMMANDS = 100;
const POSTS = 50;
/** A minute of cuts three seconds apart; here one after every fifth command that arrives. */
const CUTS = 20;
const SETTLED = ['sent', 'refused', 'unknown'];

/**
 * `fake` acknowledges a message when the bot's socket has read it. What it could not deliver, nobody is connected for: the
 * platform replays nothing (docs/protocol-wecom.md, section 4.7), so that it is lost before it is ours.
 */
test('the line is cut again and again while commands arrive and posts go out', async () => {
  const database = await testDatabase();
  const clock = new TestClock();
  const fake = await startFakeWecom({ clock, bot: { name: '报送助手' }, limits: { subscribesPerMinute: 1000 } });
  const wire = await wireTo(Number(new URL(fake.wsUrl).port));
  const env = { ...fake.env(['ws']), WECOM_BOT_WS_URL: `ws://127.0.0.1:${wire.port}/` };
  const bot = await wecomBot(env, { database, clock });
  const { prisma } = database;
  try {
    await fake.whenSubscribed();
    const people = Array.from({ length: 10 }, (_, index) => `person${index}`);
    const groups = Array.from({ length: 10 }, (_, index) => `wrGroup${index}`);
    for (const userid of people) await known(database, userid, 'coordinator', { unit: 'yaodu' });
    await known(database, 'boss', 'staff');
    // So that the bot may write there; chatter stays unanswered.
    for (const chatid of groups) await fake.say({ from: 'boss', chatid, text: '收到' });
    await fake.say({ from: 'boss', text: '收到' });

    // Some frames are obeyed and the line breaks before the answer; some vanish.
    fake.faults.frame = ({ cmd, nth }) => {
      if (cmd !== 'aibot_send_msg' && cmd !== 'aibot_respond_msg') return undefined;
      return nth % 11 === 5 ? 'cut' : nth % 17 === 7 ? 'lost' : undefined;
    };
    const said: Said[] = [];
    let commands = 0;
    let posts = 0;
    const say = () => {
      const number = commands++;
      return fake.say({ via: 'ws', from: people[number % 10] as string, text: `/查 ${1000 + number}` });
    };
    const post = async () => {
      const number = posts++;
      const chat = { kind: 'group' as const, id: groups[number % 10] as string };
      const to = { channel: 'wecom', chat };
      await prisma.$transaction((tx) => enqueue(tx, [{ to, text: `第 ${5000 + number} 号通知` }], clock.now()));
      void bot.bot.work();
    };
    const arrived = () => said.filter(({ outcome }) => outcome === 'acknowledged');
    for (let cuts = 0; cuts < CUTS; cuts++) {
      // Whoever gets no answer says it again; here with another number, so that each stands for itself.
      while (arrived().length < ((cuts + 1) * COMMANDS) / CUTS) {
        await fake.whenSubscribed();
        said.push(...(await Promise.all([say(), say(), say()])));
      }
      while (posts < ((cuts + 1) * POSTS) / CUTS) await post();
      const inTheAir = [say(), say()];
      wire.cut();
      // Sometimes they meet a line that is away.
      if (cuts % 2 === 0) inTheAir.push(say());
      wire.mend();
      said.push(...(await Promise.all(inTheAir)));
    }
    await fake.whenSubscribed();
    const accepted = arrived();
    const unsettled = () => prisma.outbound.count({ where: { state: { notIn: SETTLED } } });
    const unhandled = () => prisma.inbound.count({ where: { state: { not: 'handled' } } });
    const untold = () => prisma.outbound.count({ where: { trouble: 'untold' } });
    while ((await unsettled()) + (await unhandled()) + (await untold()) > 0) {
      await prisma.outbound.updateMany({ where: { state: 'waiting' }, data: { nextAt: new Date(0) } });
      await bot.bot.work();
      // The faults stay until the end, so that some outcomes are unknown at any pace.
      await fake.whenSubscribed();
    }

    // Nothing lost: every message that was read is stored, and has its answer.
    const stored = new Map((await prisma.inbound.findMany()).map(({ id, messageId }) => [messageId, id]));
    expect(accepted.filter(({ msgid }) => !stored.has(`bot:${msgid}`))).toEqual([]);
    const rows = await prisma.outbound.findMany({ orderBy: { id: 'asc' } });
    const answered = new Set(rows.map(({ inboundId }) => inboundId));
    expect(accepted.filter(({ msgid }) => !answered.has(stored.get(`bot:${msgid}`) ?? null))).toEqual([]);

    // Nothing doubled: what was sent is there once, of what is unknown at most one, of what was refused none.
    const numberIn = (text: string) => /[1-5]\d\d\d/.exec(text)?.[0];
    const told = rows.map(({ post, chatId, state }) => ({ text: (post as { text: string }).text, chatId, state }));
    const wrong = told
      .filter(({ chatId }) => chatId !== 'boss')
      .map(({ text, chatId, state }) => {
        const shown = fake.textsIn(chatId).filter((one) => numberIn(one) === numberIn(text)).length;
        const fits = state === 'sent' ? shown === 1 : state === 'unknown' ? shown <= 1 : shown === 0;
        return fits ? undefined : `${text} ${state}: shown ${shown} times`;
      });
    expect(wrong.filter(Boolean)).toEqual([]);
    expect(told.filter(({ text }) => text.endsWith('号通知'))).toHaveLength(POSTS);

    // Posts of unknown outcome are reported to staff, each by its first line; of many at once the rest by their number.
    const unknown = told.filter(({ state, chatId }) => state === 'unknown' && chatId !== 'boss');
    const reports = told.filter(({ chatId }) => chatId === 'boss').map(({ text }) => text);
    const firstLine = ({ text }: { text: string }) => text.split('\n')[0] ?? '';
    const named = unknown.map((one) => reports.join('\n').split(firstLine(one)).length - 1);
    const onlyCounted = [...reports.join('\n').matchAll(/另(?:外)?(?:还)?有 (\d+) 条/g)].map(([, count]) =>
      Number(count),
    );
    expect(named.filter((times) => times > 1)).toEqual([]);
    const sum = (numbers: number[]) => numbers.reduce((one, other) => one + other, 0);
    expect(sum(named) + sum(onlyCounted)).toBe(unknown.length);

    const count = (state: string) => told.filter((one) => one.state === state).length;
    console.log(
      `${CUTS} cuts, ${fake.counters.opens} connections: ${accepted.length} of ${commands} commands were delivered, all ` +
        `answered; ${POSTS} posts; in all ${count('sent')} sent, ${count('unknown')} unknown, ${count('refused')} refused`,
    );
    expect(count('refused')).toBe(0);
    expect(fake.counters.opens).toBeGreaterThan(CUTS / 2);
    expect(unknown.length).toBeGreaterThan(3);
    expect(accepted.length).toBeGreaterThanOrEqual(COMMANDS);
    expect(fake.violations).toEqual([]);
  } finally {
    await bot.close();
    await fake.stop();
    await wire.close();
    await database.close();
  }
}, 400_000);
