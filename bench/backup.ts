// A campaign's end on the embedded database: 5,000 entries and 300 MB of files, backed up and restored.
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { restoreArchive } from '../src/adapters/backup/restore.ts';
import { writeArchive } from '../src/adapters/backup/write.ts';
import { openFiles } from '../src/adapters/files/open.ts';
import { openDatabase } from '../src/adapters/prisma/database.ts';
import { recordFile } from '../src/application/keeping/cleaning.ts';
import { fillEntries } from '../tests/support/big-city.ts';
import { botOn } from '../tests/support/bots.ts';

const MB = 1024 * 1024;
const ENTRIES = 5_000;
/** One film as large as the settings allow, and many that are as large as most. */
const FILES = [110, ...Array.from({ length: 38 }, () => 5)];
const CAMPAIGNS = path.resolve(import.meta.dirname, '../prisma/campaigns');

/** What `work` takes, in seconds, and by how many MB the process grows meanwhile. */
async function measured(work: () => Promise<unknown>): Promise<{ seconds: number; grownMb: number }> {
  const before = process.memoryUsage.rss();
  let most = before;
  const watching = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 20);
  const began = performance.now();
  await work();
  clearInterval(watching);
  return { seconds: (performance.now() - began) / 1000, grownMb: (most - before) / MB };
}

function* pieces(size: number): Generator<Buffer> {
  for (let made = 0; made < size; made += MB) yield randomBytes(MB);
}

/** Prints the figures. */
export async function benchBackup(): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-bench-'));
  try {
    const dataDir = path.join(folder, 'data');
    const archive = path.join(folder, 'backup.tar.gz');
    const store = await openFiles({ dataDir });
    const database = await openDatabase({ dataDir });
    const { office } = await botOn(database);
    await fillEntries(office, ENTRIES);
    for (const size of FILES)
      await recordFile({ ...office, store }, await store.put(Readable.from(pieces(size * MB)), 200 * MB));
    const source = {
      prisma: database.prisma,
      store,
      dataDir,
      campaignFiles: [path.join(CAMPAIGNS, 'linfen-2020.yaml')],
    };
    const made = await measured(() => writeArchive(source, createWriteStream(archive)));
    await database.close();
    const target = { dataDir: path.join(folder, 'restored'), campaigns: CAMPAIGNS };
    const restored = await measured(() =>
      restoreArchive(archive, { ...target, openStore: () => openFiles({ dataDir: target.dataDir }) }),
    );
    const total = FILES.reduce((sum, size) => sum + size, 0);
    const sizeMb = ((await stat(archive)).size / MB).toFixed(0);
    console.log(`\n${ENTRIES} entries, ${FILES.length} files of ${total} MB in all: an archive of ${sizeMb} MB`);
    for (const [what, { seconds, grownMb }] of Object.entries({
      backup: made,
      'restore, every hash verified': restored,
    }))
      console.log(`${what.padEnd(44)}${seconds.toFixed(1).padStart(8)} s, memory +${grownMb.toFixed(0)} MB`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
