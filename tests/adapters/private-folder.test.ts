import { chmod, lstat, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepPrivate } from '../../src/adapters/files/private.ts';
import { startBot } from '../support/bot-process.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-private-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const modeOf = async (...parts: string[]) => ((await lstat(path.join(folder, ...parts))).mode & 0o777).toString(8);

/** What others of this computer may do anything with. */
async function open(): Promise<string[]> {
  const all = await readdir(folder, { recursive: true });
  const modes = await Promise.all(
    all.map(async (name) => [name, (await lstat(path.join(folder, name))).mode] as const),
  );
  return modes.filter(([, mode]) => (mode & 0o077) !== 0).map(([name]) => name);
}

const posix = test.skipIf(process.platform === 'win32');

posix(
  'a data folder that was there with mode 755: nothing that the bot makes in it is for others',
  {
    timeout: 120_000,
  },
  async () => {
    await chmod(folder, 0o755);
    const bot = await startBot({ DATA_DIR: folder });
    try {
      expect(await open()).toEqual([]);
    } finally {
      await bot.stop();
    }
    expect(await open()).toEqual([]);
    // As an earlier version has left it, or a copy that somebody unpacked.
    for (const name of await readdir(folder, { recursive: true })) await chmod(path.join(folder, name), 0o777);
    const again = await startBot({ DATA_DIR: folder });
    try {
      expect(await open()).toEqual([]);
    } finally {
      await again.stop();
    }
  },
);

posix('files of others beside it are left alone, and what a link leads to', async () => {
  await mkdir(path.join(folder, 'files/ab'), { recursive: true });
  await writeFile(path.join(folder, 'files/ab/x'), '');
  await writeFile(path.join(folder, 'letter.txt'), '');
  await symlink(path.join(folder, 'letter.txt'), path.join(folder, 'files/link'));
  for (const place of ['files', 'files/ab', 'files/ab/x', 'letter.txt']) await chmod(path.join(folder, place), 0o755);
  await keepPrivate(folder);
  expect(await Promise.all(['files', 'files/ab', 'files/ab/x', 'letter.txt'].map((place) => modeOf(place)))).toEqual([
    '700',
    '700',
    '600',
    '755',
  ]);
});

posix('where rights cannot be taken away the start is refused', async () => {
  await expect(keepPrivate('/proc/1/root/nowhere\0')).rejects.toMatchObject({ code: 'data-folder-open' });
});
