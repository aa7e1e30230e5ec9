import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openFiles } from '../../src/adapters/files/open.ts';
import { openDatabase } from '../../src/adapters/prisma/database.ts';
import { shippedCampaign } from '../support/campaign.ts';
import { Dice } from '../support/dice.ts';
import { startPostgres, type TestServer } from '../support/postgres.ts';
import { type Books, readBooks, type Violation } from './audit/books.ts';
import { auditFiles } from './audit/files.ts';
import { auditMessages } from './audit/messages.ts';
import { auditPosts } from './audit/posts.ts';
import { auditRecords } from './audit/records.ts';
import { auditReminders } from './audit/reminders.ts';
import { Backup } from './backup.ts';
import { startBalancer } from './balancer.ts';
import { ChaosClock } from './clock.ts';
import { Crowd } from './crowd.ts';
import { Faults, type Suffered } from './faults.ts';
import { peopleOf, settleIn } from './people.ts';
import type { Plan } from './plan.ts';
import { dingtalkPlatform } from './platforms/dingtalk.ts';
import { wecomPlatform } from './platforms/wecom.ts';
import { Processes } from './processes.ts';
import type { Report } from './report.ts';
import type { SaidMessage } from './said.ts';
import { Script } from './script.ts';
import { settle } from './settle.ts';
import { type Condition, conditionOf } from './watch.ts';

export interface ChaosOptions {
  seed: number;
  messages: number;
  plan: Plan;
  processes: number;
  /** A bug for the audit to find: a file of `planted/`. */
  planted?: 'acknowledge-first' | 'send-first';
  /** Messages and posts that may wait before people are slowed down. */
  mostWaiting: number;
  /** Leases of the dead are made old at the end instead of waited for. */
  hurry: boolean;
  server?: TestServer;
  /** What has been said by then is audited. */
  enough?: AbortSignal;
  /** Leaves its folder, also when nothing is wrong. */
  keep?: boolean;
  progress?(line: string): void;
}

/** A Sunday two weeks before the deadline of the shipped campaign; there is a reminder the next morning. */
const START = '2020-08-30T15:00:00+08:00';
const WATCH_MS = 250;
const LONGEST_END_MS = 12_000;

