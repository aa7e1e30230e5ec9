import { existsSync } from 'node:fs';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { openFiles } from '../adapters/files/open.ts';
import { askOperator, OperationFailed } from '../adapters/operator.ts';
import { openDatabase } from '../adapters/prisma/database.ts';
import { type Verified, verifyAll } from '../application/keeping/verifying.ts';
import { sizeInWords } from '../application/words/measures.ts';
import type { Config } from './config.ts';
import { verifyPhrases } from './phrases-evidence.ts';
import { sayingOf } from './start-words.ts';

const say = sayingOf('verify', verifyPhrases);
/** More than this are no help on a screen. */
const MOST_NAMED = 50;

/**
 * `npm run verify` without a file: everything that is kept here, also while the bot runs. 0: all agrees. 1: something does not, and is
 * named. 2: it could not be checked.
 */
export async function verifyKept(config: Config): Promise<{ text: string; code: 0 | 1 | 2 }> {
  try {
    const verified = await verifiedHere(config);
    if (verified === undefined) return { text: say('nothing', { folder: config.dataDir }), code: 2 };
    const { files, entries, receipts, bytes, found } = verified;
    const counts = { files, entries, receipts, bytes: sizeInWords(bytes) };
    if (found.length === 0) return { text: say('whole', counts), code: 0 };
    const rows = found.slice(0, MOST_NAMED).map(({ what, subject, numbers }) => ({
      text: say(what, { subject, numbers: numbers.map((number) => `#${number}`) }),
    }));
    const more = found.length > MOST_NAMED ? found.length - MOST_NAMED : '';
    return { text: say('not-whole', { ...counts, count: found.length, rows, more }), code: 1 };
  } catch (error) {
    if (error instanceof OperationFailed) return { text: say('bot-failed', { reason: error.message }), code: 2 };
    throw error;
  }
}

/** By the bot that has the embedded database open, if one has; undefined when there is nothing here. */
async function verifiedHere(config: Config): Promise<Verified | undefined> {
  const answer = config.databaseUrl ? undefined : await askOperator(config.dataDir, 'verify');
  if (answer) return (await json(answer)) as Verified;
  if (!config.databaseUrl && !existsSync(path.join(config.dataDir, 'db'))) return undefined;
  const { prisma, close } = await openDatabase(config);
  try {
    return await verifyAll({ prisma, store: await openFiles(config) });
  } finally {
    await close();
  }
}
