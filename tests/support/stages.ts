import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Attachment as DingtalkAttachment } from '../../fakes/dingtalk/index.ts';
import { startFakeDingtalk } from '../../fakes/dingtalk/index.ts';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { startFakeWecom } from '../../fakes/wecom/index.ts';
import { practicePeople } from '../../src/adapters/practice/people.ts';
import type { Bot } from '../../src/application/bot.ts';
import type { Office } from '../../src/application/office.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { dingtalkBot } from './dingtalk.ts';
import { known, type Role } from './known.ts';
import { type Practice, practice, type SentFile } from './practice.ts';
import { wecomBot } from './wecom.ts';

export interface Said {
  as: string;
  text: string;
  inGroup: boolean;
  /** False: in the group, without addressing the bot. */
  mention: boolean;
  file?: SentFile | undefined;
  /** A file that somebody sent to the group, quoted. */
  quote?: SentFile | undefined;
}

export interface Heard {
  /** `group`, or `direct/<person>`. */
  chat: string;
  text: string;
}

/** One way of meeting the bot, with the practice people around it. */
export interface Stage {
  say(said: Said): Promise<Heard[]>;
  /** Moves the clock to an ISO instant; what was posted on the way. */
  move(to: string): Promise<Heard[]>;
  close(): Promise<void>;
}

export type StageName = 'practice' | 'wecom connection' | 'wecom callbacks' | 'dingtalk stream' | 'dingtalk HTTP';

const IMAGE = /\.(png|jpe?g)$/i;
/** Patient, and generous where the dialogues are not about limits. */
const PATIENT = { timings: { waitMs: 60_000 } };

/** Opens the stages one after another on one database; call `done` at the end. */
export async function stages(): Promise<{ open(name: StageName): Promise<Stage>; done(): Promise<void> }> {
  const database = await testDatabase();
  const office = await practice();
  const opened: Record<StageName, () => Promise<Stage>> = {
    practice: () => onPractice(office),
    'wecom connection': () => onWecom(database, 'ws'),
    'wecom callbacks': () => onWecom(database, 'url'),
    'dingtalk stream': () => onDingtalk(database, 'stream'),
    'dingtalk HTTP': () => onDingtalk(database, 'http'),
  };
  return {
    async open(name) {
      await database.reset();
      return opened[name]();
    },
    async done() {
      await office.close();
      await database.close();
    },
  };
}

export async function onPractice(office: Practice): Promise<Stage> {
  await office.reset();
  return {
    async say({ as, text, inGroup, mention, file, quote }) {
      const group = inGroup ? ({ chat: 'group', mention } as const) : {};
      const quoted = quote && (await office.post(as, '', { chat: 'group', mention: false, files: [quote] })).id;
      const { replies } = await office.post(as, text, {
        ...group,
        ...(file && { files: [file] }),
        ...(quoted !== undefined && { quote: quoted }),
      });
      return replies.map((reply) => ({ chat: reply.chat, text: reply.text }));
    },
    async move(to) {
      const posted = await office.move(to);
      return posted.map((line) => {
        const [, chat = '', text = ''] = /^\[([^\]]+)\] (.*)$/s.exec(line) ?? [];
        return { chat, text };
      });
    },
    close: async () => {},
  };
}

interface Platform {
  sent: { chat: { kind: string; id: string }; text: string }[];
  say(said: Said): Promise<{ outcome: string }>;
}

/** What both fakes have in common: wait until the bot has stored it, until it has worked, then look what was said. */
function staged(
  { bot, clock, database, platform }: { bot: Bot; clock: TestClock; database: TestDatabase; platform: Platform },
  close: () => Promise<void>,
): Stage {
  const since = (from: number): Heard[] =>
    platform.sent.slice(from).map(({ chat, text }) => ({
      chat: chat.kind === 'group' ? 'group' : `direct/${chat.id}`,
      text,
    }));
  /** What has to wait for its turn goes out by itself, a moment later. */
  const quiet = async () => {
    await bot.work();
    while ((await database.prisma.outbound.count({ where: { state: { in: ['waiting', 'working'] } } })) > 0)
      await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    async say(said) {
      const from = platform.sent.length;
      const before = await database.prisma.inbound.count();
      const { outcome } = await platform.say(said);
      if (outcome === 'not-delivered') return [];
      while ((await database.prisma.inbound.count()) === before) await new Promise((resolve) => setImmediate(resolve));
      await quiet();
      return since(from);
    },
    async move(to) {
      const from = platform.sent.length;
      const target = new Date(to);
      const forward = (at: Date) => clock.advance(Math.max(0, at.getTime() - clock.now().getTime()));
      for (let due = await bot.nextDue(clock.now()); due && due.at <= target; due = await bot.nextDue(clock.now())) {
        forward(due.at);
        await bot.tick();
        await quiet();
      }
      forward(target);
      await bot.tick();
      await quiet();
      return since(from);
    },
    close,
  };
}

async function settle(database: TestDatabase, channel: string, office: Office): Promise<string[]> {
  const names = parse(readFileSync(path.resolve(import.meta.dirname, '../../prompts/practice.yaml'), 'utf8'));
  const people = practicePeople(office.campaign, names);
  for (const { id, name, role, unit } of people)
    if (role !== 'stranger') await known(database, channel, id, role as Role, { name, unit: unit ?? '' });
  return people.map(({ id }) => id);
}

