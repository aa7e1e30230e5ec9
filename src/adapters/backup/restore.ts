import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FileStore } from '../../application/ports.ts';
import { makeFolder } from '../files/folder.ts';
import { openDatabase } from '../prisma/database.ts';
import { readMigrations } from '../prisma/migrate.ts';
import { CAMPAIGN, FILES, type Manifest, TABLES } from './manifest.ts';
import { eachEntry, verifyArchive } from './read.ts';
import { isEmpty, readRows, resetSequences } from './rows.ts';

/** The words for `code` are in prompts/backup.md. */
export class RestoreRefused extends Error {
  readonly code: 'not-empty' | 'archive-newer';
  constructor(code: RestoreRefused['code']) {
    super(code);
    this.code = code;
  }
}

export interface RestoreTarget {
  dataDir: string;
  databaseUrl?: string | undefined;
  /** Opened only after the archive has been found whole. */
  openStore(): Promise<FileStore>;
  /** The program's campaign files. */
  campaigns: string;
}

export interface Restored {
  manifest: Manifest;
  /** Where the archive's campaign file lies, when the program already has another one of that name. */
  otherCampaign?: string;
}

const CAMPAIGN_FILE = new RegExp(`^${CAMPAIGN}([\\w-]+\\.yaml)$`);
const LONGEST_MS = 30 * 60_000;

/**
 * Rebuilds everything from an archive in an empty database: first the files, each under the hash of its bytes, then all
 * rows in one transaction. The database gets the schema it had when the backup was made; the bot's next start migrates
 * it.
 */
export async function restoreArchive(file: string, target: RestoreTarget): Promise<Restored> {
  const manifest = await verifyArchive(file);
  const known = (await readMigrations()).some(({ name }) => name === manifest.migration);
  if (!known) throw new RestoreRefused('archive-newer');
  await requireEmpty(target);
  const { migration } = manifest;
  const database = await openDatabase({ ...target, upTo: { migration } });
  try {
    const otherCampaign = await restoreFiles(file, await target.openStore(), target);
    await database.prisma.$transaction(
      async (tx) => {
        if (!(await isEmpty(tx))) throw new RestoreRefused('not-empty');
        await eachEntry(file, async (name, _, bytes) => {
          if (!name.startsWith(TABLES)) return 'enough';
          const table = path.posix.basename(name, '.jsonl');
          const count = await readRows(tx, table, bytes);
          if (count !== manifest.tables[table]) throw new Error(`${table}: ${count} rows of ${manifest.tables[table]}`);
          return undefined;
        });
        await resetSequences(tx);
      },
      { timeout: LONGEST_MS },
    );
    return { manifest, ...(otherCampaign !== undefined && { otherCampaign }) };
  } finally {
    await database.close();
  }
}

/** Asked before the archive's schema is put into the database, which may have a newer one already. */
async function requireEmpty({ dataDir, databaseUrl }: RestoreTarget): Promise<void> {
  const database = await openDatabase({ dataDir, databaseUrl, upTo: 'as-it-is' });
  try {
    if (!(await isEmpty(database.prisma))) throw new RestoreRefused('not-empty');
  } finally {
    await database.close();
  }
}

async function restoreFiles(file: string, store: FileStore, target: RestoreTarget): Promise<string | undefined> {
  let otherCampaign: string | undefined;
  await eachEntry(file, async (name, size, bytes) => {
    const campaign = CAMPAIGN_FILE.exec(name)?.[1];
    if (campaign !== undefined) otherCampaign = (await restoreCampaign(campaign, bytes, target)) ?? otherCampaign;
    if (!name.startsWith(FILES)) return undefined;
    const { sha256 } = await store.put(bytes, size);
    if (sha256 !== path.posix.basename(name)) throw new Error(`${name} has the bytes of ${sha256}`);
    return undefined;
  });
  return otherCampaign;
}

async function restoreCampaign(
  name: string,
  bytes: Readable,
  { campaigns, dataDir }: RestoreTarget,
): Promise<string | undefined> {
  const text = await buffer(bytes);
  const own = path.join(campaigns, name);
  if (!existsSync(own)) {
    await writeFile(own, text);
    return undefined;
  }
  if ((await readFile(own)).equals(text)) return undefined;
  const aside = path.join(dataDir, name);
  await makeFolder(dataDir);
  await writeFile(aside, text);
  return aside;
}
