import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pino } from 'pino';
import { parse } from 'yaml';
import { diskFiles } from '../../src/adapters/files/disk.ts';
import { PracticeChannel } from '../../src/adapters/practice/channel.ts';
import type { ChatFile, Shown } from '../../src/adapters/practice/chat.ts';
import { advanceTo, durationMs } from '../../src/adapters/practice/clock.ts';
import { CHANNEL, GROUP, practicePeople, seedPeople } from '../../src/adapters/practice/people.ts';
import { officeNamed } from '../../src/application/office.ts';
import { FileEmpty } from '../../src/application/ports.ts';
import type { Campaign } from '../../src/domain/campaign.ts';
import { buildOffice } from '../../src/start/assemble.ts';
import { readConfig } from '../../src/start/config.ts';
import { testDatabase } from './database.ts';
import { knowledgeBeside, knowledgeFor } from './knowledge.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface SentFile {
  name: string;
  bytes: Buffer;
}

interface Spoken {
  chat?: 'group' | 'direct';
  mention?: boolean;
  files?: SentFile[];
  /** The id of the message quoted. */
  quote?: string;
}

/** Another campaign at hand; the group is bound to the shipped one, and everybody has named that one. */
export interface Beside {
  campaign: Campaign;
  place: 'first' | 'last';
  /** Nobody has named any, and the group is bound to none. */
  unsaid?: boolean;
}

/**
 * The whole bot with the practice platform, without HTTP, on a database in memory.
 * `say` returns what the bot answered, a text a message; one said in another chat is marked with it: `[direct/yaodu-1] …`.
 */
export async function practice(env: Record<string, string> = {}, beside?: Beside) {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'baosong-practice-'));
  const database = await testDatabase();
  const config = readConfig({ PRACTICE: 'on', DATA_DIR: dataDir, ...env });
  const names = parse(readFileSync(path.join(ROOT, 'prompts/practice.yaml'), 'utf8'));
  const log = pino({ level: 'silent' });

  async function open() {
    const knowledge = beside
      ? knowledgeBeside(ROOT, config, beside.campaign, beside.place)
      : knowledgeFor(ROOT, config);
    const { house, bot, practiceClock: clock } = await buildOffice({ root: ROOT, config, database, log, knowledge });
    const office = officeNamed(house, beside && 'linfen-2020');
    if (!clock) throw new Error('no practice clock');
    const people = practicePeople(office.campaign, names);
    await seedPeople(database.prisma, people, clock.now());
    if (beside && !beside.unsaid)
      await sayWhich(
        people.map(({ id }) => id),
        clock.now(),
      );
    const uploads = await diskFiles(path.join(dataDir, 'practice-uploads'));
    const platform = new PracticeChannel(
      { prisma: database.prisma, clock, uploads, store: office.store },
      people,
      names,
    );
    office.channels.set(CHANNEL, platform);
    return { office, bot, clock, uploads, platform, people };
  }

  async function sayWhich(ids: string[], at: Date): Promise<void> {
    const shipped = { campaign: 'linfen-2020', channel: CHANNEL };
    await database.prisma.group.createMany({
      data: [{ ...shipped, chatId: GROUP, boundAt: at }],
      skipDuplicates: true,
    });
    const chosen = ids.map((senderId) => ({ ...shipped, senderId, at }));
    await database.prisma.chosenCampaign.createMany({ data: chosen, skipDuplicates: true });
  }

  let parts = await open();

  async function upload({ name, bytes }: SentFile): Promise<ChatFile> {
    try {
      const { sha256, size, mime } = await parts.uploads.put(Readable.from(bytes.length > 0 ? [bytes] : []), 2 ** 30);
      return { name, size, sha256, mime, from: 'platform' };
    } catch (error) {
      if (error instanceof FileEmpty) return { name, size: 0, sha256: '', mime: '', from: 'platform' };
      throw error;
    }
  }

  /** Says something on the platform; the bot has not heard of it. */
  async function saidThere(as: string, text: string, spoken: Spoken) {
    const person = parts.people.find(({ id }) => id === as);
    if (!person) throw new Error(`nobody is ${as}`);
    const { chat = 'direct', mention = chat === 'group', files = [], quote } = spoken;
    return parts.platform.say({
      as: person,
      chat: chat === 'group' ? GROUP : `direct/${as}`,
      text,
      mention,
      files: await Promise.all(files.map(upload)),
      ...(quote !== undefined && { quote: BigInt(quote) }),
    });
  }

  /** Says something and returns the message's id with everything the bot answered. */
  async function post(as: string, text: string, spoken: Spoken = {}): Promise<{ id: string; replies: Shown[] }> {
    const { shown, message } = await saidThere(as, text, spoken);
    if (!message) return { id: shown.messageId, replies: [] };
    await parts.bot.accept(message);
    await parts.bot.work();
    return { id: shown.messageId, replies: await parts.platform.repliesTo(message.id) };
  }

  return {
    get office() {
      return parts.office;
    },
    get bot() {
      return parts.bot;
    },
    get platform() {
      return parts.platform;
    },
    prisma: database.prisma,
    dataDir,
    post,
    /** A message to the bot that it has not got yet. */
    async sent(as: string, text: string, files: SentFile[]) {
      const { message } = await saidThere(as, text, { files });
      if (!message) throw new Error('not meant for the bot');
      return message;
    },
    async say(as: string, text: string, spoken: Spoken = {}): Promise<string[]> {
      const { replies } = await post(as, text, spoken);
      const here = spoken.chat === 'group' ? GROUP : `direct/${as}`;
      return replies.map((reply) => (reply.chat === here ? reply.text : `[${reply.chat}] ${reply.text}`));
    },
    /** Moves the clock by an ISO duration or to an ISO instant; returns what was posted on the way. */
    async move(to: string): Promise<string[]> {
      const from = await parts.platform.last();
      const length = durationMs(to);
      await advanceTo(
        parts.bot,
        parts.clock,
        length === undefined ? new Date(to) : new Date(parts.clock.now().getTime() + length),
      );
      return (await parts.platform.saidSince(from)).map(({ chat, text }) => `[${chat}] ${text}`);
    },
    now: () => parts.clock.now(),
    /** The process dies and another opens the same data. */
    async restart(): Promise<void> {
      parts = await open();
      await parts.bot.recover();
    },
    /** Everything as on the first day; quicker than another office. */
    async reset(): Promise<void> {
      await database.reset();
      parts = await open();
    },
    async close(): Promise<void> {
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type Practice = Awaited<ReturnType<typeof practice>>;
