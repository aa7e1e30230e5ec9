import { PassThrough } from 'node:stream';
import busboy from 'busboy';
import type { Request } from 'express';
import { FileEmpty, type FileStore, FileTooLarge } from '../../application/ports.ts';
import { fileName } from '../../application/words/normalise.ts';
import type { ChatFile } from './chat.ts';

/** As many as somebody drops into the page at once. */
const MOST_FILES = 100;

/** What the practice platform itself would take; the bot's own limit is lower. */
const PLATFORM_LIMIT = 1024 * 1024 * 1024;

export class UploadRefused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

/** Reads a multipart form: small fields as text, files streamed to the store as they come. Throws `UploadRefused`. */
export async function readUpload(
  request: Request,
  store: FileStore,
): Promise<{ fields: Record<string, string>; files: ChatFile[] }> {
  const fields: Record<string, string> = {};
  const files: Promise<ChatFile | Error>[] = [];
  let form: busboy.Busboy;
  try {
    form = busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { fieldSize: 256 * 1024, fields: 20, files: MOST_FILES },
    });
  } catch {
    throw new UploadRefused(400, 'not-a-form');
  }
  const arriving = new Set<PassThrough>();
  await new Promise<void>((resolve, reject) => {
    form.on('field', (name, value) => {
      fields[name] = value;
    });
    form.on('file', (_field, stream, { filename }) => {
      const bytes = stream.pipe(new PassThrough());
      arriving.add(bytes);
      files.push(keep(bytes, filename ?? '', store).finally(() => arriving.delete(bytes)));
    });
    form.on('filesLimit', () => reject(new UploadRefused(413, 'too-many-files')));
    form.on('close', resolve);
    form.on('error', () => reject(new UploadRefused(400, 'not-a-form')));
    request.on('aborted', () => reject(new UploadRefused(400, 'cut-off')));
    request.pipe(form);
  }).catch(async (error) => {
    // What has begun to be written would wait for ever for the rest, and leave its part behind.
    request.unpipe(form);
    request.resume();
    for (const bytes of arriving) bytes.destroy(error);
    await Promise.allSettled(files);
    throw error;
  });
  const kept = await Promise.all(files);
  const failed = kept.find((file) => file instanceof Error);
  if (failed) throw failed;
  return { fields, files: kept as ChatFile[] };
}

/** An upload without bytes is a file too, as on a real platform; the bot says what it thinks of it. */
async function keep(stream: PassThrough, name: string, store: FileStore): Promise<ChatFile | Error> {
  const shown = fileName(name) || 'file';
  try {
    const { sha256, size, mime } = await store.put(stream, PLATFORM_LIMIT);
    return { name: shown, size, sha256, mime, from: 'platform' };
  } catch (error) {
    stream.resume();
    if (error instanceof FileEmpty) return { name: shown, size: 0, sha256: '', mime: '', from: 'platform' };
    if (error instanceof FileTooLarge) return new UploadRefused(413, 'too-large');
    return error as Error;
  }
}
