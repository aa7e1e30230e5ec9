import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Pack, pack } from 'tar-stream';
import type { FileStore } from '../../application/ports.ts';
import type { PrismaClient } from '../../generated/prisma/client.ts';
import { makeFolder } from '../files/folder.ts';
import { hashOf } from '../files/staging.ts';
import { CAMPAIGN, FILES, MANIFEST, type Manifest, TABLES } from './manifest.ts';
import { migrationOf, tablesOf, writeRows } from './rows.ts';

export interface BackupSource {
  prisma: PrismaClient;
  store: FileStore;
  dataDir: string;
  /** The campaigns' files, at least one; the first gives the archive its name. */
  campaignFiles: readonly string[];
}

const LONGEST_SNAPSHOT_MS = 10 * 60_000;
const DEAD_AFTER_MS = 60 * 60_000;
const SPOOL = 'backup-';

/**
 * Writes everything to one archive, a gzipped tar: the rows of one snapshot, then every file that they name, and at the end
 * what was written. The rows go to the disk first, so that no slow reader keeps the snapshot open.
 */
export async function writeArchive(source: BackupSource, out: Writable): Promise<Manifest> {
  const spool = await openSpool(source.dataDir);
  const archive = pack();
  const sent = pipeline(archive, createGzip({ level: 1 }), out);
  // Destroys the archive with the error: whoever is adding to it hears of the failure instead of waiting for ever.
  sent.catch((error) => archive.destroy(error));
  try {
    const { migration, tables, blobs } = await snapshot(source.prisma, spool);
    const entries: Manifest['entries'] = [];
    for (const table of Object.keys(tables)) {
      const file = path.join(spool, table);
      const { size } = await stat(file);
      entries.push(await add(archive, `${TABLES}${table}.jsonl`, size, createReadStream(file)));
    }
    for (const file of source.campaignFiles) {
      const campaign = await readFile(file);
      entries.push(await add(archive, CAMPAIGN + path.basename(file), campaign.length, Readable.from([campaign])));
    }
    const damaged: string[] = [];
    for (const { sha256, size } of blobs) {
      const whole = await hashOf(source.store.open(sha256)).catch(() => '');
      // It was removed after the snapshot, so no entry has it: it is no damage.
      if (whole !== sha256 && (await source.prisma.blob.count({ where: { sha256 } })) === 0) continue;
      if (whole !== sha256) damaged.push(sha256);
      else entries.push(await add(archive, FILES + sha256, Number(size), source.store.open(sha256)));
    }
    const manifest: Manifest = {
      product: 'baosong-bot',
      format: 1,
      createdAt: new Date().toISOString(),
      migration,
      campaign: path.basename(source.campaignFiles[0] ?? '', '.yaml'),
      tables,
      entries,
      damaged,
    };
    archive.entry({ name: MANIFEST }, JSON.stringify(manifest, null, 1));
    archive.finalize();
    await sent;
    return manifest;
  } catch (error) {
    archive.destroy(error as Error);
    // Throws the first failure, such as a full disk, and not the later one that nothing can be added any more.
    throw await sent.then(
      () => error,
      (first) => first,
    );
  } finally {
    await rm(spool, { recursive: true, force: true });
  }
}

async function openSpool(dataDir: string): Promise<string> {
  await makeFolder(dataDir);
  for (const name of await readdir(dataDir)) {
    const left = path.join(dataDir, name);
    if (name.startsWith(SPOOL) && Date.now() - (await stat(left)).mtimeMs > DEAD_AFTER_MS)
      await rm(left, { recursive: true, force: true });
  }
  const spool = path.join(dataDir, `${SPOOL}${randomUUID()}`);
  await mkdir(spool, { mode: 0o700 });
  return spool;
}

async function snapshot(prisma: PrismaClient, spool: string) {
  return prisma.$transaction(
    async (tx) => {
      const tables: Record<string, number> = {};
      for (const table of await tablesOf(tx)) tables[table] = await writeRows(tx, table, path.join(spool, table));
      const blobs = await tx.$queryRaw<
        { sha256: string; size: bigint }[]
      >`SELECT sha256, size FROM blob ORDER BY sha256`;
      return { migration: await migrationOf(tx), tables, blobs };
    },
    { isolationLevel: 'RepeatableRead', timeout: LONGEST_SNAPSHOT_MS, maxWait: 60_000 },
  );
}

async function add(archive: Pack, name: string, size: number, bytes: Readable): Promise<Manifest['entries'][number]> {
  const hash = createHash('sha256');
  const counted = new PassThrough();
  counted.on('data', (chunk) => hash.update(chunk));
  // The archive itself refuses other bytes than `size`.
  await Promise.all([pipeline(bytes, counted), pipeline(counted, archive.entry({ name, size }))]);
  return { name, size, sha256: hash.digest('hex') };
}