/** One run: people, platforms, processes and faults, then the audit of everything that was sent. */
export async function runChaos(options: ChaosOptions): Promise<Report> {
  const { seed, messages, plan, progress = () => undefined } = options;
  const began = performance.now();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-chaos-'));
  const server = options.server ?? (await startPostgres());
  const databaseUrl = await server.newDatabase();
  const { prisma, close } = await openDatabase({ dataDir: '', databaseUrl });
  const dataDir = path.join(folder, 'data');
  const clock = new ChaosClock(START);
  // Two of three people write in 企业微信.
  const people = peopleOf(shippedCampaign, ['wecom', 'dingtalk', 'wecom']);
  const idsOf = (channel: string) => people.filter((one) => one.channel === channel).map(({ id }) => id);
  const wecom = await wecomPlatform(clock, new Dice(seed + 1), plan.rates, idsOf('wecom'));
  const dingtalk = await dingtalkPlatform(clock, new Dice(seed + 6), plan.rates, idsOf('dingtalk'));
  const platforms = [wecom, dingtalk];
  await settleIn(
    prisma,
    people,
    platforms.flatMap(({ channel, groups }) => groups.map((id) => ({ channel, id }))),
    clock.now(),
  );
  const env = {
    ...wecom.env(),
    ...dingtalk.env(),
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    ADMIN_CLAIM_CODE: 'K7Q2-9MXT',
  };
  const processes = new Processes({
    count: options.processes,
    env,
    clock,
    folder,
    planted: options.planted && `./tests/chaos/planted/${options.planted}.ts`,
  });
  const balancer = await startBalancer(() => processes.ports(), new Dice(seed + 2), plan.rates);
  wecom.callTo(balancer.origin);
  await processes.start();
  progress(`${options.processes} processes run; ${plan.faults.length} faults are planned`);

  let condition: Condition | undefined;
  const watching = setInterval(async () => {
    crowd.read();
    condition = await conditionOf(prisma);
  }, WATCH_MS);
  const patience = async () => {
    while (!condition || condition.inbox + condition.outbox > options.mostWaiting || processes.running.length === 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const backup = new Backup(server, { ...env, FOLDER: folder });
  const crowd: Crowd = new Crowd({
    people,
    platforms,
    script: new Script(new Dice(seed + 3)),
    dice: new Dice(seed + 4),
    messages,
    enough: options.enough,
    patience,
    onCount(count) {
      faults.onCount(count);
      if (count === plan.backupAt) backup.begin(crowd.said);
      if (count % 1000 === 0) progress(`${count} messages, ${Math.round((performance.now() - began) / 1000)} s`);
    },
  });
  const faults: Faults = new Faults({
    planned: plan.faults,
    server,
    prisma,
    processes,
    balancer,
    platforms,
    clock,
    crowd,
    dice: new Dice(seed + 5),
    condition: () => condition,
    pairsMs: options.hurry ? 10_000 : 60_000,
  });
  await crowd.speak();
  await faults.over();
  const seconds = (performance.now() - began) / 1000;
  progress(`${crowd.said.length} messages sent in ${seconds.toFixed(0)} s; waiting for the bot to finish`);
  for (const platform of platforms) platform.calm();
  await settle({ prisma, processes, progress, hurry: options.hurry });
  clearInterval(watching);
  await processes.stop();

  const books = await readBooks(prisma);
  const violations = endOf(processes, faults);
  const judged = await audit(books);
  const restored = await backup.audit(people, crowd, platforms);
  violations.push(...judged.violations, ...restored.violations);
  await close();
  await balancer.close();
  for (const platform of platforms) await platform.stop();
  if (!options.server) await server.stop();
  if (violations.length === 0 && !options.keep) await rm(folder, { recursive: true, force: true });
  else {
    await writeJournal(path.join(folder, 'journal.jsonl'), crowd.said, faults.suffered);
    progress(`what was said, what went wrong, and the logs of the processes: ${folder}`);
  }
  return {
    seed,
    messages: crowd.said.length,
    seconds: (performance.now() - began) / 1000,
    people: people.length,
    processes: {
      started: processes.started,
      killed: processes.deaths.filter(({ how }) => how === 'kill').length,
      terminated: processes.deaths.filter(({ how }) => how === 'terminate').length,
      cutShort: processes.deaths.filter(({ how, code }) => how === 'terminate' && code !== 0).length,
      byThemselves: processes.deaths.filter(({ how }) => how === 'itself').length,
    },
    suffered: faults.suffered,
    counts: judged.counts,
    restored: restored.counts,
    violations,
  };

  async function audit(books: Books) {
    const { said, torn } = crowd;
    const store = await openFiles({ dataDir });
    const parts = {
      messages: auditMessages(said, books, faults.suffered),
      records: auditRecords(said, books, people, torn),
      posts: auditPosts(books, platforms),
      files: await auditFiles(said, books, platforms, store, torn),
      reminders: auditReminders(books, platforms),
    };
    const wrong = platforms.flatMap((platform) => platform.violations());
    return {
      violations: [
        ...Object.values(parts).flatMap(({ violations: found }) => found),
        ...wrong.map((what) => ({ rule: 'against the rules of the platform', what })),
      ],
      counts: {
        messages: parts.messages.counts,
        records: parts.records.counts,
        posts: parts.posts.counts,
        files: parts.files.counts,
        reminders: parts.reminders.counts,
      },
    };
  }
}

/** For whoever looks for the cause: a line for each message and each fault, in order. */
async function writeJournal(file: string, said: SaidMessage[], suffered: Suffered[]): Promise<void> {
  const messages = said.map(({ toldAt, speech, person, way, ...message }) => ({
    at: Math.round(toldAt),
    ...message,
    person: person.id,
    way: way.name,
    text: speech.text ?? speech.file?.name,
    group: speech.group,
  }));
  const faults = suffered.map(({ from, to, ...fault }) => ({ at: Math.round(from), until: Math.round(to), ...fault }));
  const lines = [...messages, ...faults].sort((a, b) => a.at - b.at).map((line) => JSON.stringify(line));
  await writeFile(file, `${lines.join('\n')}\n`);
}

/** A process ends when it is told to, within its ten seconds; by itself it does not. */
function endOf({ deaths }: Processes, { problems }: Faults): Violation[] {
  return [
    ...problems.map((what) => ({ rule: 'a fault could not be made', what })),
    ...deaths
      .filter(
        ({ how, struckAt, goneAt }) => how === 'itself' || (how === 'terminate' && goneAt - struckAt > LONGEST_END_MS),
      )
      .map(({ pid, how, code, struckAt, goneAt }) => ({
        rule: how === 'itself' ? 'a process ended by itself' : 'a process did not end in time',
        what: `${pid} with ${code} after ${Math.round(goneAt - struckAt)} ms`,
      })),
  ];
}
