import { expect, test } from 'vitest';
import type { OutboundRow } from './audit/books.ts';
import {
  frozen,
  killed,
  overTheLine,
  rules,
  second,
  secondStoredFirst,
  sound,
  type World,
  withoutSecond,
} from './audit/small-world.ts';
import type { Shown } from './platform.ts';
import type { SaidMessage } from './said.ts';

/** The first work was sent with other bytes than its receipt names, which came with another one. */
const otherFile = ({ said, books }: World) => {
  const sha256 = `beef${'0'.repeat(56)}cafe`;
  const [work] = said as [SaidMessage];
  const other = { kind: 'file' as const, marker: 'K000003', sha256: (work.meaning as { sha256: string }).sha256 };
  said.push({ ...work, serial: 3, messageId: 'm3', meaning: other, outcome: 'refused' });
  work.meaning = { kind: 'work', marker: 'K000001', category: 'song', sha256 };
  Object.assign(books.entries[0] ?? {}, { sha256: [sha256] });
};

const RECEIVING = { chat: 'lijie', text: '正在接收您的文件，大的要几分钟，收好了马上告诉您。', via: 'url' };

test.each<[string, (world: World) => unknown, string[]]>([
  ['all is well', () => undefined, []],
  [
    'a message that was acknowledged is not there',
    ({ books }) => books.inbound.pop(),
    ['acknowledged and lost', 'recorded without a message', 'tally is not the model'],
  ],
  [
    'one that was refused is not missed',
    (world) => {
      Object.assign(world.said[1] as SaidMessage, { outcome: 'refused' });
      withoutSecond(world);
    },
    [],
  ],
  [
    'a message is never handled',
    ({ books }) => Object.assign(books.inbound[1] ?? {}, { state: 'failed' }),
    ['stored but failed', 'recorded without a message', 'tally is not the model'],
  ],
  [
    'a message is stored twice',
    ({ books }) => books.inbound.push({ ...(books.inbound[1] as object), id: 3n } as never),
    ['stored twice', 'answered 0 times instead of 1'],
  ],
  [
    'nobody said it',
    ({ books }) => books.inbound.push({ ...(books.inbound[1] as object), id: 3n, messageId: 'm9' } as never),
    ['stored but never sent'],
  ],
  ['the later message is stored first', secondStoredFirst, ['out of order']],
  [
    'on a line whose process stood still before it stored the first one, that is nobody’s fault',
    (world) => {
      overTheLine(world);
      secondStoredFirst(world);
      world.suffered.push(frozen(1_500, 60_000));
    },
    [],
  ],
  [
    'on a line while another process stood still, it is',
    (world) => {
      overTheLine(world);
      secondStoredFirst(world);
      world.suffered.push(frozen(1_500, 60_000, false));
    },
    ['out of order'],
  ],
  [
    'a line that died with its process took the message along',
    (world) => {
      overTheLine(world);
      withoutSecond(world);
      world.suffered.push(killed(2_900));
    },
    [],
  ],
  [
    'a process that lived on had time enough to store it',
    (world) => {
      overTheLine(world);
      withoutSecond(world);
      world.suffered.push(killed(5_000));
    },
    ['acknowledged and lost'],
  ],
  [
    'one that was frozen with the message and killed when it woke had not, though another has the line by then',
    (world) => {
      overTheLine(world);
      withoutSecond(world);
      world.suffered.push(frozen(2_500, 72_500), killed(73_000, { heldLine: false }));
    },
    [],
  ],
  [
    'one whose database was away had not either',
    (world) => {
      overTheLine(world);
      withoutSecond(world);
      world.suffered.push({ kind: 'database-restart', from: 2_500, to: 9_000 }, killed(10_000));
    },
    [],
  ],
  [
    'another process that was frozen and killed took nothing along',
    (world) => {
      overTheLine(world);
      withoutSecond(world);
      world.suffered.push(frozen(2_500, 72_500, false), killed(73_000, { heldLine: false }));
    },
    ['acknowledged and lost'],
  ],
  [
    'a callback that was acknowledged is lost with no process',
    (world) => {
      withoutSecond(world);
      world.suffered.push(killed(2_900));
    },
    ['acknowledged and lost'],
  ],
  [
    'an entry is there twice',
    ({ books }) => books.entries.push({ ...(books.entries[1] as object), number: 3 } as never),
    ['recorded twice', 'tally is not the recount'],
  ],
  [
    'an entry is not there',
    ({ books }) => books.entries.pop(),
    ['not recorded', 'tally is not the recount', 'receipt for no entry'],
  ],
  [
    'the tally is off by one',
    ({ books }) => books.tally.set('yaodu song', '2 0 0'),
    ['tally is not the recount', 'tally is not the model'],
  ],
  ['a receipt is shown twice', ({ shown }) => shown.push(shown[1] as Shown), ['shown more often than it was sent']],
  [
    'the sender of a file is told that it takes its time',
    ({ books, shown }) => {
      Object.assign(books.inbound[0] ?? {}, { filesFrom: 'lijie' });
      shown.push(RECEIVING);
    },
    [],
  ],
  [
    'and is told again',
    ({ books, shown }) => {
      Object.assign(books.inbound[0] ?? {}, { filesFrom: 'lijie' });
      shown.push(RECEIVING, RECEIVING);
    },
    ['shown more often than it was sent'],
  ],
  ['and so is somebody who sent none', ({ shown }) => shown.push(RECEIVING), ['shown more often than it was sent']],
  [
    'a receipt is shown in another chat',
    ({ shown }) => Object.assign(shown[1] ?? {}, { chat: 'wrGROUP' }),
    ['sent but not shown', 'shown more often than it was sent'],
  ],
  [
    'a post is on its way for ever',
    (world) => Object.assign(second(world), { state: 'working' }) && world.shown.splice(1, 1),
    ['never finished: working'],
  ],
  [
    'nobody was told of an unknown outcome',
    (world) => Object.assign(second(world), { state: 'unknown' }),
    ['staff were not told'],
  ],
  [
    'somebody was',
    (world) => {
      Object.assign(second(world), { state: 'unknown' });
      const text = '有一条消息不知道发没发出去：\n“已收 #2 《K000002》”';
      world.books.outbound.push({ ...second(world), id: 4n, inboundId: null, chatId: 'zhang', state: 'sent', text });
      world.shown.push({ chat: 'zhang', text, via: 'url' });
    },
    [],
  ],
  [
    'receipts come in the wrong order',
    ({ shown }) => shown.splice(0, 2, ...(shown.slice(0, 2).reverse() as Shown[])),
    ['said out of order'],
  ],
  [
    'what nobody asked for has no order',
    (world) => {
      const report = { ...second(world), inboundId: null, chatId: 'zhang' };
      world.books.outbound.push({ ...report, id: 4n, text: '甲' }, { ...report, id: 5n, text: '乙' });
      world.shown.push({ chat: 'zhang', text: '乙', via: 'url' }, { chat: 'zhang', text: '甲', via: 'url' });
    },
    [],
  ],
  [
    'the bytes are gone',
    (world) => Object.assign(world, { bytes: undefined }),
    ['file is not there', 'receipt for bytes that are not there'],
  ],
  ['a receipt is for the file of another work', otherFile, ['receipt for other bytes']],
  [
    'a work that a jump of the clock tore from its file got the next one of its sender',
    (world) => {
      otherFile(world);
      world.torn.add('K000001');
    },
    [],
  ],
  [
    'the bytes have rotted',
    (world) => Object.assign(world, { bytes: Buffer.from('rot') }),
    ['file has other bytes', 'receipt for bytes that are not there'],
  ],
  [
    'a group is reminded twice on a day',
    ({ books, shown }) => {
      books.outbound.push({ ...(books.outbound[2] as OutboundRow), id: 4n });
      shown.push(shown[2] as Shown);
    },
    ['two reminders in a group on one day'],
  ],
  [
    'a group is not reminded',
    ({ books, shown }) => books.outbound.splice(2, 1) && shown.splice(2, 1),
    ['no reminder on a day that was claimed'],
  ],
])('the audit: %s', async (_, spoil, expected) => {
  const world = sound();
  spoil(world);
  expect(await rules(world)).toEqual(expected);
});
