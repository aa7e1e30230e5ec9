import type { Readable } from 'node:stream';
import { mayBeNamed } from '../../domain/format.ts';
import { extensionOf } from '../../domain/media.ts';
import { packedName } from '../../domain/packed.ts';
import type { SheetResult } from '../../domain/sheet.ts';
import { keepFile } from '../keeping/cleaning.ts';
import type { IncomingFile, Message } from '../message.ts';
import type { Office } from '../office.ts';
import type { Looking, ReceivedFile } from '../ports.ts';
import { type Channel, FileEmpty, FileGone, FileTooLarge, type StoredFile } from '../ports.ts';
import { fileName, oneLine } from '../words/normalise.ts';

/** Fetches every file of a message into the store. What fails is said in the result, never thrown. */
export async function fetchFiles(office: Office, message: Message, looking: Looking): Promise<ReceivedFile[]> {
  const wanted = [
    ...message.files.map((file) => ({ file, quoted: false })),
    ...(message.quote?.files ?? []).map((file) => ({ file, quoted: true })),
  ];
  const received: ReceivedFile[] = [];
  const known = wanted.length > 0 && !message.masked && (await isKnown(office, message));
  for (const { file, quoted } of wanted)
    received.push(
      ...(known
        ? await fetchOne({ ...office, looking }, message.channel, file, quoted)
        : [{ name: fileName(file.name), quoted, failure: 'unavailable' as const }]),
    );
  return received;
}

/** Nothing is kept of a stranger's files: they are told how to join, whatever they send. */
async function isKnown({ prisma }: Office, { channel, sender }: Message): Promise<boolean> {
  return (await prisma.account.count({ where: { channel, senderId: sender.id } })) > 0;
}

type Fetching = Office & { looking: Looking };

/** A file, or the files of an archive. */
async function fetchOne(
  office: Fetching,
  channel: string,
  file: IncomingFile,
  quoted: boolean,
): Promise<ReceivedFile[]> {
  const name = fileName(file.name);
  if (file.withheld) return [{ name, quoted, failure: 'withheld' }];
  if (file.size !== undefined && file.size > office.fileLimit) return [{ name, quoted, failure: 'too-large' }];
  try {
    const from = office.channels.get(channel);
    if (!from) throw new Error(`channel ${channel} is off`);
    const stored = await fetchBytes(office, from, file);
    const { givenName, ...measured } = stored;
    return opened(office, { name: name || givenName || `file.${stored.extension || 'bin'}`, quoted, ...measured });
  } catch (error) {
    if (error instanceof FileTooLarge) return [{ name, quoted, failure: 'too-large' }];
    if (error instanceof FileEmpty) return [{ name, quoted, failure: 'empty' }];
    office.log.warn({ channel, error: (error as Error).name }, 'file could not be fetched');
    return [{ name, quoted, failure: 'unavailable' }];
  }
}

/** Fetches from the start again what broke off, as often as the channel thinks right: nothing is stored of an attempt that failed. */
async function fetchBytes(
  office: Fetching,
  from: Channel,
  file: IncomingFile,
): Promise<StoredFile & { givenName: string }> {
  const pauses = from.fetchAgainAfterMs ?? [];
  for (let attempt = 0; ; attempt++)
    try {
      const { bytes, name, size } = await from.open(file);
      if (size !== undefined && size > office.fileLimit) {
        bytes.destroy();
        throw new FileTooLarge();
      }
      const stored = await office.store.put(bytes, office.fileLimit, office.looking);
      await keepFile(office, stored);
      return { ...stored, givenName: fileName(name) };
    } catch (error) {
      const pause = pauses[attempt];
      const final = [FileTooLarge, FileEmpty, FileGone].some((kind) => error instanceof kind);
      if (final || pause === undefined) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
}

/** In place of a zip the files that are in it, each stored and measured; what cannot be opened stays as it is, with the reason. */
async function opened(
  office: Fetching,
  whole: { name: string; quoted: boolean } & StoredFile,
): Promise<ReceivedFile[]> {
  const { archives, store, looking, fileLimit } = office;
  const { sha256, measured, extension, name, quoted } = whole;
  // Many programs pack what they save: such a file is one.
  const named = extensionOf(name);
  const packed = extension === 'zip' && (named === 'zip' || !mayBeNamed(named, extension));
  if (!packed || measured.entries === undefined || !(await looking.begin())) return [whole];
  const archive = await archives.open(() => store.open(sha256), fileLimit).finally(() => looking.end());
  if (!archive.ok) {
    const kept = { ...whole, measured: { ...measured, unopened: archive.fault } };
    await keepFile(office, kept);
    return [kept];
  }
  const files: ReceivedFile[] = [];
  try {
    for (const member of archive.members) {
      const inside = packedName(oneLine(name, 40), fileName(member.name));
      files.push(await storeMember(office, member.bytes(), { name: inside, quoted }));
    }
  } finally {
    await archive.close();
  }
  return files.length > 0 ? files : [whole];
}

async function storeMember(
  office: Fetching,
  bytes: Readable,
  named: { name: string; quoted: boolean },
): Promise<ReceivedFile> {
  try {
    const stored = await office.store.put(bytes, office.fileLimit, office.looking);
    await keepFile(office, stored);
    return { ...named, ...stored };
  } catch (error) {
    if (error instanceof FileEmpty) return { ...named, failure: 'empty' };
    throw error;
  }
}

/** Reads a sheet of the store; one over which the process died is not opened again. */
export async function readSheet(
  { sheets, store }: Office,
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
