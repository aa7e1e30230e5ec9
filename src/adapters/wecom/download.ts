import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import type { IncomingFile } from '../../application/message.ts';
import { FileGone, type Opened } from '../../application/ports.ts';
import { BeginningCheck } from '../wire/beginning.ts';
import { expectedExtension, type FileKind } from '../wire/file-kind.ts';
import { type DownloadParts, openRemote } from '../wire/remote-file.ts';
import { FileDecipher } from './decipher.ts';

/**
 * The bytes under a URL of the bot, decrypted as they come, under the name that only the answer tells
 * (docs/protocol-wecom.md, section 4.3).
 */
export async function download(
  file: IncomingFile,
  { kind, url, key }: { kind: FileKind; url: string; key: Buffer },
  parts: DownloadParts,
): Promise<Opened> {
  if (key.length !== 32) throw new FileGone('no key');
  const { response, name: told } = await openRemote(url, parts);
  const name = file.name ?? told;
  // The pipeline destroys what is left of it; whoever reads the end hears of any error.
  const check = new BeginningCheck(expectedExtension(name, kind));
  const bytes = pipeline(response, new FileDecipher(key), check, () => {});
  return { bytes, ...(name !== undefined && { name }), ...sizeOf(response) };
}

/** At least so many bytes: the pad is at most 32. */
function sizeOf(response: IncomingMessage): { size?: number } {
  const length = Number(response.headers['content-length']);
  return Number.isFinite(length) && length > 32 ? { size: length - 32 } : {};
}

/** The key beside a URL comes in base64 and may have lost its `=`. */
export const fileKey = (base64: string): Buffer => Buffer.from(base64.trim(), 'base64');
