import path from 'node:path';
import type { FileStore } from '../../application/ports.ts';
import { diskFiles } from './disk.ts';
import { keepPrivate } from './private.ts';
import type { S3Settings } from './s3.ts';

/** The store that the settings name. Throws `StartRefused` when its server does not take files, or others may read them. */
export async function openFiles({ dataDir, s3 }: { dataDir: string; s3?: S3Settings | undefined }): Promise<FileStore> {
  await keepPrivate(dataDir);
  if (!s3) return diskFiles(path.join(dataDir, 'files'));
  // The SDK is large, and most installations do without it.
  const { requireS3, s3Client, s3Files } = await import('./s3.ts');
  const client = s3Client(s3);
  await requireS3(client, s3);
  return s3Files(client, s3, path.join(dataDir, 'incoming'));
}
