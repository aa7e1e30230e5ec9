import { createServer, type Server } from 'node:http';
import path from 'node:path';
import mustache from 'mustache';
import { schedule as cron } from 'node-cron';
import { pino } from 'pino';
import { CampaignInvalid } from './adapters/campaign-file.ts';
import { httpServer } from './adapters/http.ts';
import { startPractice } from './adapters/practice/start.ts';
import { openDatabase } from './adapters/prisma/database.ts';
import { soleLease, startLease } from './adapters/prisma/lease.ts';
import { readSections } from './adapters/prompt-files.ts';
import { GrammarInvalid } from './application/language/grammar.ts';
import { StartRefused } from './application/start-refused.ts';
import { VocabularyInvalid } from './application/vocabulary.ts';
import { WordsInvalid } from './application/words.ts';
import { ConfigInvalid, readConfig } from './config.ts';
import { buildOffice, warnOfCalendar } from './office.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

const startWords = readSections(path.join(ROOT, 'prompts'));

/** A sentence of `prompts/start.md`. */
function sentence(id: string, facts: Record<string, unknown> = {}): string {
  const section = startWords.get(`start.${id}`) ?? startWords.get('start.setting-other');
  return mustache.render(section?.template ?? id, facts, undefined, { escape: String });
}

async function start(): Promise<void> {
  try {
    process.loadEnvFile(path.join(ROOT, '.env'));
  } catch {
    // No .env: everything has a default.
  }
  const config = readConfig(process.env);
  if (!config.practice && config.platformSettings.length > 0)
    throw new StartRefused('platform-not-built', { settings: config.platformSettings.join('、') });
  if (!config.practice) throw new StartRefused('no-platform');
  if (config.practice && !['127.0.0.1', 'localhost', '::1'].includes(config.host))
    throw new StartRefused('practice-not-local', { host: config.host });

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
  const database = await openDatabase({
    dataDir: config.dataDir,
    databaseUrl: config.databaseUrl,
    onBroken: () => {
      console.error(sentence('database-broken'));
      process.exit(1);
    },
  });
  const built = await buildOffice({ root: ROOT, config, database, log });
  const { office, bot, practiceClock } = built;
  warnOfCalendar(built, (year) => console.warn(sentence('calendar-year-missing', { year })));

  const http = httpServer({
    log,
    ready: async () => {
      const last = await database.prisma.inbound.findFirst({ orderBy: { id: 'desc' }, select: { receivedAt: true } });
      return {
        database: database.embedded ? 'embedded' : 'server',
        channels: [...office.channels.keys()],
        lastInbound: last?.receivedAt ?? null,
      };
    },
  });
  if (practiceClock)
    await startPractice({ root: ROOT, dataDir: config.dataDir, office, bot, clock: practiceClock, app: http.app });
  http.finish();
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
  await tick();
  const everyMinute = cron('* * * * *', tickLater);
  schedule.watch(tickLater);

  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  const url = `http://${config.host}:${port}${config.practice ? '/practice' : ''}`;
  console.log(sentence(config.practice ? 'ready-practice' : 'ready', { url }));
  if (built.claimCode !== undefined) console.log(sentence('claim-code', { code: built.claimCode }));

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), 10_000).unref();
    await everyMinute.stop();
    server.close();
    server.closeAllConnections();
    await schedule.release();
    await bot.idle();
    await database.close();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new StartRefused('port-in-use', { port: String(port) }) : error);
    });
    server.listen(port, host, resolve);
  });
}

/** What went wrong, in words that the person who installs the bot can act on. */
function startProblem(error: unknown): string {
  if (error instanceof ConfigInvalid)
    return error.settings
      .map(({ name, rule }) => {
        const [kind = '', ...facts] = rule.split(' ');
        return sentence('wrong-setting', { name, why: sentence(`setting-${kind}`, { facts: facts.join(' ') }) });
      })
      .join('\n');
  if (error instanceof CampaignInvalid) return sentence('campaign-invalid', { problems: error.message });
  if (error instanceof WordsInvalid || error instanceof VocabularyInvalid || error instanceof GrammarInvalid)
    return sentence('prompts-invalid', { problems: error.message });
  if (error instanceof StartRefused) return sentence(error.code, error.facts);
  return sentence('fault', {
    reason: error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : 'unknown',
  });
}

start().catch((error) => {
  console.error(startProblem(error));
  process.exit(1);
});
