import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { parse } from 'yaml';
import { FakeChannel } from '../../fakes/channel.ts';
import { PracticeClock } from '../../src/adapters/practice/clock.ts';
import { CHANNEL, GROUP, practicePeople, seedPeople } from '../../src/adapters/practice/people.ts';
import type { Database } from '../../src/adapters/prisma/database.ts';
import type { IncomingFile, Message } from '../../src/application/message.ts';
import type { Channel } from '../../src/application/ports.ts';
import { buildOffice } from '../../src/start/assemble.ts';
import { readConfig } from '../../src/start/config.ts';
import { knowledgeFor } from './knowledge.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

const folders: string[] = [];
// For the bench. Vitest's workers know no exit event; what their files leave is removed after the last one (setup.ts).
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A bot whose only channel is a fake one, with the practice people; several may share one database. */
export async function botOn<Kind extends Channel = FakeChannel>(
  database: Database,
  channel: Kind = new FakeChannel(CHANNEL) as Channel as Kind,
) {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'baosong-bot-'));
  folders.push(dataDir);
  const config = readConfig({ PRACTICE: 'on', DATA_DIR: dataDir });
  const { office, bot } = await buildOffice({
    root: ROOT,
    config,
    database,
    log: pino({ level: 'silent' }),
    knowledge: knowledgeFor(ROOT, config),
  });
  const names = parse(readFileSync(path.join(ROOT, 'prompts/practice.yaml'), 'utf8'));
  await seedPeople(database.prisma, practicePeople(office.campaign, names), office.clock.now());
  office.channels.set(channel.name, channel);
  const moveTo = async (instant: string) => {
    if (office.clock instanceof PracticeClock) await office.clock.moveTo(new Date(instant));
  };
  return { office, bot, channel, prisma: database.prisma, moveTo };
}

let messages = 0;

/** What somebody writes to the bot: directly, or in the group. */
export function message(
  as: string,
  text: string,
  more: { id?: string; group?: boolean; files?: IncomingFile[] } = {},
): Message {
  return {
    channel: CHANNEL,
    id: more.id ?? `m${++messages}`,
    chat: more.group ? { kind: 'group', id: GROUP } : { kind: 'direct', id: as },
    sender: { id: as },
    text,
    files: more.files ?? [],
  };
}
