import { fileTypeFromFile } from 'file-type';
import { ALL_FORMATS, FilePathSource, Input } from 'mediabunny';
import type { StoredFile } from '../../application/ports.ts';

export type Inspected = Pick<StoredFile, 'extension' | 'mime' | 'durationMs'>;

const MEDIA = /^(video|audio)\//;

/** The longest that one file may keep a receipt waiting. */
const PATIENCE_MS = 10_000;

/** What a file is by its bytes, never by its name. Never throws: what cannot be told is left out. */
export async function inspect(file: string): Promise<Inspected> {
  const type = await within(PATIENCE_MS, fileTypeFromFile(file));
  if (!type) return { extension: '', mime: '' };
  const inspected = { extension: type.ext as string, mime: type.mime as string };
  if (!MEDIA.test(type.mime)) return inspected;
  const durationMs = await duration(file);
  return durationMs === undefined ? inspected : { ...inspected, durationMs };
}

async function duration(file: string): Promise<number | undefined> {
  const input = new Input({
    formats: ALL_FORMATS,
    source: new FilePathSource(file, { handleUnhandledError: () => {} }),
  });
  try {
    const seconds =
      (await within(PATIENCE_MS, input.computeDuration())) ??
      (await within(PATIENCE_MS, input.getDurationFromMetadata()));
    if (!seconds || !Number.isFinite(seconds) || seconds < 0) return undefined;
    return Math.round(seconds * 1000);
  } finally {
    input.dispose();
  }
}

/** Undefined when it fails or takes longer. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([work.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}
