import type { Readable } from 'node:stream';
import { mayBeNamed } from '../../domain/contents.ts';
import { extensionOf } from '../../domain/formats.ts';
import { packedName } from '../../domain/packed.ts';
import { BytesRemoved, recordFile } from '../keeping/cleaning.ts';
import type { House } from '../office.ts';
import { FileEmpty, type Looking, type ReceivedFile, type StoredFile } from '../ports.ts';
import { fileName, oneLine } from '../words/normalise.ts';

export type Storing = House & { looking: Looking };

/** In place of a zip the files that are in it, each stored and measured; what cannot be opened stays as it is, with the reason. */
export async function opened(
  house: Storing,
  whole: { name: string; quoted: boolean } & StoredFile,
): Promise<ReceivedFile[]> {
  const { archives, store, looking, fileLimit } = house;
  const { sha256, measured, extension, name, quoted } = whole;
  // Many programs pack what they save: such a file is one.
  const named = extensionOf(name);
  const packed = extension === 'zip' && (named === 'zip' || !mayBeNamed(named, extension));
  if (!packed || measured.entries === undefined || !(await looking.begin())) return [whole];
  const archive = await archives.open(() => store.open(sha256), fileLimit).finally(() => looking.end());
  if (!archive.ok) {
    const kept = { ...whole, measured: { ...measured, unopened: archive.fault } };
    await recordFile(house, kept);
    return [kept];
  }
  const files: ReceivedFile[] = [];
  try {
    for (const member of archive.members) {
      const inside = packedName(oneLine(name, 40), fileName(member.name));
      files.push(await storeMember(house, member.bytes, { name: inside, quoted }));
    }
  } finally {
    await archive.close();
  }
  return files.length > 0 ? files : [whole];
}

async function storeMember(
  house: Storing,
  bytes: () => Readable,
  named: { name: string; quoted: boolean },
): Promise<ReceivedFile> {
  for (;;)
    try {
      const stored = await house.store.put(bytes(), house.fileLimit, house.looking);
      await recordFile(house, stored);
      return { ...named, ...stored };
    } catch (error) {
      if (error instanceof BytesRemoved) continue;
      if (error instanceof FileEmpty) return { ...named, failure: 'empty' };
      throw error;
    }
}
