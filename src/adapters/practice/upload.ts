import { PassThrough } from 'node:stream';
import busboy from 'busboy';
import type { Request } from 'express';
import { FileEmpty, type FileStore, FileTooLarge } from '../../application/ports.ts';
import { fileName } from '../../application/words/normalise.ts';
import type { ChatFile } from './chat.ts';
import type { ErrorCode } from './phrases.ts';

/** As many as somebody drops into the page at once. */
const MOST_FILES = 100;

/** What the practice platform itself would take; the bot's own limit is lower. */
const PLATFORM_LIMIT = 1024 * 1024 * 1024;

export class UploadRefused extends Error {
  readonly status: number;
  readonly code: ErrorCode;
  constructor(status: number, code: ErrorCode) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

/**
 * Reads a multipart form: small fields as text, files streamed to the store as they come. Throws `UploadRefused`, and whatever the
 * store throws; nothing is left on its way then.
 */
export async function readUpload(
  request: Request,
  store: FileStore,
): Promise<{ fields: Record<string, string>; files: ChatFile[] }> {
  const fields: Record<string, string> = {};
  const files: Promise<ChatFile | Error>[] = [];
  const coming = new Set<PassThrough>();
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
  const whole = new Promise<void>((resolve, reject) => {
    form.on('field', (name, value) => {
      fields[name] = value;
    });
    form.on('file', (_field, stream, { filename }) => {
      const bytes = new PassThrough();
      coming.add(bytes);
      // The form ends with an error of its own where it is cut off; it does not end the files.
      stream.on('error', (error) => bytes.destroy(error));
      files.push(keep(stream.pipe(bytes), filename ?? '', store).finally(() => coming.delete(bytes)));
    });
    form.on('filesLimit', () => reject(new UploadRefused(413, 'too-many-files')));
    form.on('close', resolve);
    form.on('error', () => reject(new UploadRefused(400, 'not-a-form')));
    request.on('close', () => request.complete || reject(new UploadRefused(400, 'cut-off')));
    request.pipe(form);
  });
  try {
    await whole;
  } catch (error) {
    // What has begun to be written would wait for ever for the rest, and leave its part behind.
    request.unpipe(form);
    request.resume();
    for (const bytes of coming) bytes.destroy(error as Error);
    await Promise.all(files);
    throw error;
  }
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
