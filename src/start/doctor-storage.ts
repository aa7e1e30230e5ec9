import { existsSync } from 'node:fs';
import path from 'node:path';
import { openFiles } from '../adapters/files/open.ts';
import { requireApart } from '../adapters/practice/apart.ts';
import { openDatabase } from '../adapters/prisma/database.ts';
import { requireWritable } from '../adapters/prisma/embedded.ts';
import { StartRefused } from '../application/start-refused.ts';
import type { Config } from './config.ts';
import type { doctorPhrases } from './phrases.ts';

const NO_SUCH_TABLE = 'P2021';

/** What can be said of where things are stored. */
export type StorageFound = Extract<keyof typeof doctorPhrases, `database-${string}` | 'files-ok'>;

/** What is said of the database, by its name in `prompts/doctor.md`. Throws what a start would. */
export async function databaseFound(config: Config): Promise<StorageFound> {
  if (!config.databaseUrl) {
    await requireWritable(config.dataDir);
    if (!existsSync(path.join(config.dataDir, 'db'))) return 'database-to-make';
  }
  try {
    const { prisma, close } = await openDatabase({ ...config, upTo: 'as-it-is' });
    try {
      await requireApart(prisma, config.practice);
    } finally {
      await close();
    }
  } catch (error) {
    if (error instanceof StartRefused && error.code === 'folder-in-use') return 'database-in-use';
    // Nobody has ever started on it.
    if ((error as { code?: string }).code !== NO_SUCH_TABLE) throw error;
  }
  return config.databaseUrl ? 'database-server' : 'database-embedded';
}

/** Throws what a start would. */
export async function filesFound(config: Config): Promise<StorageFound> {
  await openFiles(config);
  return 'files-ok';
}
