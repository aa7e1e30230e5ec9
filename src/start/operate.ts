// The commands of the person who runs the bot, also while it runs: backup [file], restore <file>, erase [--preview].
import { existsSync, statSync } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { backupName, type Manifest, sizeInWords } from '../adapters/backup/manifest.ts';
import { ArchiveDamaged, verifyArchive } from '../adapters/backup/read.ts';
import { RestoreRefused, restoreArchive } from '../adapters/backup/restore.ts';
import { writeArchive } from '../adapters/backup/write.ts';
import { loadCampaign } from '../adapters/campaign-file.ts';
import { openFiles } from '../adapters/files/open.ts';
import { askOperator, OperationFailed } from '../adapters/operator.ts';
import { requireApart } from '../adapters/practice/apart.ts';
import { PracticeClock } from '../adapters/practice/clock.ts';
import { openDatabase } from '../adapters/prisma/database.ts';
import { ROOT } from '../adapters/root.ts';
import { type Erased, erase } from '../application/keeping/retention.ts';
import type { Campaign } from '../domain/campaign.ts';
import { endOf, eraseDayOf } from '../domain/campaign-days.ts';
import { erasesWhileRunning } from '../domain/erasing.ts';
import { beijingDayAndTime } from '../domain/time.ts';
import { campaignFileOf } from './campaign-file-of.ts';
import { type Config, configOf } from './config.ts';
import { backupPhrases, erasePhrases } from './phrases.ts';
import { requireWordsOf, sayingOf, sentence, startProblem } from './start-words.ts';

const CAMPAIGNS = path.join(ROOT, 'prisma/campaigns');

const backingUp = sayingOf('backup', backupPhrases);
const erasing = sayingOf('erase', erasePhrases);

// Backups and whatever is unpacked of them, too.
process.umask(0o077);

/** Said to the person, who can do something about it. */
class Refused extends Error {}

async function backup(config: Config, given: string | undefined): Promise<number> {
  const name = backupName(config.campaigns[0] ?? '', new Date());
  const asked = path.resolve(given ?? name);
  // A folder, such as a disk that was plugged in, gets the usual name.
  const file = isFolder(asked) ? path.join(asked, name) : asked;
  if (existsSync(file)) throw new Refused(backingUp('file-there', { file }));
  const part = `${file}.part`;
  try {
    const out = (await begun(part)).createWriteStream();
    await write(config, out);
    await flush(part);
    // What was written is read again before it is called a backup.
    const manifest = await verifyArchive(part);
    await rename(part, file);
    console.log(backingUp('done', { file, ...figures(manifest), bytes: sizeInWords((await stat(file)).size) }));
    if (manifest.damaged.length === 0) return 0;
    console.error(backingUp('damaged', { count: manifest.damaged.length, files: manifest.damaged }));
    return 2;
  } finally {
    await rm(part, { force: true }).catch(() => {});
  }
}

function isFolder(place: string): boolean {
  try {
    return statSync(place).isDirectory();
  } catch {
    return false;
  }
}

/** An empty file, which is nobody else's. Refused in words where none can be made. */
async function begun(file: string): Promise<FileHandle> {
  const folder = path.dirname(file);
  try {
    return await open(file, 'w', 0o600);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC') throw error;
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    throw new Refused(backingUp(missing ? 'no-folder' : 'not-writable', { folder, file, reason: code }));
  }
}

