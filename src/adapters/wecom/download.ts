import type { Agent, IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import type { IncomingFile } from '../../application/message.ts';
import { FileGone, type Opened } from '../../application/ports.ts';
import { BeginningCheck, FileDecipher } from './decipher.ts';
import type { FileKind } from './decode.ts';
import { nameIn } from './disposition.ts';
import { AddressRefused, exchange, guarded } from './exchange.ts';

export interface DownloadParts {
  /** Hosts that the settings name. */
  trusted: Set<string>;
  /** How long the media server may be silent. */
  silenceMs: number;
  agent?: Agent | undefined;
}

const USUAL: Record<FileKind, string> = { image: 'jpg', video: 'mp4', file: '' };

/** The bytes under a URL of the bot, decrypted as they come, under the name that only the answer tells (section 4.3). */
export async function download(
  file: IncomingFile,
  { kind, url: address, key }: { kind: FileKind; url: string; key: Buffer },
  { trusted, silenceMs, agent }: DownloadParts,
): Promise<Opened> {
  if (key.length !== 32) throw new FileGone('no key');
  let place: ReturnType<typeof guarded>;
  try {
    place = guarded(address, trusted);
  } catch (error) {
    throw error instanceof AddressRefused ? new FileGone(error.message) : error;
  }
  const { url, lookup } = place;
  const response = await exchange(url, { withinMs: silenceMs, ...(lookup && { lookup }), agent });
  if (response.statusCode !== 200) {
    response.resume();
    // Five minutes are over, or nobody knows the URL.
    if ([401, 403, 404, 410].includes(response.statusCode ?? 0)) throw new FileGone(`HTTP ${response.statusCode}`);
    throw new Error(`HTTP ${response.statusCode}`);
  }
  const name = file.name ?? nameIn(response.headers['content-disposition']);
  const extension = /\.([0-9A-Za-z]{1,5})$/.exec(name ?? '')?.[1]?.toLowerCase() ?? USUAL[kind];
  // The pipeline destroys what is left of it; whoever reads the end hears of any error.
  const bytes = pipeline(response, new FileDecipher(key), new BeginningCheck(extension), () => {});
  return { bytes, ...(name !== undefined && { name }), ...sizeOf(response) };
}

/** At least so many bytes: the pad is at most 32. */
function sizeOf(response: IncomingMessage): { size?: number } {
  const length = Number(response.headers['content-length']);
  return Number.isFinite(length) && length > 32 ? { size: length - 32 } : {};
}

/** The key beside a URL comes in base64 and may have lost its `=`. */
export const fileKey = (base64: string): Buffer => Buffer.from(base64.trim(), 'base64');
