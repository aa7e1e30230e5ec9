import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { type FakeWecom, startFakeWecom } from '../../fakes/wecom/index.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { video } from '../support/files.ts';
import { known, type WecomBot, wecomBot } from '../support/wecom.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let database: TestDatabase;
let fake: FakeWecom;
let bot: WecomBot;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  await database.reset();
  const clock = new TestClock();
  fake = await startFakeWecom({ clock, bot: { name: '报送助手' }, timings: { waitMs: 40_000 } });
  bot = await wecomBot(fake.env(['ws']), { database, clock });
  await fake.whenSubscribed();
  await known(database, 'lijie', 'coordinator', { unit: 'yaodu', name: '李杰' });
  await known(database, 'boss', 'staff', { name: '周文静' });
});
afterEach(async () => {
  await bot?.close();
  await fake?.stop();
});

interface Card {
  main_title: { title: string };
  sub_title_text?: string;
  task_id: string;
  button_list: { text: string; key: string }[];
}
const cardOf = ({ card }: { card?: unknown }) => card as Card;
/** What a card says, and its buttons. */
const shown = (card: Card) => [
  card.sub_title_text ?? card.main_title.title,
  card.button_list.map(({ text }) => text).join('/'),
];

const isCard = ({ via, card }: { via: string; card?: unknown }) => card !== undefined && via !== 'ws-update';
/** Presses a button; what the card shows then, and to whom. */
async function press(from: string, { task_id }: Card, button: string, chatid?: string) {
  const before = fake.sent.filter(({ via }) => via === 'ws-update').length;
  const card = { card_type: 'button_interaction', event_key: button, task_id };
  await fake.say({
    from,
    ...(chatid !== undefined && { chatid }),
    event: { eventtype: 'template_card_event', template_card_event: card },
  });
  await fake.until(() => fake.sent.filter(({ via }) => via === 'ws-update').length > before);
  const update = fake.sent.filter(({ via }) => via === 'ws-update').at(-1);
  return shown(cardOf(update as object));
}

const film = (name: string) => ({ bytes: video(name).bytes, name });
const entries = () => database.prisma.submission.findMany({ orderBy: { number: 'asc' } });

async function reported(): Promise<void> {
  await (await fake.say({ from: 'lijie', text: '/报送 微视频 《夜班的灯》' })).reply();
  await fake.say({ from: 'lijie', file: film('灯.mp4') });
  await fake.waitFor(({ text }) => text.includes('已收 #1'));
}

test('确认 and 取消 under what waits for it: pressing is saying it, once; the card tells what was done, and by whom', async () => {
  await fake.say({ from: 'lijie', file: film('尧都区-微视频-夜班的灯.mp4') });
  const sent = await fake.waitFor(isCard);
  const card = cardOf(sent);
  expect([sent.via, sent.chat.id, shown(card)[1]]).toEqual(['ws-push', 'lijie', '确认/取消']);
  expect(fake.sent[0]?.text).toContain('请回复：确认');
  const told = await press('lijie', card, 'choice1');
  expect(told).toEqual(['李杰 已选“确认”：已收 #1 《夜班的灯》', '确认']);
  expect((await entries()).map(({ state }) => state)).toEqual(['received']);
  const messages = await database.prisma.inbound.count();
  expect(await press('lijie', card, 'choice1')).toEqual(told);
  expect(await database.prisma.inbound.count()).toBe(messages);
  expect(fake.violations).toEqual([]);
});

test('a question that was overtaken by words says so, and does nothing', async () => {
  await fake.say({ from: 'lijie', file: film('尧都区-微视频-夜班的灯.mp4') });
  const card = cardOf(await fake.waitFor(isCard));
  await (await fake.say({ from: 'lijie', text: '/截止' })).reply();
  expect(await press('lijie', card, 'choice1')).toEqual(['已失效：请以最近一条为准，或直接打字', '确认']);
  expect((await entries()).map(({ state }) => state)).toEqual(['draft']);
});

test('a numbered choice is a button', async () => {
  await fake.say({ from: 'lijie', file: film('未命名.mp4') });
  const card = cardOf(await fake.waitFor(isCard));
  expect(shown(card)[1]).toMatch(/^1 .+\/2 .+\/3 .+/);
  const [told] = await press('lijie', card, 'choice2');
  expect(told).toMatch(/^李杰 已选“2 .+”/);
  expect((await entries())[0]?.categoryId).not.toBe('');
});

test('采用 and 退回 under a work: staff by a press in the group, a stranger is refused, and only the stranger’s card says so', async () => {
  await reported();
  await fake.say({ from: 'boss', chatid: 'wrG', text: '/查 1' });
  const sent = await fake.waitFor((one) => isCard(one) && one.chat.id === 'wrG');
  expect([sent.via, sent.chat.id, shown(cardOf(sent))[1]]).toEqual(['ws-reply', 'wrG', '采用/退回']);
  const [refusal] = await press('lijie', cardOf(sent), 'choice1', 'wrG');
  expect(refusal).toContain('市总');
  expect((await entries())[0]?.state).toBe('received');
  expect(fake.sent.findLast(({ via }) => via === 'ws-update')?.userids).toEqual(['lijie']);
  const [told, button] = await press('boss', cardOf(sent), 'choice1', 'wrG');
  expect([told, button]).toEqual([expect.stringMatching(/^周文静 已选“采用”：/), '采用']);
  expect([fake.sent.findLast(({ via }) => via === 'ws-update')?.userids, (await entries())[0]?.state]).toEqual([
    undefined,
    'accepted',
  ]);
  expect(fake.violations).toEqual([]);
});

