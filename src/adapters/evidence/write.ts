import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Archiving, evidenceOf } from '../../application/exporting/evidence.ts';

/** Writes the archive of evidence; the campaign's file goes into it as it lies on the disk. */
export async function writeEvidence(archiving: Archiving, campaignFile: string, out: Writable): Promise<void> {
  const file = { name: path.basename(campaignFile), bytes: await readFile(campaignFile) };
  const evidence = await evidenceOf(archiving, file);
  await pipeline(Readable.from(evidence.read(), { objectMode: false }), out);
}
