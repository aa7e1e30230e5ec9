import { hashOf } from '../../../src/adapters/files/staging.ts';
import type { FileStore } from '../../../src/application/ports.ts';
import type { Platform } from '../platform.ts';
import type { SaidMessage } from '../said.ts';
import type { Books, Violation } from './books.ts';

export interface FileCounts {
  receipts: number;
  files: number;
}

/**
 * A receipt is for an entry that is there, and for bytes that are there and that the person sent: for this title, unless
 * a jump of the clock tore it from its file.
 */
export async function auditFiles(
  said: SaidMessage[],
  books: Books,
  platforms: Platform[],
  store: FileStore,
  torn: ReadonlySet<string>,
): Promise<{ violations: Violation[]; counts: FileCounts }> {
  const violations: Violation[] = [];
  const sent = new Map<string, string>();
  for (const { meaning } of said) if ('sha256' in meaning) sent.set(meaning.marker, meaning.sha256);
  const entries = new Map(books.entries.map((entry) => [entry.number, entry]));
  const stored = new Set<string>();
  for (const sha256 of books.blobs) {
    const found = (await store.has(sha256)) ? await hashOf(store.open(sha256)) : undefined;
    if (found === sha256) stored.add(sha256);
    else violations.push({ rule: found === undefined ? 'file is not there' : 'file has other bytes', what: sha256 });
  }
  let receipts = 0;
  for (const { chat, text } of platforms.flatMap(({ shown }) => shown)) {
    const [, number, title = ''] = /^已收 #(\d+)(?: 《(.*?)》)?/.exec(text) ?? [];
    if (number === undefined) continue;
    receipts++;
    const entry = entries.get(Number(number));
    const what = `receipt #${number} 《${title}》 in ${chat}`;
    if (!entry || (title !== '' && entry.title !== title)) violations.push({ rule: 'receipt for no entry', what });
    const [, head, tail] = /sha256 ([0-9a-f]{4})…([0-9a-f]{4})/.exec(text) ?? [];
    if (head === undefined || tail === undefined) continue;
    const sha256 = torn.has(title)
      ? [...sent.values()].find((one) => one.startsWith(head) && one.endsWith(tail))
      : sent.get(title);
    if (!sha256?.startsWith(head) || !sha256.endsWith(tail))
      violations.push({ rule: 'receipt for other bytes', what: `${what}: ${head}…${tail} instead of ${sha256}` });
    else if (!stored.has(sha256)) violations.push({ rule: 'receipt for bytes that are not there', what });
  }
  return { violations, counts: { receipts, files: stored.size } };
}
