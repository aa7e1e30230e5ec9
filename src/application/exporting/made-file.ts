import { storeMade } from '../delivery/store-sheet.ts';
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

type Stored = OutgoingFile & { size: number };

/** Packs works into the store. */
export async function storeZip(office: Office, packed: Packed): Promise<Stored> {
  const zip = await zipOf(office, packed);
  return storeMade(office, zip.name, async () => zip.read());
}
