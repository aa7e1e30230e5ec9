import { createHash } from 'node:crypto';
import type { ReceiptSheet } from '../../domain/receipt-sheet.ts';
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

/** What was drawn lately, by what is on it: the same receipt is asked for again and again. */
const drawn = new Map<string, Stored>();
const MOST_DRAWN = 200;

/** Draws a receipt into the store, as a png of less than 2 MB. Throws `NoFont`. */
export async function storePicture(office: Office, name: string, sheet: ReceiptSheet): Promise<Stored> {
  const key = createHash('sha256').update(JSON.stringify(sheet)).digest('hex');
  const known = drawn.get(key);
  if (known && (await office.prisma.blob.count({ where: { sha256: known.sha256 } })) > 0) return known;
  const stored = await storeMade(office, `${name}.png`, () => office.pictures.receipt(sheet));
  const [oldest] = drawn.keys();
  if (drawn.size >= MOST_DRAWN && oldest !== undefined) drawn.delete(oldest);
  drawn.set(key, stored);
  return stored;
}
