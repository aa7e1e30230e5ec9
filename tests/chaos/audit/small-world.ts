// Two works and a reminder, for the audit's own test to spoil.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FileStore } from '../../../src/application/ports.ts';
import type { Suffered } from '../faults.ts';
import type { ChaosPerson } from '../people.ts';
import type { Platform, Shown } from '../platform.ts';
import type { SaidMessage } from '../said.ts';
import type { Books, OutboundRow } from './books.ts';
import { auditFiles } from './files.ts';
import { auditMessages } from './messages.ts';
import { auditPosts } from './posts.ts';
import { auditRecords } from './records.ts';
import { auditReminders } from './reminders.ts';

const BYTES = Buffer.from('ID3 a song');
const SHA256 = createHash('sha256').update(BYTES).digest('hex');
const WAY = { name: 'url', acknowledges: true, mixes: 'anything', groups: true } as const;
const LINE = { ...WAY, name: 'ws', acknowledges: false };
const LIJIE: ChaosPerson = {
  id: 'lijie',
  channel: 'wecom',
  role: 'coordinator',
  unit: { id: 'yaodu', short: '尧都区' },
};
const ZHANG: ChaosPerson = { id: 'zhang', channel: 'wecom', role: 'staff' };

const RECEIPT_1 = `已收 #1 《K000001》\n歌曲 · 尧都区\nK000001.mp3 1 KB sha256 ${SHA256.slice(0, 4)}…${SHA256.slice(-4)}`;
const RECEIPT_2 = '已收 #2 《K000002》\n线下活动 · 尧都区';
const REMINDER = '【报送提醒】离截止还有 15 天';
const AT = new Date('2020-08-31T01:05:00Z');

export interface World {
  said: SaidMessage[];
  books: Books;
  shown: Shown[];
  suffered: Suffered[];
  bytes: Buffer | undefined;
  torn: Set<string>;
}

/** Two works and a reminder, as they should be. */
export function sound(): World {
  const said = (serial: number, meaning: SaidMessage['meaning'], speech: object): SaidMessage => ({
    serial,
    person: LIJIE,
    way: WAY,
    speech: { from: 'lijie', ...speech },
    meaning,
    messageId: `m${serial}`,
    outcome: 'acknowledged',
    toldAt: serial * 1000,
  });
  const post = (id: number, inboundId: number | null, chatId: string, text: string): OutboundRow => ({
    id: BigInt(id),
    channel: 'wecom',
    chatId,
    inboundId: inboundId === null ? null : BigInt(inboundId),
    state: 'sent',
    reason: null,
    createdAt: AT,
    text,
  });
  const row = (id: number) => ({ channel: 'wecom', senderId: 'lijie', state: 'handled', attempts: 1, id: BigInt(id) });
  const entry = { unitId: 'yaodu', state: 'received', version: 1, fields: {} };
  return {
    said: [
      said(
        1,
        { kind: 'work', marker: 'K000001', category: 'song', sha256: SHA256 },
        { text: '/报送 歌曲 《K000001》' },
      ),
      said(2, { kind: 'event', marker: 'K000002' }, { text: '/活动 《K000002》' }),
    ],
    books: {
      inbound: [1, 2].map((id) => ({ ...row(id), messageId: `m${id}` })),
      outbound: [post(1, 1, 'lijie', RECEIPT_1), post(2, 2, 'lijie', RECEIPT_2), post(3, null, 'wrGROUP', REMINDER)],
      entries: [
        { ...entry, number: 1, categoryId: 'song', title: 'K000001', sha256: [SHA256] },
        { ...entry, number: 2, categoryId: 'event', title: 'K000002', sha256: [] },
      ],
      tally: new Map([
        ['yaodu song', '1 0 0'],
        ['yaodu event', '1 0 0'],
      ]),
      reminders: [{ key: '2020-08-31', state: 'posted' }],
      blobs: [SHA256],
      staffChats: new Set(['zhang']),
    },
    shown: [
      { chat: 'lijie', text: RECEIPT_1, via: 'url' },
      { chat: 'lijie', text: RECEIPT_2, via: 'url' },
      { chat: 'wrGROUP', text: REMINDER, via: 'url' },
    ],
    suffered: [],
    bytes: BYTES,
    torn: new Set(),
  };
}

export async function rules({ said, books, shown, suffered, bytes, torn }: World): Promise<string[]> {
  const platform = { channel: 'wecom', groups: ['wrGROUP'], shown, forms: ({ text }: { text: string }) => [[text]] };
  const platforms = [platform as unknown as Platform];
  const store = {
    has: async () => bytes !== undefined,
    open: () => Readable.from([bytes ?? '']),
  } as unknown as FileStore;
  const found = [
    auditMessages(said, books, suffered),
    auditRecords(said, books, [LIJIE, ZHANG], torn),
    auditPosts(books, platforms),
    await auditFiles(said, books, platforms, store, torn),
    auditReminders(books, platforms),
  ];
  return [...new Set(found.flatMap(({ violations }) => violations.map(({ rule }) => rule)))];
}

export const second = (world: World) => world.books.outbound[1] as OutboundRow;
export const killed = (from: number, more: Partial<Suffered> = {}): Suffered => ({
  kind: 'kill',
  from,
  to: from + 1,
  pid: 7,
  heldLine: true,
  ...more,
});
export const frozen = (from: number, to: number, heldLine = true): Suffered => ({
  kind: 'pause',
  from,
  to,
  pid: 7,
  heldLine,
});
/** Nothing came of the second message. */
export function withoutSecond({ books, shown }: World): void {
  books.inbound.pop();
  books.entries.pop();
  books.outbound.splice(1, 1);
  books.tally.delete('yaodu event');
  shown.splice(1, 1);
}
export const overTheLine = ({ said }: World) => {
  for (const message of said) message.way = LINE;
};
export const secondStoredFirst = ({ books }: World) => {
  Object.assign(books.inbound[0] ?? {}, { id: 5n });
  Object.assign(books.outbound[0] ?? {}, { inboundId: 5n });
};
