// One of several processes of the bot on one database, told what to do line by line. What it posts stands in the table
// `platform` of that database, which is the platform's own memory; the platform is out of order where `platform_order` says so.
import { createInterface } from 'node:readline';
import { CHANNEL } from '../../src/adapters/practice/people.ts';
import { openDatabase } from '../../src/adapters/prisma/database.ts';
import type { Bot } from '../../src/application/bot.ts';
import type { Chat, Message, Post } from '../../src/application/message.ts';
import type { Channel, Delivery, Opened } from '../../src/application/ports.ts';
import { botOn } from './bots.ts';

const [, , databaseUrl = ''] = process.argv;

const database = await openDatabase({ dataDir: '', databaseUrl });
const { prisma } = database;
const forEver = () => new Promise<never>(() => {});

class Platform implements Channel {
  readonly name = CHANNEL;
  readonly knowsRepeats = false;

  async open(): Promise<Opened> {
    await this.#stall('files');
    throw new Error('no files here');
  }

  async send(chat: Chat, { text, mentions }: Post, key: string): Promise<Delivery> {
    await this.#stall(`before ${chat.id}`);
    await prisma.$executeRaw`
      INSERT INTO platform (key, chat, text, mentions, pid) VALUES (${key}, ${chat.id}, ${text}, ${mentions.length}, ${process.pid})`;
    await this.#stall(`after ${chat.id}`);
    return { state: 'sent', messageId: key };
  }

  /** The first to come there hangs for good, and says so. */
  async #stall(place: string): Promise<void> {
    const stalled = await prisma.$executeRaw`DELETE FROM platform_order WHERE stalls = ${place}`;
    if (stalled === 0) return;
    console.log(`stalled ${place}`);
    await forEver();
  }
}

let bot: Bot | undefined;
console.log('ready');

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as { do: 'begin' | 'tick' | 'go-on' | 'work' | 'accept'; message?: Message };
  // Everybody who was told to starts in the moment in which the gate opens.
  await prisma.$queryRaw`SELECT 1 FROM pg_advisory_lock_shared(1)`;
  await prisma.$queryRaw`SELECT 1 FROM pg_advisory_unlock_all()`;
  if (order.do === 'begin') bot = (await botOn(database, new Platform())).bot;
  else if (order.do === 'accept') await bot?.accept(order.message as Message);
  else if (order.do === 'tick') await bot?.tick();
  else if (order.do === 'go-on') await bot?.goOn();
  else await bot?.work();
  await bot?.idle();
  console.log(`done ${order.do}`);
}