/** Through the bot that has the embedded database open, if one has. */
async function write(config: Config, out: Writable): Promise<void> {
  const answer = config.databaseUrl ? undefined : await askOperator(config.dataDir, 'backup');
  if (answer) return pipeline(answer, out);
  if (!config.databaseUrl && !existsSync(path.join(config.dataDir, 'db')))
    throw new Refused(backingUp('nothing', { folder: config.dataDir }));
  const database = await openDatabase({ ...config, upTo: 'as-it-is' });
  try {
    const campaignFiles = config.campaigns.map((name) => path.join(CAMPAIGNS, `${name}.yaml`));
    const { prisma } = database;
    await writeArchive({ prisma, store: await openFiles(config), dataDir: config.dataDir, campaignFiles }, out);
  } finally {
    await database.close();
  }
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function restore(config: Config, given: string | undefined): Promise<number> {
  if (given === undefined) throw new Refused(backingUp('no-file-given'));
  const file = path.resolve(given);
  if (!existsSync(file) || isFolder(file)) throw new Refused(backingUp('no-such-file', { file }));
  const { dataDir, databaseUrl } = config;
  const openStore = () => openFiles(config);
  const { manifest, otherCampaign } = await restoreArchive(file, {
    dataDir,
    databaseUrl,
    openStore,
    campaigns: CAMPAIGNS,
  });
  console.log(backingUp('restored', { ...figures(manifest), at: beijingDayAndTime(new Date(manifest.createdAt)) }));
  const kept = manifest.entries.flatMap(({ name }) => /^campaign\/([\w-]+)\.yaml$/.exec(name)?.[1] ?? []);
  if (kept.some((name) => !config.campaigns.includes(name)))
    console.log(backingUp('set-campaign', { campaign: kept.join(',') }));
  if (otherCampaign) console.log(backingUp('other-campaign', { file: otherCampaign }));
  if (manifest.damaged.length > 0)
    console.error(backingUp('damaged', { count: manifest.damaged.length, files: manifest.damaged }));
  return 0;
}

/** What the daily tick does, now; with `--preview` only what it would do. */
async function eraseNow(config: Config, given: string | undefined): Promise<number> {
  const preview = given === '--preview';
  if (given !== undefined && !preview) throw new Refused('npm run erase [-- --preview]');
  const campaigns = config.campaigns.map((name) => ({
    file: `prisma/campaigns/${name}.yaml`,
    campaign: loadCampaign(campaignFileOf(ROOT, name)),
  }));
  const answer = config.databaseUrl
    ? undefined
    : await askOperator(config.dataDir, preview ? 'erase-preview' : 'erase');
  const erased = answer
    ? ((await json(answer)) as Erased)
    : await eraseAlone(config, campaigns.map(({ campaign }) => campaign) as [Campaign, ...Campaign[]], preview);
  console.log(erasing(preview ? 'preview' : 'done'));
  console.log(erasing('counts', { ...erased }));
  for (const { campaign, file } of campaigns)
    if (erasesWhileRunning(campaign))
      console.log(sentence('erase-day-old', { day: campaign.privacy.eraseAfter, last: endOf(campaign), file }));
    else console.log(erasing('when', { day: eraseDayOf(campaign) ?? '' }));
  return 0;
}

async function eraseAlone(
  config: Config,
  [campaign, ...beside]: [Campaign, ...Campaign[]],
  preview: boolean,
): Promise<Erased> {
  if (!config.databaseUrl && !existsSync(path.join(config.dataDir, 'db')))
    throw new Refused(backingUp('nothing', { folder: config.dataDir }));
  const { prisma, rewrite, close } = await openDatabase(config);
  try {
    // Checked first, else the practice clock would be written into real data.
    await requireApart(prisma, config.practice);
    const { practice } = config.channels;
    const clock = practice
      ? await PracticeClock.open(prisma, { ...practice, startGiven: false })
      : { now: () => new Date() };
    return await erase({ prisma, campaign, beside, clock, ...(rewrite && { rewrite }) }, preview);
  } finally {
    await close();
  }
}

const figures = ({ tables, entries }: Manifest) => ({
  rows: Object.values(tables).reduce((sum, count) => sum + count, 0),
  entries: tables.submission ?? 0,
  files: entries.filter(({ name }) => name.startsWith('files/')).length,
});

function problem(error: unknown): string {
  if (error instanceof Refused) return error.message;
  if (error instanceof RestoreRefused) return backingUp(error.code);
  if (error instanceof ArchiveDamaged)
    return backingUp('archive-damaged', { entries: error.entries.slice(0, 10), whole: error.entries.length === 0 });
  if (error instanceof OperationFailed) return backingUp('bot-failed', { reason: error.message });
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return backingUp('disk-full');
  return startProblem(error);
}

const [command, given] = process.argv.slice(2);
const commands: Record<string, (config: Config, given: string | undefined) => Promise<number>> = {
  backup,
  restore,
  erase: eraseNow,
};
try {
  const run = commands[command ?? ''];
  if (!run) throw new Refused(Object.keys(commands).join(' | '));
  requireWordsOf('start', 'campaign-check', 'backup', 'erase');
  process.exitCode = await run(configOf(ROOT), given);
} catch (error) {
  console.error(problem(error));
  process.exitCode = 1;
}
