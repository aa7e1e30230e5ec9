import { createReadStream } from 'node:fs';
import { access, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FileStore } from '../../application/ports.ts';
import { makeFolder } from './folder.ts';
import { isMissing, type Looks, probeFolder, removeDead, stageIn } from './staging.ts';

export const SHA256 = /^[0-9a-f]{64}$/;

/** Files under the hash of their bytes: `root/3f/3fa2…`. A name that somebody sent is never part of a path. */
export function diskFiles(root: string, looks: Looks = {}): FileStore {
  const incoming = path.join(root, 'incoming');
  const stage = stageIn(incoming, looks);
  return {
    put: (bytes, limit, looking) =>
      stage(bytes, limit, (part, { sha256 }) => keep(part, pathOf(root, sha256)), looking),
    open: (sha256, range) => createReadStream(pathOf(root, sha256), range),
    probe: (bytes) => probeFolder(incoming, bytes),
    has: async (sha256) => SHA256.test(sha256) && access(pathOf(root, sha256)).then(() => true, isMissing),
    async *list() {
      await removeDead(incoming);
      for (const folder of ((await readdir(root).catch(isMissing)) || []).filter((name) => /^[0-9a-f]{2}$/.test(name)))
        for (const sha256 of (await readdir(path.join(root, folder))).filter((name) => SHA256.test(name))) {
          const found = await stat(pathOf(root, sha256)).catch(isMissing);
          if (found) yield { sha256, ageMs: Date.now() - found.mtimeMs };
        }
    },
    remove: (sha256) => rm(pathOf(root, sha256), { force: true }),
  };
}

function pathOf(root: string, sha256: string): string {
  if (!SHA256.test(sha256)) throw new Error('not a sha256');
  return path.join(root, sha256.slice(0, 2), sha256);
}

/** The same bytes again replace the file by itself, which also heals one that has rotted. */
async function keep(part: string, file: string): Promise<void> {
  const folder = path.dirname(file);
  await makeFolder(folder);
  await rename(part, file);
  await syncFolder(folder);
  await syncFolder(path.dirname(folder));
}

/** Without it a power cut may take the name, though not the bytes. Windows has no such call. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
