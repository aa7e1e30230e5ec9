import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { StartRefused } from '../application/start-refused.ts';

/** The settings of `.env` in the folder; undefined without one. Throws `StartRefused` for one that cannot be read. */
export function readEnvFile(root: string): Record<string, string> | undefined {
  const file = path.join(root, '.env');
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new StartRefused('env-file-unreadable', { file, reason: code }, error);
  }
  return parseEnv(textOf(bytes, file)) as Record<string, string>;
}

/**
 * Decodes the file without the mark (BOM) that Windows puts before UTF-8. What Windows calls “Unicode” or “ANSI” is no
 * UTF-8 and is refused.
 */
function textOf(bytes: Uint8Array, file: string): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  throw new StartRefused('env-file-not-utf8', { file });
}
