import type { Agent, IncomingMessage } from 'node:http';
import { FileGone } from '../../application/ports.ts';
import { nameIn } from './disposition.ts';
import { exchange } from './exchange.ts';
import { AddressRefused, guarded } from './public-address.ts';

export interface DownloadParts {
  /** Hosts that the settings name. */
  trusted: Set<string>;
  /** Hosts where the platform keeps its files. */
  stores?: RegExp;
  /** How long the media server may be silent. */
  silenceMs: number;
  /** How long it may take in all, however busily it drips. */
  wholeMs?: number;
  agent?: Agent | undefined;
}

/** A hundred megabytes over a slow line. */
const WHOLE_MS = 20 * 60_000;
const GONE = new Set([401, 403, 404, 410]);

/**
 * Opens a file under a URL that a platform gave out, with the name that only the answer tells. Throws `FileGone` when
 * asking again is of no use.
 */
export async function openRemote(
  address: string,
  { trusted, stores, silenceMs, wholeMs = WHOLE_MS, agent }: DownloadParts,
): Promise<{ response: IncomingMessage; name?: string }> {
  let response: IncomingMessage;
  try {
    const { url, lookup } = guarded(address, trusted, stores);
    response = await exchange(url, { withinMs: silenceMs, ...(lookup && { lookup }), agent });
  } catch (error) {
    throw error instanceof AddressRefused ? new FileGone(error.message) : error;
  }
  if (response.statusCode !== 200) {
    response.resume();
    if (GONE.has(response.statusCode ?? 0)) throw new FileGone(`HTTP ${response.statusCode}`);
    throw new Error(`HTTP ${response.statusCode}`);
  }
  const late = setTimeout(() => response.destroy(new Error('too slow')), wholeMs).unref();
  response.once('close', () => clearTimeout(late));
  const name = nameIn(response.headers['content-disposition']);
  return { response, ...(name !== undefined && { name }) };
}
