import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ArchiveFault, ArchiveOpener } from '../application/ports.ts';
import { readInThread } from './documents/reading-room.ts';

const WORKER = new URL('./documents/unpack-worker.js', import.meta.url);
const LIMITS = { patienceMs: 60_000, heapMb: 128 };
/** More pictures than this are no answer to one call for works. */
const MOST_FILES = 100;
const MOST_OF_ALL = 400_000_000;

/** Where a member was unpacked to, or why none was. */
type Said = { members: { name: string; file: string }[] } | { fault: ArchiveFault };

export const archiveOpener: ArchiveOpener = {
  async open(bytes, limit) {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-unpack-'));
    const close = () => rm(folder, { recursive: true, force: true });
    try {
      const file = path.join(folder, 'archive');
      await pipeline(bytes(), createWriteStream(file, { mode: 0o600 }));
      const most = { files: MOST_FILES, each: limit, all: MOST_OF_ALL };
      let said: Said = { fault: 'damaged' };
      await readInThread(WORKER, { file, folder, most }, LIMITS, (message) => {
        said = message as Said;
      });
      const answer = said as Said;
      if ('fault' in answer) {
        await close();
        return { ok: false, fault: answer.fault };
      }
      const members = answer.members.map((one) => ({ name: one.name, bytes: () => createReadStream(one.file) }));
      return { ok: true, members, close };
    } catch (error) {
      await close();
      throw error;
    }
  },
};
