import { createServer, type Server } from 'node:http';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { schedule as cron } from 'node-cron';
import { pino } from 'pino';
import { writeArchive } from '../adapters/backup/write.ts';
import { measureCalls } from '../adapters/call-metrics.ts';
import { startDingtalk } from '../adapters/dingtalk/start.ts';
import { httpServer } from '../adapters/http.ts';
import { answerOperator } from '../adapters/operator.ts';
import { requireApart } from '../adapters/practice/apart.ts';
import { startPractice } from '../adapters/practice/start.ts';
import { openDatabase, surviveRollbacks } from '../adapters/prisma/database.ts';
import { soleLease, startLease } from '../adapters/prisma/lease.ts';
import { ROOT } from '../adapters/root.ts';
import { startWecom } from '../adapters/wecom/start.ts';
import { countWork, depths, measureWork } from '../adapters/work-metrics.ts';
import { erase } from '../application/keeping/retention.ts';
import type { Lease } from '../application/ports.ts';
import { StartRefused } from '../application/start-refused.ts';
import { buildOffice, type Knowledge, readKnowledge, warnOfCalendar, warnOfErasing } from './assemble.ts';
import { type Config, environmentOf, readConfig } from './config.ts';
import { sentence, startProblem } from './start-words.ts';

const LOOKS_EVERY_MS = 1_000;
const FIRST_TICK_MS = 2_000;
/** In practice mode every file is on this computer. */
const LONGEST_FIRST_TICK_MS = 60_000;

/** All of it is over below the ten seconds after which a service manager kills. */
const DRAIN_MS = 7_000;
const ANSWERS_MS = 1_000;
const LONGEST_STOP_MS = 9_000;

