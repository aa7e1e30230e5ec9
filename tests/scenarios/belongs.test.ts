import { afterAll, beforeAll, expect, test } from 'vitest';
import { photo, video } from '../support/files.ts';
import { type Practice, practice, type SentFile } from '../support/practice.ts';

/*
 * What a file belongs to, in every combination: the way it is said, what it is for, whether the file or the words come first, and
 * whether both are said in one chat. Each row is one dialogue of its own.
 */

let office: Practice;
beforeAll(async () => {
  office = await practice();
});
afterAll(() => office?.close());

const WHO = 'linfen_kfq-1';

/** What is there when it begins, and the file that comes for it. */
const TARGETS = {
  /** A draft that waits for its file. */
  draft: {
    async begin() {
      await office.say(WHO, '/报送 微视频 《灯》');
    },
    file: video('新.mp4', 2),
  },
  /** A draft that has a file and has not been called anything. */
  filed: {
    async begin() {
      await office.say(WHO, '', { files: [video('旧.mp4', 1)] });
    },
    file: video('新.mp4', 2),
  },
  returned: {
    async begin() {
      await office.say(WHO, '/报送 微视频 《灯》', { files: [video('旧.mp4', 1)] });
      await office.say('staff-1', '/退回 1 太长');
    },
    file: video('新.mp4', 2),
  },
  received: {
    async begin() {
      await office.say(WHO, '/报送 微视频 《灯》', { files: [video('旧.mp4', 1)] });
    },
    file: video('新.mp4', 2),
  },
  event: {
    async begin() {
      await office.say(WHO, '/活动 网安进企业 日期:9月3日 企业:瑞丰钢厂 人数:60');
    },
    file: photo('新.png', 2),
  },
} as const;
type Target = keyof typeof TARGETS;

/** What is said of number 1. */
const WAYS = {
  /** Nothing. */
  bare: '',
  command: '/补正 1',
  exchange: '/换件 1',
  add: '/补件 1',
  caption: '补正1',
} as const;
type Way = keyof typeof WAYS;

/** The number, state and files of every entry that has one. */
async function standing(): Promise<string> {
  const entries = await office.prisma.submission.findMany({
    where: { state: { in: ['draft', 'received', 'returned', 'accepted'] } },
    include: { files: { where: { retiredAt: null }, orderBy: { id: 'asc' } } },
    orderBy: { number: 'asc' },
  });
  return entries
    .map(({ number, state, files }) =>
      [`#${number}`, state, ...files.map(({ name }) => name.replace(/\..*/, ''))].join(' '),
    )
    .join('; ');
}

/** Says it in the group or in the direct chat; a file reaches the bot in the direct chat alone. */
const say = (text: string, chat: 'direct' | 'group') => office.say(WHO, text, { chat });
const send = (file: SentFile, text = '') => office.say(WHO, text, { files: [file] });

type Order = 'file first' | 'words first' | 'at once';
const ORDERS: [Order, 'direct' | 'group'][] = [
  ['file first', 'direct'],
  ['file first', 'group'],
  ['words first', 'direct'],
  ['words first', 'group'],
  ['at once', 'direct'],
];

/** What stands at the end, the same whichever came first and whatever the chat. */
const OWN: Record<Exclude<Way, 'bare'>, Record<Target, string>> = {
  command: {
    draft: '#1 received 新',
    filed: '#1 draft 新',
    returned: '#1 received 新',
    received: '#1 received 新',
    event: '#1 received 新',
  },
  exchange: {
    draft: '#1 received 新',
    filed: '#1 draft 新',
    returned: '#1 received 新',
    received: '#1 received 新',
    event: '#1 received 新',
  },
  add: {
    draft: '#1 received 新',
    filed: '#1 draft 旧 新',
    returned: '#1 received 旧 新',
    received: '#1 received 旧 新',
    event: '#1 received 新',
  },
  caption: {
    draft: '#1 received 新',
    filed: '#1 draft 新',
    returned: '#1 received 新',
    received: '#1 received 新',
    event: '#1 received 新',
  },
};

/** What is gathered already stays together: which of the files is meant has to be asked. */
const atEnd = (way: keyof typeof OWN, target: Target, order: Order): string =>
  target === 'filed' && order === 'file first' ? OWN.add.filed : OWN[way][target];

