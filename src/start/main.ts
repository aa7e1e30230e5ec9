// Builds the bot, starts the channels that are set up, and stops them on SIGTERM.
import path from 'node:path';
import type { StartedChannel } from '../adapters/channel.ts';
import { consoleDoor } from '../adapters/console/door.ts';
import { pageDoor } from '../adapters/pages/door.ts';
import { requireApart } from '../adapters/practice/apart.ts';
import { type Database, openDatabase, surviveRollbacks } from '../adapters/prisma/database.ts';
import type { HeldLease } from '../adapters/prisma/lease.ts';
import { ROOT } from '../adapters/root.ts';
import { keeperOf } from '../application/keeping/keeper.ts';
import { announceErasing } from '../application/keeping/retention.ts';
import type { House } from '../application/office.ts';
import { StartRefused } from '../application/start-refused.ts';
import {
  type Built,
  buildOffice,
  type Knowledge,
  readKnowledge,
  warnOfCalendar,
  warnOfErasing,
  warnOfYears,
} from './assemble.ts';
import { setUpOf } from './channels.ts';
import { type Config, environmentOf, readConfig } from './config.ts';
import { httpOf, listen, portOf } from './http.ts';
import { type Leases, leasesOn } from './leases.ts';
import { logOf } from './log.ts';
import { answerOperations } from './operations.ts';
import { startSchedule } from './schedule.ts';
import { requireWordsOf, sentence, startProblem, wordsOf, yearWrong } from './start-words.ts';
import { type Held, stopOnSignal } from './stopping.ts';

/** What the bot keeps is nobody else's on this computer, whatever a package makes of it. */
process.umask(0o077);

async function start(): Promise<void> {
  requireWordsOf('start', 'campaign-check');
  const config = startableConfig();
  const { dataDir, practice } = config;
  const log = logOf(config.logLevel);
  surviveRollbacks(log);
  const { database, knowledge } = await openAndRead(config);
  await requireApart(database.prisma, practice);
  const built = await buildOffice({ root: ROOT, config, database, log, ...knowledge });
  const { house, office, bot } = built;
  await warn(built, config);

  const leases = leasesOn(database, database.embedded || practice, log);
  const lines: HeldLease[] = [];
  const started = new Map<string, StartedChannel>();
  const http = httpOf({ config, house, database, leases, started });
  for (const { kind, settings } of setUpOf(config.channels)) {
    const lease = () => {
      const line = leases.take(kind.name);
      lines.push(line);
      return line;
    };
    const tell = (id: string, facts = {}) => console.error(wordsOf('start', `${kind.name}-${id}`, facts));
    const folders = { program: ROOT, data: dataDir };
    started.set(kind.name, await kind.start(settings, { office: house, bot, http, lease, tell, folders }));
  }
  const desk = { office, bot, practice, publicUrl: config.publicUrl, program: ROOT };
  http.app.use(consoleDoor(desk), pageDoor(desk));
  http.finish();
  const operator = await answerOperations({
    database,
    house,
    dataDir,
    campaignFiles: config.campaigns.map((name) => path.join(ROOT, campaignFile(name))),
  });
  await bot.recover(database.embedded ? 'only' : 'one-of-several');
  const server = await listen(http, config);

  const due = leases.take('schedule');
  for (const channel of started.values()) channel.open();
  const speaksForOthers = lines.length > 0 && !database.embedded;
  const schedule = await startSchedule({ house, bot, lease: due, practice, speaksForOthers });
  // Before anybody is told that it runs: whoever reads that may stop it at once.
  stopOnSignal({
    log,
    bot,
    server,
    schedule,
    started,
    held: [
      ...lines.map((line) => ({ what: line.name, giveBack: () => line.release() })),
      ...(await mailOf(config, house, leases)),
      ...(operator ? [{ what: 'operator', giveBack: () => operator.close() }] : []),
      { what: 'schedule', giveBack: () => due.release() },
    ],
    database: { what: 'database', giveBack: () => database.close() },
  });
  sayReady(config, portOf(server), built);
}

/** The mailbox, where one is set up; practice reads none. */
async function mailOf({ mail: settings, practice, dataDir }: Config, house: House, leases: Leases): Promise<Held[]> {
  if (!settings || practice) return [];
  const { mailboxOf } = await import('../adapters/mail/mailbox.ts');
  const lease = leases.take('mail');
  const box = mailboxOf({ office: house, settings, lease, dataDir });
  box.open();
  return [{ what: 'mail', giveBack: () => box.stop().then(() => lease.release()) }];
}

/** The database opens in a thread of its own; the prompts and the campaign are read meanwhile. */
async function openAndRead(config: Config): Promise<{ database: Database; knowledge: { knowledge?: Knowledge } }> {
  const knowledge: { knowledge?: Knowledge } = {};
  const meanwhile = () => {
    try {
      knowledge.knowledge = readKnowledge(ROOT, config);
    } catch {
      // Read again, and told, when the database is open: its own refusal comes first.
    }
  };
  const { dataDir, databaseUrl } = config;
  return { database: await openDatabase({ dataDir, databaseUrl, onBroken, meanwhile }), knowledge };
}

/** The settings, when something can be started with them. Throws `StartRefused`, `ConfigInvalid`. */
function startableConfig(): Config {
  const { env, unknown } = environmentOf(ROOT);
  for (const name of unknown) console.warn(sentence('unknown-setting', { name }));
  const config = readConfig(env);
  const [given] = config.platformGiven;
  if (setUpOf(config.channels).length === 0)
    throw given ? new StartRefused('platform-incomplete', { given }) : new StartRefused('no-platform');
  if (config.practice && !['127.0.0.1', 'localhost', '::1'].includes(config.host))
    throw new StartRefused('practice-not-local', { host: config.host });
  if (config.practice && given) console.warn(sentence('practice-unconnected', { given }));
  return config;
}

function onBroken(): void {
  console.error(sentence('database-broken'));
  process.exit(1);
}

const campaignFile = (name: string): string => `prisma/campaigns/${name}.yaml`;

async function warn(built: Built, config: Config): Promise<void> {
  warnOfCalendar(built, (year) => console.warn(sentence('calendar-year-missing', { year })));
  const campaigns = [...built.house.campaigns.values()].map(({ campaign }, at) => ({
    campaign,
    file: campaignFile(config.campaigns[at] ?? campaign.id),
  }));
  for (const { campaign, file } of campaigns) warnOfYears(campaign, (wrong) => console.warn(yearWrong(wrong, file)));
  if (config.practice) return;
  const first = await announceErasing(keeperOf(built.house));
  const files = campaigns.map(({ file }) => file).join(' ');
  if (first) console.warn(sentence('erase-first', { ...first, file: files }));
  for (const { campaign, file } of campaigns)
    warnOfErasing(campaign, new Date(), (day) => console.warn(sentence('erase-day-passed', { day, file })));
}

function sayReady({ host, practice }: Config, port: number, { claimCode }: Built): void {
  const url = `http://${host}:${port}${practice ? '/practice' : ''}`;
  console.log(sentence(practice ? 'ready-practice' : 'ready', { url }));
  if (claimCode !== undefined) console.log(sentence('claim-code', { code: claimCode }));
}

start().catch((error) => {
  console.error(startProblem(error));
  process.exit(1);
});
