import type { ReceivedFile } from '../../ports.ts';
import { refuse } from '../../words/refuse.ts';
import type { EntryFile } from '../../works/entries.ts';
import type { Context } from '../context.ts';
import { isWithheld } from './withheld.ts';

/**
 * The files that arrived; refuses, naming each, when one did not. `draftWaits`: one that is withheld is passed over, as the
 * draft asks for it.
 */
export function usableFiles({ say, fileLimit, files }: Context, draftWaits = false): EntryFile[] {
  const wanted = draftWaits ? files.filter((file) => !isWithheld(file)) : files;
  const failed = wanted.filter((file): file is Extract<ReceivedFile, { failure: string }> => 'failure' in file);
  if (failed.length > 0)
    refuse('intake.file-failed', {
      tooLarge: failed.some(({ failure }) => failure === 'too-large'),
      files: failed.map(({ name, failure }) => ({
        text: say(`intake.failed-${failure}`, { name, limit: `${Math.floor(fileLimit / 1024 / 1024)} MB` }),
      })),
    });
  return wanted.map((file) => {
    if ('failure' in file) throw new Error('a failed file was let through');
    const { quoted: _, ...kept } = file;
    return kept;
  });
}
