import type { SheetToWrite } from '../../domain/sheet-to-write.ts';
import { BytesRemoved, recordFile } from '../keeping/cleaning.ts';
import type { OutgoingFile } from '../message.ts';
import type { Office } from '../office.ts';
import { type Packed, zipOf } from './works-zip.ts';

/** A file of our own making, in the store until the cleaning takes it a day after it was sent. */
export interface MadeFile extends OutgoingFile {
  /** Bytes. */
  size: number;
  /** What is said of it. */
  facts: Record<string, string | number>;
}

/** A file has to be made before a message can be answered; that takes too long for a transaction. */
export class FileUnmade extends Error {
  override name = 'FileUnmade';
  /** The request that it answers. */
  readonly key: string;
  readonly make: (office: Office) => Promise<MadeFile>;

  constructor(key: string, make: (office: Office) => Promise<MadeFile>) {
    super('a file is to be made first');
    this.key = key;
    this.make = make;
  }
}

/** No file that we make for a chat is larger. */
const LARGEST = 200_000_000;

/** Writes a sheet into the store. `name` has no extension. */
export const storeSheet = (office: Office, name: string, sheet: SheetToWrite) =>
  keep(office, `${name}.xlsx`, () => office.workbooks.write(sheet));

/** Packs works into the store. */
export async function storeZip(office: Office, packed: Packed): Promise<OutgoingFile & { size: number }> {
  const zip = await zipOf(office, packed);
  return keep(office, zip.name, async () => zip.read());
}

async function keep(
  office: Office,
  name: string,
  make: () => Promise<Parameters<Office['store']['put']>[0]>,
): Promise<OutgoingFile & { size: number }> {
  for (;;)
    try {
      const stored = await office.store.put(await make(), LARGEST);
      await recordFile(office, stored);
      return { name, sha256: stored.sha256, size: stored.size };
    } catch (error) {
      if (!(error instanceof BytesRemoved)) throw error;
    }
}