test('without buttons the words are there all the same', async () => {
  fake.faults.frame = ({ body }) =>
    (body as { msgtype?: string }).msgtype === 'template_card' ? { errcode: 40058 } : undefined;
  await fake.say({ from: 'lijie', file: film('尧都区-微视频-夜班的灯.mp4') });
  await fake.waitFor(({ text }) => text.includes('请回复：确认'));
  await bot.bot.work();
  expect(await database.prisma.outbound.count({ where: { trouble: { not: null } } })).toBe(0);
});

/** Through the self-built app: the update of the card follows by the code that the press brought. */
async function pressInApp(from: string, { task_id }: Card, key: string): Promise<string[]> {
  const before = fake.sent.filter(({ via }) => via === 'app-update').length;
  const event = { Event: 'template_card_event', EventKey: key, TaskId: task_id, CardType: 'button_interaction' };
  const { outcome } = await fake.say({ from, via: 'app', event });
  expect(outcome).toBe('acknowledged');
  await fake.until(() => fake.sent.filter(({ via }) => via === 'app-update').length > before);
  return shown(cardOf(fake.sent.findLast(({ via }) => via === 'app-update') as object));
}

test('in the self-built app: once, twice is harmless, late says so, a stranger is refused', async () => {
  await bot.close();
  bot = await wecomBot(fake.env(['app']), { database, clock: new TestClock() });
  fake.appUrl = `${bot.url}/wecom/app`;
  await fake.say({ from: 'lijie', via: 'app', file: film('尧都区-微视频-夜班的灯.mp4') });
  const card = cardOf(await fake.waitFor(isCard));
  expect(shown(card)[1]).toBe('确认/取消');
  const told = await pressInApp('lijie', card, 'choice1');
  expect(told).toEqual(['李杰 已选“确认”：已收 #1 《夜班的灯》', '确认']);
  expect(await pressInApp('lijie', card, 'choice1')).toEqual(told);
  expect((await entries()).map(({ state }) => state)).toEqual(['received']);
  expect(await pressInApp('lijie', card, 'choice2')).toEqual(['已失效：请以最近一条为准，或直接打字', '取消']);
  await fake.say({ from: 'boss', via: 'app', text: '/查 1' });
  const verdict = cardOf(await fake.waitFor(({ chat, card: one }) => chat.id === 'boss' && one !== undefined));
  expect(shown(verdict)[1]).toBe('采用/退回');
  // Somebody else knows the id of the card.
  expect((await pressInApp('lijie', verdict, 'choice1'))[0]).toContain('市总');
  expect((await pressInApp('boss', verdict, 'choice1'))[0]).toMatch(/^周文静 已选“采用”：/);
  expect([(await entries())[0]?.state, fake.violations]).toEqual(['accepted', []]);
});

test('退回 by a press asks for the reason; the reply is shown, and 确认 returns the work', async () => {
  await reported();
  await fake.say({ from: 'boss', text: '/查 1' });
  const mine = (one: { via: string; card?: unknown; chat: { id: string } }) => isCard(one) && one.chat.id === 'boss';
  const [told] = await press('boss', cardOf(await fake.waitFor(mine)), 'choice2');
  expect(told).toContain('退回要写理由');
  const reply = await (await fake.say({ from: 'boss', text: '片尾“鸣谢”二字有错，请改' })).reply();
  expect(reply.text).toContain('/退回 1 片尾“鸣谢”二字有错，请改');
  const sent = await fake.waitFor((one) => mine(one) && shown(cardOf(one))[1] === '确认/取消');
  expect((await press('boss', cardOf(sent), 'choice1'))[0]).toMatch(/^周文静 已选“确认”：已退回 #1/);
  expect((await entries())[0]?.state).toBe('returned');
});

test('an app that hears nothing shows no buttons', async () => {
  await bot.close();
  const { WECOM_APP_TOKEN: _, WECOM_APP_AES_KEY: __, ...env } = fake.env(['app']);
  bot = await wecomBot(env, { database, clock: new TestClock() });
  fake.openChat('single', 'lijie');
  const parts = [{ label: '确认', says: '确认' }];
  const post = { text: '对吗？', files: [], mentions: [], choices: parts };
  await bot.wecom.channel.send({ kind: 'direct', id: 'lijie' }, post, 'out-9');
  expect(fake.sent.map(({ msgtype }) => msgtype)).toEqual(['text']);
});

test('a card names what is asked, though it stands below what was done', async () => {
  await reported();
  const card = cardOf(await fake.waitFor(isCard));
  expect([card.main_title.title, shown(card)]).toEqual([
    '已收 #1 《夜班的灯》',
    [expect.stringContaining('交了吗？'), '交了/还没交'],
  ]);
  expect(await press('lijie', card, 'choice1')).toEqual([expect.stringMatching(/^李杰 已选“交了”：记下了/), '交了']);
});
