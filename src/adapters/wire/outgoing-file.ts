import type { OutgoingFile } from '../../application/message.ts';
import { type FileStore, NotBegun } from '../../application/ports.ts';
import { extensionOf } from '../../domain/formats.ts';

export interface Loaded {
  kind: 'image' | 'file';
  name: string;
  bytes: Buffer;
}

/** What a platform takes, in bytes. A larger picture goes as a file. */
export interface UploadLimits {
  smallest: number;
  largestImage: number;
  largestFile: number;
}

const LONGEST_NAME = 200;
/** What every platform shows as a picture. */
const PICTURES = new Set(['jpg', 'jpeg', 'png']);

/** Reads a file of the store for an upload; undefined when the platform would not take it. Throws `NotBegun`. */
export async function load(store: FileStore, file: OutgoingFile, limits: UploadLimits): Promise<Loaded | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of store.open(file.sha256)) {
      size += (part as Buffer).length;
      if (size > limits.largestFile) return undefined;
      parts.push(part as Buffer);
    }
  } catch (error) {
    throw new NotBegun((error as Error).name);
  }
  if (size < limits.smallest) return undefined;
  const image = PICTURES.has(extensionOf(file.name)) && size <= limits.largestImage;
  return { kind: image ? 'image' : 'file', name: shortened(file.name), bytes: Buffer.concat(parts) };
}

/** At most so many bytes, with its extension. */
function shortened(name: string): string {
  const extension = /\.[^.]{1,8}$/.exec(name)?.[0] ?? '';
  let stem = [...name.slice(0, name.length - extension.length)];
  while (Buffer.byteLength(stem.join('') + extension) > LONGEST_NAME) stem = stem.slice(0, -1);
  return stem.join('') + extension;
}