async function start(): Promise<void> {
  const { env, unknown } = environmentOf(ROOT);
  for (const name of unknown) console.warn(sentence('unknown-setting', { name }));
  const config = readConfig(env);
  const [given] = config.platformGiven;
  if (!config.practice && !config.wecom && !config.dingtalk)
    throw given ? new StartRefused('platform-incomplete', { given }) : new StartRefused('no-platform');
  if (config.practice && !['127.0.0.1', 'localhost', '::1'].includes(config.host))
    throw new StartRefused('practice-not-local', { host: config.host });
  if (config.practice && given) console.warn(sentence('practice-unconnected', { given }));

  const log = pino({
    level: config.logLevel,
    serializers: {
      error: (error: Error & { code?: string }) => ({
        name: error.name,
        code: error.code,
        stack: error.stack?.split('\n').slice(1, 6),
      }),
    },
  });
  surviveRollbacks(log);
  const read: { knowledge?: Knowledge } = {};
  const database = await openDatabase({
    dataDir: config.dataDir,
    databaseUrl: config.databaseUrl,
    onBroken: () => {
      console.error(sentence('database-broken'));
      process.exit(1);
    },
    meanwhile: () => {
      try {
        read.knowledge = readKnowledge(ROOT, config);
      } catch {
        // Read again, and told, when the database is open: its own refusal comes first.
      }
    },
  });
  await requireApart(database.prisma, config.practice);
  const built = await buildOffice({ root: ROOT, config, database, log, ...read });
  const { office, bot, practiceClock } = built;
  warnOfCalendar(built, (year) => console.warn(sentence('calendar-year-missing', { year })));

  if (!config.practice)
    warnOfErasing(office.campaign, new Date(), (day) =>
      console.warn(sentence('erase-day-passed', { day, file: `prisma/campaigns/${config.campaign}.yaml` })),
    );

  const leases: Lease[] = [];
  const http = httpServer({
    log,
    ready: async () => {
      const last = await database.prisma.inbound.findFirst({ orderBy: { id: 'desc' }, select: { receivedAt: true } });
      const channels = [...office.channels].map(
        ([name, channel]) => [name, channel.status?.() ?? { ready: true }] as const,
      );
      return {
        ready: channels.every(([, status]) => status.ready),
        database: database.embedded ? 'embedded' : 'server',
        channels: Object.fromEntries(channels),
        lastInbound: last?.receivedAt ?? null,
        ...depths(await countWork(database.prisma)),
        holders: Object.fromEntries(await Promise.all(leases.map(async (one) => [one.name, await one.holder()]))),
      };
    },
    measure: (registry) => {
      const measures = [
        measureWork(registry, database.prisma),
        measureCalls(registry, { prisma: database.prisma, clock: office.clock, budgets: budgetsOf(config) }),
      ];
      return async () => void (await Promise.all(measures.map((measure) => measure())));
    },
  });
  const campaignFile = path.join(ROOT, 'prisma/campaigns', `${config.campaign}.yaml`);
  const { prisma } = database;
  const backup = async (out: Writable) => {
    await writeArchive({ prisma, store: built.store, dataDir: config.dataDir, campaignFile }, out);
  };
  const eraseFor = (preview: boolean) => async (out: Writable) => {
    out.end(JSON.stringify(await erase(office, preview)));
  };
  if (practiceClock)
    await startPractice({ root: ROOT, dataDir: config.dataDir, office, bot, clock: practiceClock, app: http.app });
  const onlyOne = (name: string) => (database.embedded ? soleLease(name) : startLease(database.prisma, name, log));
  const line = config.wecom?.longConnection && !config.practice ? onlyOne('wecom') : undefined;
  const onStopped = () => console.error(sentence('wecom-credentials'));
  const onKicked = (ms: number) => console.error(sentence('wecom-kicked', { minutes: Math.ceil(ms / 60_000) }));
  const wecom =
    config.wecom && !config.practice
      ? startWecom({
          settings: config.wecom,
          office,
          bot,
          callbacks: http.callbacks,
          lease: line ?? soleLease('wecom'),
          onStopped,
          onKicked,
        })
      : undefined;
  const dingtalk =
    config.dingtalk && !config.practice
      ? startDingtalk({
          settings: config.dingtalk,
          office,
          bot,
          callbacks: http.callbacks,
          onRefused: (fault, code) =>
            console.error(
              fault === 'setup' ? sentence('dingtalk-setup', { code }) : sentence('dingtalk-credentials', { code }),
            ),
        })
      : undefined;
  http.finish();
  // With a server the commands open the database themselves.
  const operator = database.embedded
    ? await answerOperator(config.dataDir, { backup, erase: eraseFor(false), 'erase-preview': eraseFor(true) }, log)
    : undefined;
  await bot.recover(database.embedded ? 'only' : 'one-of-several');

  const server = createServer(http.app);
  await listen(server, config.port, config.host);
  // The practice clock belongs to one process, as the embedded database does.
  const schedule =
    database.embedded || config.practice ? soleLease('schedule') : startLease(database.prisma, 'schedule', log);
  const tick = () => (schedule.held() ? bot.tick() : bot.goOn());
  const tickLater = () => {
    if (!config.practice) tick().catch((error) => log.error({ error }, 'tick failed'));
  };
  leases.push(schedule, ...(line ? [line] : []));
  wecom?.open();
  dingtalk?.open();
  const begun = tick().catch((error) => log.error({ error }, 'tick failed'));
  // What an earlier process left may take long, such as a film that was half-way; it keeps nobody from being heard.
  const longest = config.practice ? LONGEST_FIRST_TICK_MS : FIRST_TICK_MS;
  await Promise.race([begun, new Promise((resolve) => setTimeout(resolve, longest).unref())]);
  const everyMinute = cron('* * * * *', tickLater);
  schedule.watch(tickLater);
  // What others have to say on the line that this process has, they cannot say themselves.
  const sendDue = () => bot.sendDue().catch((error) => log.warn({ error }, 'posts of others not looked for'));
  const looking = line && !database.embedded ? setInterval(sendDue, LOOKS_EVERY_MS).unref() : undefined;

  // Before anybody is told that it runs: whoever reads that may stop it at once.
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    const end = (message: string) => {
      log.warn(message);
      process.exit(0);
    };
    setTimeout(() => end('ended before everything was given back, which others take over'), LONGEST_STOP_MS).unref();
    // What cannot be given back lapses by itself; it keeps nothing else from being so.
    const giveBack = (what: string, done: Promise<unknown> | undefined) =>
      done?.catch((error) => log.warn({ what, error }, 'not given back'));
    await everyMinute.stop();
    clearInterval(looking);
    server.close();
    // Whoever has just posted something hears that it is stored.
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), ANSWERS_MS).unref();
    const drained = bot.stop(DRAIN_MS);
    await Promise.all([giveBack('wecom', wecom?.stop()), giveBack('dingtalk', dingtalk?.stop())]);
    await giveBack('line', line?.release());
    await giveBack('operator', operator?.close());
    await giveBack('schedule', schedule.release());
    // A download may take minutes. It is begun anew by whoever takes the message up.
    if (!(await drained)) end('ended with messages in hand, which are taken up again');
    await giveBack('database', database.close());
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  const url = `http://${config.host}:${port}${config.practice ? '/practice' : ''}`;
  console.log(sentence(config.practice ? 'ready-practice' : 'ready', { url }));
  if (built.claimCode !== undefined) console.log(sentence('claim-code', { code: built.claimCode }));
}

const budgetsOf = ({ dingtalk, practice }: Config): Map<string, number> =>
  new Map(dingtalk && !practice ? [['dingtalk', dingtalk.monthlyCalls]] : []);

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new StartRefused('port-in-use', { port: String(port) }) : error);
    });
    server.listen(port, host, resolve);
  });
}

start().catch((error) => {
  console.error(startProblem(error));
  process.exit(1);
});