const rows = (Object.keys(OWN) as (keyof typeof OWN)[]).flatMap((way) =>
  (Object.keys(TARGETS) as Target[]).flatMap((target) =>
    ORDERS.map(([order, chat]) => [way, target, order, chat, atEnd(way, target, order)] as const),
  ),
);

test.each(rows)('%s for a %s, %s, words in the %s chat', async (way, target, order, chat, expected) => {
  await office.reset();
  const { begin, file } = TARGETS[target];
  await begin();
  const words = WAYS[way];
  if (order === 'words first') await say(words, chat);
  await send(file, order === 'at once' ? words : '');
  if (order === 'file first') await say(words, chat);
  expect(await standing()).toBe(expected);
});

/** Without a word the file goes to what waits for it, and is asked about where it may be something new. */
test.each<[Target, string]>([
  ['draft', '#1 received 新'],
  ['filed', '#1 draft 旧 新'],
  ['returned', '#1 returned 旧; #2 draft 新'],
  ['received', '#1 received 旧; #2 draft 新'],
  ['event', '#1 received 新'],
])('a file without a word beside a %s', async (target, expected) => {
  await office.reset();
  await TARGETS[target].begin();
  await send(TARGETS[target].file);
  expect(await standing()).toBe(expected);
});

/** What the bot has said of number 1 is quoted beside the file. */
test.each<[Target, string, string]>([
  ['draft', '', '#1 received 新'],
  ['filed', '', '#1 draft 旧 新'],
  ['filed', '换成这个', '#1 draft 新'],
  ['returned', '', '#1 received 新'],
  ['returned', '补正', '#1 received 新'],
  ['received', '', '#1 received 旧; #2 draft 新'],
  ['received', '/补正', '#1 received 新'],
  ['received', '/补件', '#1 received 旧 新'],
  ['event', '', '#1 received 新'],
  ['event', '现场照片', '#1 received 新'],
])('a file that quotes what was said of a %s: %s', async (target, text, expected) => {
  await office.reset();
  await TARGETS[target].begin();
  const said = (await office.platform.chat(`direct/${WHO}`)).filter(({ text: said }) => /#1(?!\d)/.test(said)).at(-1);
  await office.say(WHO, text, { files: [TARGETS[target].file], quote: said?.messageId ?? '' });
  expect(await standing()).toBe(expected);
});

/** Words beside the file that name no number. */
test.each<[Target, string, string]>([
  ['filed', '换成这个', '#1 draft 新'],
  ['filed', '用新的这个', '#1 draft 新'],
  ['filed', '以这个为准', '#1 draft 新'],
  ['event', '现场照片', '#1 received 新'],
  ['event', '这是活动现场的照片', '#1 received 新'],
  ['event', '合影', '#1 received 新'],
])('beside a %s, a file with the words %s', async (target, text, expected) => {
  await office.reset();
  await TARGETS[target].begin();
  await send(TARGETS[target].file, text);
  expect(await standing()).toBe(expected);
});

/** The button under the notice says what the command says. */
test('the notice of a return has the command as a button', async () => {
  await office.reset();
  await TARGETS.returned.begin();
  const { post } = await office.prisma.outbound.findFirstOrThrow({ where: { chatId: WHO }, orderBy: { id: 'desc' } });
  expect(post).toMatchObject({ choices: [{ label: '补正', says: '/补正 1' }] });
});

test('a complete command swallows nothing, and its own file still waits for its word', async () => {
  await office.reset();
  await send(video('旧.mp4', 1));
  await say('/报送 专题活动 《读书月》 链接:https://e.cn/1', 'direct');
  expect(await standing()).toBe('#1 draft 旧; #2 received');
  await say('1', 'direct');
  await say('《灯》', 'direct');
  expect(await standing()).toBe('#1 received 旧; #2 received');
});

test('photos of a draft that lacks something join it, a complete one takes no more', async () => {
  await office.reset();
  await say('/活动 网安进企业 日期:9月3日 企业:瑞丰钢厂', 'direct');
  await send(photo('一.png', 1));
  await send(photo('二.png', 2));
  expect(await standing()).toBe('#1 draft 一 二');
  await say('60人', 'direct');
  expect(await standing()).toBe('#1 received 一 二');
});
