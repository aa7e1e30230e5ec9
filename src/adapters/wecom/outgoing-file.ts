import type { OutgoingFile } from '../../application/message.ts';
import type { FileStore } from '../../application/ports.ts';

export interface Loaded {
  kind: 'image' | 'file';
  name: string;
  bytes: Buffer;
}

const MEGABYTE = 1024 * 1024;
/** Pages of different months say 2 and 10 MB for a picture: what is larger goes as a file (section 4.8). */
const LARGEST_IMAGE = 2 * MEGABYTE;
const LARGEST_FILE = 20 * MEGABYTE;
const SMALLEST = 5;
const LONGEST_NAME = 200;

/** Reads a file of the store for an upload; undefined when the platform would not take it. */
export async function load(store: FileStore, file: OutgoingFile): Promise<Loaded | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of store.open(file.sha256)) {
    size += (part as Buffer).length;
    if (size > LARGEST_FILE) return undefined;
    parts.push(part as Buffer);
  }
  if (size < SMALLEST) return undefined;
  const image = /\.(jpe?g|png)$/i.test(file.name) && size <= LARGEST_IMAGE;
  return { kind: image ? 'image' : 'file', name: shortened(file.name), bytes: Buffer.concat(parts) };
}

/** At most so many bytes, with its extension. */
function shortened(name: string): string {
  const extension = /\.[^.]{1,8}$/.exec(name)?.[0] ?? '';
  let stem = [...name.slice(0, name.length - extension.length)];
  while (Buffer.byteLength(stem.join('') + extension) > LONGEST_NAME) stem = stem.slice(0, -1);
  return stem.join('') + extension;
}
