import path from 'node:path';
import type { FileStore, PieceStore } from '../../application/ports.ts';
import { diskFiles } from './disk.ts';
import { diskPieces, pieceStore } from './pieces.ts';
import { keepPrivate } from './private.ts';
import type { S3Settings } from './s3.ts';

/** The store that the settings name. Throws `StartRefused` when its server does not take files, or others may read them. */
export async function openFiles({
  dataDir,
  s3,
  ffmpeg,
}: {
  dataDir: string;
  s3?: S3Settings | undefined;
  ffmpeg?: string | undefined;
}): Promise<FileStore> {
  await keepPrivate(dataDir);
  if (!s3) return diskFiles(path.join(dataDir, 'files'), { ffmpeg });
  // The SDK is large, and most installations do without it.
  const { requireS3, s3Client, s3Files } = await import('./s3.ts');
  const client = s3Client(s3);
  await requireS3(client, s3);
  return s3Files(client, s3, path.join(dataDir, 'incoming'), { ffmpeg });
}

/** Where bytes wait that are on their way: beside the files, so that every process that shares those can go on with them. */
export async function openPieces({
  dataDir,
  s3,
}: {
  dataDir: string;
  s3?: S3Settings | undefined;
}): Promise<PieceStore> {
  const incoming = path.join(dataDir, 'incoming');
  if (!s3) return pieceStore(diskPieces(path.join(dataDir, 'uploads')), incoming);
  const [{ s3Client }, { s3Pieces }] = await Promise.all([import('./s3.ts'), import('./s3-pieces.ts')]);
  return pieceStore(s3Pieces(s3Client(s3), s3), incoming);
}
