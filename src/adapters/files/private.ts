import { chmod, lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { StartRefused } from '../../application/start-refused.ts';
import { isMissing } from './staging.ts';

/** What the bot makes in the data folder, which may be there before it and be open to others. */
const OURS = ['db', 'files', 'incoming', 'uploads', 'practice-uploads'];
const OTHERS = 0o077;

/**
 * Lets nobody but the user who runs the bot at what it keeps there: texts, names, works. Throws `StartRefused` where the file system
 * knows no such rights, or they are another user's to give. Windows has its own.
 */
export async function keepPrivate(dataDir: string): Promise<void> {
  if (process.platform === 'win32') return;
  for (const name of OURS) {
    const folder = path.join(dataDir, name);
    await close(folder, name === 'db').catch((error: NodeJS.ErrnoException) => {
      throw new StartRefused('data-folder-open', { folder, reason: error.code ?? error.message }, error);
    });
  }
}

/**
 * With all that is in it, where others could get there, or `always`; links are left as they are, and not followed.
 */
async function close(place: string, always: boolean): Promise<void> {
  const found = await lstat(place).catch(isMissing);
  if (!found || !(found.isDirectory() || found.isFile())) return;
  const wasOpen = (found.mode & OTHERS) !== 0;
  if (wasOpen) {
    await chmod(place, found.isDirectory() ? 0o700 : 0o600);
    if (((await lstat(place)).mode & OTHERS) !== 0) throw new Error('no rights');
  }
  if (!found.isDirectory() || !(wasOpen || always)) return;
  for (const name of await readdir(place)) await close(path.join(place, name), true);
}
