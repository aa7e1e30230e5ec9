import type { DocumentResult } from '../../domain/document.ts';
import type { SheetResult } from '../../domain/sheet.ts';
import { BytesRemoved, recordFile } from '../keeping/cleaning.ts';
import type { IncomingFile, Message } from '../message.ts';
import type { House } from '../office.ts';
import type { Looking, ReceivedFile } from '../ports.ts';
import { type Channel, FileEmpty, FileGone, FileTooLarge, type StoredFile, StoreFailed } from '../ports.ts';
import { fileName } from '../words/normalise.ts';
import { lookAfterStore, storeOutage } from './store-outage.ts';
import { opened, type Storing } from './unpack.ts';

/**
 * Fetches every file of a message into the store. What the platform does not give out is said in the result; what is our own fault
 * is thrown: `StoreFailed`, or what the database says.
 */
export async function fetchFiles(house: House, message: Message, looking: Looking): Promise<ReceivedFile[]> {
  const wanted = [
    ...message.files.map((file) => ({ file, quoted: false })),
    ...(message.quote?.files ?? []).map((file) => ({ file, quoted: true })),
  ];
  const received: ReceivedFile[] = [];
  const known = wanted.length > 0 && !message.masked && (await isKnown(house, message));
  const soon = known ? tellIfLong(house, message) : undefined;
  try {
    for (const { file, quoted } of wanted)
      received.push(
        ...(known
          ? await fetchOne({ ...house, looking }, message.channel, file, quoted)
          : [{ name: fileName(file.name), quoted, failure: 'unavailable' as const }]),
      );
  } finally {
    clearTimeout(soon);
  }
  // Bytes were stored: if the store was away before, it is so no longer.
  if (received.some((file) => !('failure' in file)) && (await storeOutage(house))) await lookAfterStore(house);
  return received;
}

/** Well before anybody wonders whether the bot is there. */
const TELL_AFTER_MS = 6_000;

function tellIfLong({ channels, say }: House, message: Message): NodeJS.Timeout {
  const channel = channels.get(message.channel);
  const tell = () => void channel?.tellMeanwhile?.(message, say('bot.receiving'));
  return setTimeout(tell, channel?.tellAfterMs ?? TELL_AFTER_MS);
}

/** Nothing is kept of the files of a stranger, or of somebody who was released, whatever they send. */
async function isKnown({ prisma }: House, { channel, sender }: Message): Promise<boolean> {
  const person = { memberships: { some: { until: null } } };
  return (await prisma.account.count({ where: { channel, senderId: sender.id, person } })) > 0;
}

/** A file, or the files of an archive. */
async function fetchOne(house: Storing, channel: string, file: IncomingFile, quoted: boolean): Promise<ReceivedFile[]> {
  const name = fileName(file.name);
  if (file.withheld) return [{ name, quoted, failure: 'withheld' }];
  if (file.size !== undefined && file.size > house.fileLimit) return [{ name, quoted, failure: 'too-large' }];
  try {
    const from = house.channels.get(channel);
    if (!from) throw new Error(`channel ${channel} is off`);
    const stored = await fetchBytes(house, from, file);
    const { givenName, ...measured } = stored;
    const called = name || givenName || `${house.say('intake.nameless')}.${stored.extension || 'bin'}`;
    return await opened(house, { name: called, quoted, ...measured });
  } catch (error) {
    if (isOurs(error)) throw error;
    if (error instanceof FileTooLarge) return [{ name, quoted, failure: 'too-large' }];
    if (error instanceof FileEmpty) return [{ name, quoted, failure: 'empty' }];
    house.log.warn({ channel, error }, 'file could not be fetched');
    return [{ name, quoted, failure: error instanceof FileGone ? 'gone' : 'unavailable' }];
  }
}

/** Of the store or the database: the platform and the sender have nothing to do with it. */
const isOurs = (error: unknown): boolean =>
  error instanceof StoreFailed || (error instanceof Error && /^(Prisma|DriverAdapter)/.test(error.name));

/**
 * Starts the download again after a failure, as often as the channel's `fetchAgainAfterMs` says. An attempt that failed
 * leaves nothing in the store.
 */
async function fetchBytes(
  house: Storing,
  from: Channel,
  file: IncomingFile,
): Promise<StoredFile & { givenName: string }> {
  const pauses = from.fetchAgainAfterMs ?? [];
  for (let attempt = 0; ; attempt++)
    try {
      const { bytes, name, size } = await from.open(file);
      if (size !== undefined && size > house.fileLimit) {
        bytes.destroy();
        throw new FileTooLarge();
      }
      const stored = await house.store.put(bytes, house.fileLimit, house.looking);
      await recordFile(house, stored);
      return { ...stored, givenName: fileName(name) };
    } catch (error) {
      if (error instanceof BytesRemoved) continue;
      const pause = pauses[attempt];
      const final = isOurs(error) || [FileTooLarge, FileEmpty, FileGone].some((kind) => error instanceof kind);
      if (final || pause === undefined) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
}

/** Reads a document of the store, as `readSheet` does. */
export async function readText(
  { documents, store }: House,
  { sha256, size }: Pick<StoredFile, 'sha256' | 'size'>,
  looking: Looking,
): Promise<DocumentResult> {
  if (!(await looking.begin())) return { ok: false, fault: 'too-slow' };
  try {
    return await documents.read(() => store.open(sha256), size);
  } finally {
    await looking.end();
  }
}

/** Reads a sheet of the store; one over which the process died is not opened again. */
export async function readSheet(
  { sheets, store }: House,
  { sha256, size }: Pick<StoredFile, 'sha256' | 'size'>,
  looking: Looking,
): Promise<SheetResult> {
  if (!(await looking.begin())) return { ok: false, fault: 'held-back' };
  try {
    return await sheets.read(() => store.open(sha256), size);
  } finally {
    await looking.end();
  }
}
