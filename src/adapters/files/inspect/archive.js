import { zipDirectory } from './zip-directory.js';

/**
 * How many files are in an archive; of an office file, whether it is whole and whether it holds macros.
 * @param {string} file
 * @param {string} extension
 * @param {(learnt: object) => void} post
 */
export async function archiveFacts(file, extension, post) {
  const entries = await zipDirectory(file);
  if (entries === undefined) return post({ measured: { truncated: true } });
  if (entries === 'too-much') return;
  if (extension !== 'zip' && entries.some(({ name }) => /(^|\/)vbaProject\.bin$/i.test(name)))
    post({ measured: { program: true } });
  if (extension !== 'zip') return;
  post({ measured: { entries: entries.filter(({ folder }) => !folder).length } });
}
