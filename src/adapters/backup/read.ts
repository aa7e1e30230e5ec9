import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { MANIFEST, type Manifest, manifestSchema } from './manifest.ts';

/** The archive is not what was written: which entries are missing, other, or too many; or the whole of it. */
export class ArchiveDamaged extends Error {
  readonly entries: string[];
  constructor(entries: string[], cause?: unknown) {
    super(entries.join(', '), { cause });
    this.entries = entries;
  }
}

/** Gives every entry in turn to `visit`, which reads its bytes to the end; stops when it returns `enough`. */
export async function eachEntry(
  file: string,
  visit: (name: string, size: number, bytes: Readable) => Promise<'enough' | undefined>,
): Promise<void> {
  const archive = extract();
  const read = pipeline(createReadStream(file), createGunzip(), archive);
  read.catch((error) => archive.destroy(error));
  for await (const entry of archive as AsyncIterable<Readable & { header: Header }>) {
    const { name, size = 0 } = entry.header;
    if ((await visit(name, size, entry)) === 'enough') break;
    entry.resume();
  }
}

/** Reads the whole archive and compares every entry with the manifest. Throws `ArchiveDamaged`. */
export async function verifyArchive(file: string): Promise<Manifest> {
  const found = new Map<string, { size: number; sha256: string }>();
  let last = '';
  try {
    await eachEntry(file, async (name, size, bytes) => {
      const hash = createHash('sha256');
      const kept: Buffer[] = [];
      for await (const chunk of bytes) {
        hash.update(chunk);
        if (name === MANIFEST) kept.push(chunk);
      }
      if (name === MANIFEST) last = Buffer.concat(kept).toString('utf8');
      else found.set(name, { size, sha256: hash.digest('hex') });
      return undefined;
    });
  } catch (error) {
    throw new ArchiveDamaged([], error);
  }
  const manifest = manifestIn(last);
  const wrong = manifest.entries.filter(({ name, size, sha256 }) => {
    const entry = found.get(name);
    found.delete(name);
    return entry?.size !== size || entry.sha256 !== sha256;
  });
  const names = [...wrong.map(({ name }) => name), ...found.keys()];
  if (names.length > 0) throw new ArchiveDamaged(names);
  return manifest;
}

function manifestIn(text: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new ArchiveDamaged([MANIFEST], error);
  }
}
