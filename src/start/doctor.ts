// npm run doctor [-- --connect]: looks at the configuration step by step and says in words what to mend.
import { createInterface } from 'node:readline/promises';
import { loadCampaign } from '../adapters/campaign-file.ts';
import { answers } from '../adapters/files/film-looks.ts';
import type { MailSettings } from '../adapters/mail/settings.ts';
import { askOperator, OperationFailed } from '../adapters/operator.ts';
import { openDatabase } from '../adapters/prisma/database.ts';
import { ROOT } from '../adapters/root.ts';
import type { Check, CheckResult, CheckupGiven, RunningBot } from '../adapters/wire/checkup.ts';
import { exchange, wholeBody } from '../adapters/wire/exchange.ts';
import { readJson } from '../adapters/wire/json.ts';
import { warnOfErasing, warnOfYears } from './assemble.ts';
import { campaignFileOf } from './campaign-file-of.ts';
import { setUpOf } from './channels.ts';
import { type Config, environmentOf, readConfig } from './config.ts';
import { databaseFound, filesFound, type StorageFound } from './doctor-storage.ts';
import { DOCTORS_FILES, doctorPhrases } from './phrases.ts';
import { requireWordsOf, sayingOf, sentence, startProblem, wordsOf, yearWrong } from './start-words.ts';

const say = sayingOf('doctor', doctorPhrases);

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
    // A bot answers, even if it does not know the question: it runs.
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

async function mayDisturb(channel: string, about: string): Promise<boolean> {
  if (process.argv.includes(CONNECT)) return true;
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${wordsOf(`doctor-${channel}`, about)} `);
  terminal.close();
  return say('yes').split(/\s+/).includes(answer.trim().toLowerCase());
}

/** A warning does not change the exit code. */
type Mark = CheckResult['state'] | 'warning';

function report(title: string, state: Mark, text: string): void {
  console.log(say(`mark-${state}`, { title, text }));
}

async function look(channel: string, check: Check): Promise<CheckResult['state']> {
  const of = (id: string, facts?: object) => wordsOf(`doctor-${channel}`, id, facts);
  const title = of(check.name, check.facts);
  try {
    const { state, says, facts } = await check.run();
    report(title, state, of(says, facts));
    return state;
  } catch (error) {
    report(title, 'failed', say('fault', { reason: (error as Error).name }));
    return 'failed';
  }
}

/** Whether what is asked for was found; said in any case. */
async function lookAt(about: 'database' | 'files', find: () => Promise<StorageFound>): Promise<boolean> {
  try {
    report(say(about), 'ok', say(await find()));
    return true;
  } catch (error) {
    report(say(about), 'failed', startProblem(error));
    return false;
  }
}

/** Whether films that were coded anew are known again; that they are not is no fault. */
async function lookAtFilms({ ffmpeg, practice }: Config): Promise<boolean> {
  if (ffmpeg === undefined) {
    if (!practice) report(say('films'), 'skipped', say('films-none'));
    return true;
  }
  const sound = await answers(ffmpeg);
  report(say('films'), sound ? 'ok' : 'failed', sound ? say('films-ok') : say('films-failed', { program: ffmpeg }));
  return sound;
}

/** The mailbox, step by step; what it is asked changes nothing in it. */
async function lookAtMail(settings: MailSettings): Promise<CheckResult['state'][]> {
  const { lookAtMailbox } = await import('../adapters/mail/checkup.ts');
  const found = await lookAtMailbox(settings);
  const words = say as (id: string, facts?: object) => string;
  for (const { of, state, says, facts } of found) report(words(of), state, words(says, facts));
  return found.map(({ state }) => state);
}

function lookAtCampaigns({ campaigns, practice }: Config): boolean {
  return campaigns.map((name) => lookAtCampaign(name, practice)).every((sound) => sound);
}

function lookAtCampaign(name: string, practice: boolean): boolean {
  const file = `prisma/campaigns/${name}.yaml`;
  try {
    const read = loadCampaign(campaignFileOf(ROOT, name));
    warnOfYears(read, (wrong) => report(say('erase-day'), 'warning', yearWrong(wrong, file)));
    if (practice) return true;
    warnOfErasing(read, new Date(), (day) =>
      report(say('erase-day'), 'warning', sentence('erase-day-passed', { day, file })),
    );
    return true;
  } catch (error) {
    report(say('campaign'), 'failed', startProblem(error));
    return false;
  }
}

async function doctor(): Promise<number> {
  requireWordsOf('start', 'campaign-check', ...DOCTORS_FILES);
  const { env, hasFile, unknown } = environmentOf(ROOT);
  for (const name of unknown) report(say('settings'), 'warning', sentence('unknown-setting', { name }));
  const config = readConfig(env);
  report(say('settings'), 'ok', say(hasFile ? 'settings-ok' : 'no-env-file'));
  const sound = [lookAtCampaigns(config), await lookAt('database', () => databaseFound(config))];
  if (config.s3) sound.push(await lookAt('files', () => filesFound(config)));
  sound.push(await lookAtFilms(config));
  if (config.mail) for (const state of await lookAtMail(config.mail)) sound.push(state !== 'failed');
  if (config.practice) {
    console.log(say('practice'));
    return sound.every(Boolean) ? 0 : 1;
  }
  const host = ['0.0.0.0', '::'].includes(config.host) ? '127.0.0.1' : config.host;
  const localUrl = `http://${host.includes(':') ? `[${host}]` : host}:${config.port}`;
  // If the database cannot be asked, a bot may be running all the same, and trying the connection would throw it off
  // its line.
  const asked = await findRunning(config, localUrl).catch(() => 'unasked' as const);
  if (asked === 'unasked') {
    console.log(`\n${say('summary', { failed: sound.filter((one) => !one).length, skipped: '' })}`);
    return 1;
  }
  const running = asked;
  report(say('running'), 'ok', say(running ? 'running-yes' : 'running-no'));
  const given: Omit<CheckupGiven, 'mayDisturb'> = {
    running,
    localUrl,
    publicUrl: config.publicUrl,
    now: () => new Date(),
  };
  const states: CheckResult['state'][] = sound.map((one) => (one ? 'ok' : 'failed'));
  const found = await Promise.all(
    setUpOf(config.channels).map(({ kind, settings }) =>
      kind.checkup(settings, { ...given, mayDisturb: (about) => mayDisturb(kind.name, about) }),
    ),
  );
  for (const { channel, checks } of found) {
    console.log(`\n${wordsOf(`doctor-${channel}`, 'title')}`);
    for (const check of checks) states.push(await look(channel, check));
  }
  for (const { channel, console: clicks } of found) {
    console.log(`\n${wordsOf(`doctor-${channel}`, 'console-title')}`);
    for (const [index, { says, facts }] of clicks.entries())
      console.log(`${index + 1}. ${wordsOf(`doctor-${channel}`, says, facts)}`);
  }
  const count = (state: CheckResult['state']) => states.filter((one) => one === state).length;
  console.log(`\n${say('summary', { failed: count('failed') || '', skipped: count('skipped') || '' })}`);
  return count('failed') > 0 ? 1 : 0;
}

try {
  process.exitCode = await doctor();
} catch (error) {
  console.error(startProblem(error));
  process.exitCode = 1;
}
