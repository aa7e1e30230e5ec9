import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/adapters/prisma/database.ts';
import { lockFolder } from '../../src/adapters/prisma/lock.ts';
import { databaseProcess } from '../support/processes.ts';
import { placeDatabase } from '../support/template.ts';

const POSIX = process.platform !== 'win32';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('lock on a folder', () => {
  test('refuses a second owner and names the first, until it is released', async () => {
    const lock = await lockFolder(folder);
    const refusal = { code: 'folder-in-use', facts: { folder, pid: String(process.pid) } };
    await expect(lockFolder(folder)).rejects.toMatchObject(refusal);
    await lock.release();
    await (await lockFolder(folder)).release();
  });

  test('is for the folder, whatever path leads there', async () => {
    const lock = await lockFolder(folder);
    await expect(lockFolder(`${folder}/../${path.basename(folder)}/`)).rejects.toMatchObject({ code: 'folder-in-use' });
    await lock.release();
  });

  test('works in a folder whose path is too long for a socket', async () => {
    const deep = path.join(folder, '报送'.repeat(30));
    await mkdir(deep);
    const lock = await lockFolder(deep);
    await expect(lockFolder(deep)).rejects.toMatchObject({ code: 'folder-in-use' });
    await lock.release();
  });

  test.runIf(POSIX)('is not held by a file that nobody listens on', async () => {
    await writeFile(path.join(folder, 'lock'), '4711');
    await (await lockFolder(folder)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  test.runIf(POSIX)('is held by an owner that is too busy to answer', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(path.join(folder, 'lock'), resolve));
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'folder-in-use', facts: { pid: '' } });
    silent.close();
  });
});

describe('embedded database', () => {
  test('is refused to a second process at once, and taken over from a killed one', async () => {
    await placeDatabase(folder);
    const first = databaseProcess('hold', folder);
    expect(await first.printed(1)).toEqual(['open']);
    if (POSIX) expect((await stat(path.join(folder, '.s.PGSQL.5432'))).mode & 0o777).toBe(0o600);

    const second = databaseProcess('hold', folder);
    expect(await second.ended).toBe(3);
    expect(JSON.parse(second.lines[0] ?? '')).toEqual({
      code: 'folder-in-use',
      facts: { folder, pid: String(first.pid) },
    });

    await first.kill();
    const third = databaseProcess('close', folder);
    expect(await third.printed(1)).toEqual(['open']);
    expect(await third.ended).toBe(0);
    expect(await readdir(folder)).toEqual(['db']);
  }, 60_000);

  test('whose first start was cut off in the middle of making it is made at the next one', async () => {
    const first = databaseProcess('hold', folder);
    await vi.waitUntil(() => existsSync(path.join(folder, 'db-new/PG_VERSION')), { timeout: 60_000, interval: 5 });
    await first.kill();
    expect(await readdir(folder)).toContain('db-new');
    const second = databaseProcess('close', folder);
    expect(await second.printed(1)).toEqual(['open']);
    expect(await second.ended).toBe(0);
    expect(await readdir(folder)).toEqual(['db']);
  }, 120_000);

  test('loses no row that was acknowledged when it is killed in the middle of writing', async () => {
    await placeDatabase(folder);
    const acknowledged: string[] = [];
    for (const rows of [150, 250]) {
      const writer = databaseProcess('write', folder);
      await writer.printed(1 + rows);
      acknowledged.push(...(await writer.kill()).slice(1));
    }
    const database = await openDatabase({ dataDir: folder });
    const found = new Set((await database.prisma.setting.findMany()).map(({ key }) => key));
    await database.close();
    expect(acknowledged.length).toBeGreaterThanOrEqual(400);
    expect(acknowledged.filter((key) => !found.has(key))).toEqual([]);
  }, 60_000);

  test('says when the folder cannot be one', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    const dataDir = path.join(file, 'data');
    await expect(openDatabase({ dataDir })).rejects.toMatchObject({
      code: 'data-folder-not-writable',
      facts: { folder: dataDir },
    });
  });

  test('says when the files are damaged, and lets go of the folder', async () => {
    await mkdir(path.join(folder, 'db'));
    await writeFile(path.join(folder, 'db/PG_VERSION'), 'damaged');
    await expect(openDatabase({ dataDir: folder })).rejects.toMatchObject({ code: 'database-unreadable' });
    await (await lockFolder(folder)).release();
  });
});
