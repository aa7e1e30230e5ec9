// npm run evidence [-- FILE]: writes the archive of evidence, also while the bot runs, and checks it before it gets its name.
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sizeInWords } from '../adapters/backup/manifest.ts';
import { checkEvidence } from '../adapters/evidence/check.ts';
import { writeEvidence } from '../adapters/evidence/write.ts';
import { openFiles } from '../adapters/files/open.ts';
import { askOperator, OperationFailed } from '../adapters/operator.ts';
import { requireApart } from '../adapters/practice/apart.ts';
import { PracticeClock } from '../adapters/practice/clock.ts';
import { openDatabase } from '../adapters/prisma/database.ts';
import { ROOT } from '../adapters/root.ts';
import { sheetWriter } from '../adapters/workbooks.ts';
import { beijingDay, beijingDayAndTime } from '../domain/time.ts';
import { readKnowledge } from './assemble.ts';
import { campaignFileOf } from './campaign-file-of.ts';
import { type Config, configOf } from './config.ts';
import { evidenceOperation } from './operations.ts';
import { evidencePhrases } from './phrases-evidence.ts';
import { requireWordsOf, sayingOf, startProblem } from './start-words.ts';

const say = sayingOf('evidence', evidencePhrases);

// There are names and phones in it.
process.umask(0o077);

/** Said to the person, who can do something about it. */
class Refused extends Error {}

/** Evidence is of one campaign: of several, the first in `CAMPAIGN`. */
const nameIn = ({ campaigns }: Config): string => campaigns[0] ?? '';

async function evidence(config: Config, given: string | undefined): Promise<void> {
  const file = path.resolve(given ?? `baosong-evidence-${nameIn(config)}-${beijingDay(new Date())}.zip`);
  if (existsSync(file)) throw new Refused(say('file-there', { file }));
  const part = `${file}.part`;
  try {
    await write(config, part);
    const { files, fingerprint, at, missing, changed } = await checkEvidence(part);
    if (missing.length + changed.length > 0) throw new Refused(say('not-whole', { files: [...missing, ...changed] }));
    await rename(part, file);
    const { size } = await stat(file);
    console.log(
      say('written', { file, size: sizeInWords(size), files, fingerprint, at: beijingDayAndTime(new Date(at)) }),
    );
  } finally {
    await rm(part, { force: true });
  }
}

/** Through the bot that has the embedded database open, if one has. */
async function write(config: Config, part: string): Promise<void> {
  const answer = config.databaseUrl ? undefined : await askOperator(config.dataDir, evidenceOperation(nameIn(config)));
  if (answer) return pipeline(answer, createWriteStream(part));
  if (!config.databaseUrl && !existsSync(path.join(config.dataDir, 'db')))
    throw new Refused(say('nothing', { folder: config.dataDir }));
  const { prisma, close } = await openDatabase(config);
  try {
    // Checked first, else the practice clock would be written into real data.
    await requireApart(prisma, config.practice);
    const { practice } = config.channels;
    const clock = practice
      ? await PracticeClock.open(prisma, { ...practice, startGiven: false })
      : { now: () => new Date() };
    const { campaigns, know: _, ...known } = readKnowledge(ROOT, { campaigns: [nameIn(config)] });
    const [campaign] = campaigns;
    if (!campaign) throw new Error('no campaign');
    const store = await openFiles(config);
    await writeEvidence(
      { ...known, ...campaign, prisma, store, clock, workbooks: sheetWriter, channels: new Map() },
      campaignFileOf(ROOT, nameIn(config)),
      createWriteStream(part),
    );
  } finally {
    await close();
  }
}

function problem(error: unknown): string {
  if (error instanceof Refused) return error.message;
  if (error instanceof OperationFailed) return say('bot-failed', { reason: error.message });
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return say('disk-full');
  return startProblem(error);
}

try {
  requireWordsOf('start', 'evidence');
  await evidence(configOf(ROOT), process.argv[2]);
} catch (error) {
  console.error(problem(error));
  process.exitCode = 1;
}
