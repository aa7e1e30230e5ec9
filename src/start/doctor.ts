// npm run doctor [-- --connect]: looks at the configuration step by step and says in words what to mend.
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { loadCampaign } from '../adapters/campaign-file.ts';
import { askOperator, OperationFailed } from '../adapters/operator.ts';
import { openDatabase } from '../adapters/prisma/database.ts';
import type { Check, CheckupGiven, Finding, RunningBot } from '../adapters/wire/checkup.ts';
import { exchange, wholeBody } from '../adapters/wire/exchange.ts';
import { readJson } from '../adapters/wire/json.ts';
import { warnOfErasing, warnOfYears } from './assemble.ts';
import { campaignFileOf } from './campaign-file-of.ts';
import { setUpOf } from './channels.ts';
import { type Config, environmentOf, readConfig } from './config.ts';
import { databaseFound, filesFound } from './doctor-storage.ts';
import { sentence, startProblem, worded } from './start-words.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CONNECT = '--connect';
const ANSWER_MS = 3_000;

/** A bot with these settings, found by what it answers, or by what it holds. Throws when the database cannot be asked. */
async function findRunning(config: Config, localUrl: string): Promise<RunningBot | undefined> {
  const channels = await channelsOf(localUrl);
  if (channels) return { channels };
  if (config.databaseUrl) return (await leaseHeld(config)) ? {} : undefined;
  try {
    const answer = await askOperator(config.dataDir, 'status');
    answer?.resume();
    return answer && {};
  } catch (error) {
    // It answers, though it does not know the question.
    if (error instanceof OperationFailed) return {};
    throw error;
  }
}

async function channelsOf(localUrl: string): Promise<RunningBot['channels']> {
  try {
    const answer = await exchange(new URL('/readyz', localUrl), { withinMs: ANSWER_MS });
    const read = readJson(String(await wholeBody(answer, 1_000_000))) as { channels?: RunningBot['channels'] };
    return typeof read?.channels === 'object' && read.channels !== null ? read.channels : undefined;
  } catch {
    return undefined;
  }
}

async function leaseHeld(config: Config): Promise<boolean> {
  const { prisma, close } = await openDatabase({ ...config, upTo: 'as-it-is' });
  try {
    const held = await prisma.$queryRaw<unknown[]>`SELECT 1 FROM lease WHERE expires_at >= now()`;
    return held.length > 0;
  } catch {
    // Not migrated yet: nobody has ever started on it.
    return false;
  } finally {
    await close();
  }
}

async function mayDisturb(about: string): Promise<boolean> {
  if (process.argv.includes(CONNECT)) return true;
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${worded(about)} `);
  terminal.close();
  return worded('doctor.yes').split(/\s+/).includes(answer.trim().toLowerCase());
}

/** A warning is no fault that the exit code tells. */
const MARK: Record<Finding['state'] | 'warning', string> = {
  ok: 'doctor.mark-ok',
  failed: 'doctor.mark-failed',
  skipped: 'doctor.mark-skipped',
  warning: 'doctor.mark-warning',
};

function report(title: string, state: keyof typeof MARK, text: string): void {
  console.log(worded(MARK[state], { title, text }));
}

async function look(channel: string, check: Check): Promise<Finding['state']> {
  const of = (id: string, facts: object = {}) => worded(`doctor-${channel}.${id}`, { ...facts });
  const title = of(check.name, check.facts);
  try {
    const { state, says, facts } = await check.run();
    report(title, state, of(says, facts));
    return state;
  } catch (error) {
    report(title, 'failed', worded('doctor.fault', { reason: (error as Error).name }));
    return 'failed';
  }
}

/** Whether what is asked for was found; said in any case. */
async function lookAt(about: 'database' | 'files', find: () => Promise<string>): Promise<boolean> {
  try {
    report(worded(`doctor.${about}`), 'ok', worded(`doctor.${await find()}`));
    return true;
  } catch (error) {
    report(worded(`doctor.${about}`), 'failed', startProblem(error));
    return false;
  }
}

function lookAtCampaign({ campaign, practice }: Config): boolean {
  const file = `prisma/campaigns/${campaign}.yaml`;
  try {
    const read = loadCampaign(campaignFileOf(ROOT, campaign));
    warnOfYears(read, (id, facts) =>
      report(
        worded('doctor.erase-day'),
        'warning',
        sentence(id === 'erase-day-old' ? 'erase-day-old' : 'campaign-id-old', { ...facts, file }),
      ),
    );
    if (practice) return true;
    warnOfErasing(read, new Date(), (day) =>
      report(worded('doctor.erase-day'), 'warning', sentence('erase-day-passed', { day, file })),
    );
    return true;
  } catch (error) {
    report(worded('doctor.campaign'), 'failed', startProblem(error));
    return false;
  }
}

async function doctor(): Promise<number> {
  const { env, hasFile, unknown } = environmentOf(ROOT);
  for (const name of unknown) report(worded('doctor.settings'), 'warning', sentence('unknown-setting', { name }));
  const config = readConfig(env);
  report(worded('doctor.settings'), 'ok', worded(hasFile ? 'doctor.settings-ok' : 'doctor.no-env-file'));
  const sound = [lookAtCampaign(config), await lookAt('database', () => databaseFound(config))];
  if (config.s3) sound.push(await lookAt('files', () => filesFound(config)));
  if (config.practice) {
    console.log(worded('doctor.practice'));
    return sound.every(Boolean) ? 0 : 1;
  }
  const host = ['0.0.0.0', '::'].includes(config.host) ? '127.0.0.1' : config.host;
  const localUrl = `http://${host.includes(':') ? `[${host}]` : host}:${config.port}`;
  // Where the database cannot be asked, a bot may run all the same, and a try would throw it off its line.
  const asked = await findRunning(config, localUrl).catch(() => 'unasked' as const);
  if (asked === 'unasked') {
    console.log(`\n${worded('doctor.summary', { failed: sound.filter((one) => !one).length, skipped: '' })}`);
    return 1;
  }
  const running = asked;
  report(worded('doctor.running'), 'ok', worded(running ? 'doctor.running-yes' : 'doctor.running-no'));
  const given: CheckupGiven = { running, localUrl, publicUrl: config.publicUrl, now: () => new Date(), mayDisturb };
  const states: Finding['state'][] = sound.map((one) => (one ? 'ok' : 'failed'));
  const found = await Promise.all(setUpOf(config.channels).map(({ kind, settings }) => kind.checkup(settings, given)));
  for (const { channel, checks } of found) {
    console.log(`\n${worded(`doctor-${channel}.title`)}`);
    for (const check of checks) states.push(await look(channel, check));
  }
  for (const { channel, console: clicks } of found) {
    console.log(`\n${worded(`doctor-${channel}.console-title`)}`);
    for (const [index, { says, facts }] of clicks.entries())
      console.log(`${index + 1}. ${worded(`doctor-${channel}.${says}`, facts)}`);
  }
  const count = (state: Finding['state']) => states.filter((one) => one === state).length;
  console.log(`\n${worded('doctor.summary', { failed: count('failed') || '', skipped: count('skipped') || '' })}`);
  return count('failed') > 0 ? 1 : 0;
}

try {
  process.exitCode = await doctor();
} catch (error) {
  console.error(startProblem(error));
  process.exitCode = 1;
}