const GROUP = { wecom: 'wrUNIONS', dingtalk: 'cidUnions==' };

async function onWecom(database: TestDatabase, mode: 'ws' | 'url'): Promise<Stage> {
  const clock = new TestClock();
  const fake = await startFakeWecom({
    clock,
    bot: { name: '报送助手' },
    webhooks: { 'key-of-unions': GROUP.wecom },
    ...PATIENT,
  });
  const env = fake.env([mode, 'webhook', ...(mode === 'url' ? (['app'] as const) : [])]);
  const started = await wecomBot(env, { database, clock });
  fake.botUrl = `${started.url}/wecom/bot`;
  fake.appUrl = `${started.url}/wecom/app`;
  if (mode === 'ws') await fake.whenSubscribed();
  for (const id of await settle(database, 'wecom', started.office)) fake.openChat('single', id);
  fake.openChat('group', GROUP.wecom);
  const platform: Platform = {
    sent: fake.sent,
    say: ({ as, text, inGroup, mention, file, quote }) => {
      const where = { from: as, via: mode, ...(inGroup && { chatid: GROUP.wecom }) };
      const addressed = inGroup && !mention ? { mention: 'none' as const } : {};
      const quoted = quote && { quote: { file: { bytes: quote.bytes, name: quote.name } } };
      if (file && text !== '') return fake.say({ ...where, mixed: [{ text }, { image: { bytes: file.bytes } }] });
      if (file && IMAGE.test(file.name)) return fake.say({ ...where, image: { bytes: file.bytes } });
      if (file) return fake.say({ ...where, file: { bytes: file.bytes, name: file.name } });
      return fake.say({ ...where, text, ...addressed, ...quoted });
    },
  };
  return staged({ bot: started.bot, clock, database, platform }, async () => {
    await started.close();
    await fake.stop();
  });
}

async function onDingtalk(database: TestDatabase, mode: 'stream' | 'http'): Promise<Stage> {
  const clock = new TestClock();
  const webhooks = { 'token-of-unions': { chatid: GROUP.dingtalk, secret: 'SECunions' } };
  const fake = await startFakeDingtalk({ clock, webhooks, app: { streamMode: mode === 'stream' }, ...PATIENT });
  const started = await dingtalkBot(fake.env([mode, 'webhook']), { database, clock });
  fake.robotUrl = `${started.url}/dingtalk/robot`;
  if (mode === 'stream') await fake.whenSubscribed();
  for (const id of await settle(database, 'dingtalk', started.office)) fake.openChat('single', id);
  fake.openChat('group', GROUP.dingtalk);
  const platform: Platform = {
    sent: fake.sent,
    say: ({ as, text, inGroup, mention, file, quote }) => {
      const where = { from: as, via: mode, ...(inGroup && { chatid: GROUP.dingtalk }) };
      const addressed = inGroup && !mention ? { mention: 'none' as const } : {};
      const sent: DingtalkAttachment | undefined = file && { bytes: file.bytes, name: file.name };
      const quoted = quote && { quote: { file: { bytes: quote.bytes, name: quote.name } } };
      if (sent && text !== '') return fake.say({ ...where, mixed: [{ text }, { image: sent }] });
      if (sent && IMAGE.test(file?.name ?? '')) return fake.say({ ...where, image: sent });
      if (sent) return fake.say({ ...where, file: sent });
      return fake.say({ ...where, text, ...addressed, ...quoted });
    },
  };
  return staged({ bot: started.bot, clock, database, platform }, async () => {
    await started.close();
    await fake.stop();
  });
}

const NARROW: Record<string, string> = {
  '＊': '*',
  '＿': '_',
  '｀': '`',
  '～': '~',
  '｜': '|',
  '＼': '\\',
  '＄': '$',
  '＠': '@',
  '＜': '<',
  '＆': '&',
};

const asLines = (rows: string): string =>
  rows
    .trim()
    .split('\n')
    .map((row) => {
      const [name, ...numbers] = row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      return `${name} ${numbers.filter((number) => number !== '').join('/')}`;
    })
    .join('\n');

/** What was said, whatever the platform's way of writing: the one place that knows them all. */
export function asSaid(texts: string[]): string {
  const whole: string[] = [];
  for (const text of texts) {
    const [, nth, rest] = /^\((\d+)\/\d+\)\s*\n(.*)$/s.exec(text) ?? [];
    // Long texts come in numbered parts.
    if (nth !== undefined && Number(nth) > 1 && whole.length > 0) whole.push(`${whole.pop()}\n${rest}`);
    else whole.push(rest ?? text);
  }
  return whole
    .map((text) =>
      text
        // 企业微信 draws a table where the others have lines: a head, a rule, and a count of a target in each row.
        .replace(/\n*^\|.*\|\n\| ?:?-.*\n((?:\|.*\|\n?)+)\n*/gm, (_, rows: string) => `\n${asLines(rows)}\n`)
        // Mentions of 钉钉 stand in the text.
        .replace(/\s*\n\s*\n(?:@[\w-]+ ?)+$/, '')
        .replace(/\u200b/g, '')
        .replace(/[＊＿｀～｜＼＄＠＜＆]/g, (sign) => NARROW[sign] ?? sign)
        .replace(/\] (?=[([:])/g, ']')
        .replace(/^[ \t\u3000]+|[ \t]+$/gm, '')
        .trim(),
    )
    .filter((text) => text !== '')
    .join('\n\n');
}
