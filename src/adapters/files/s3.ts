import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { FileStore, StoredFile } from '../../application/ports.ts';
import { StartRefused } from '../../application/start-refused.ts';
import { SHA256 } from './disk.ts';
import { hashOf, type Looks, ours, probeFolder, removeDead, stageIn } from './staging.ts';

export interface S3Settings {
  bucket: string;
  /** Without slashes at its ends; may be empty. */
  prefix: string;
  /** Unset: Amazon's own. */
  endpoint?: string | undefined;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** The bucket stands in the path of an address, not in its host name. */
  pathStyle: boolean;
}

/** A put takes minutes at most. */
const DEAD_AFTER_MS = 24 * 3_600_000;

/** How long the server may be silent, before its answer and within. */
const SILENCE_MS = 60_000;

export function s3Client(
  { endpoint, region, accessKeyId, secretAccessKey, pathStyle }: S3Settings,
  silenceMs = SILENCE_MS,
): S3Client {
  return new S3Client({
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: pathStyle,
    ...(endpoint && { endpoint }),
    // What servers other than Amazon's know; the bytes are read back and hashed anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // `requestTimeout` is no more than a warning, and would count the minutes of a long upload.
    requestHandler: { connectionTimeout: 10_000, socketTimeout: silenceMs },
  });
}

/**
 * Files under the hash of their bytes: `bucket/prefix/3f/3fa2…`. They reach that key by a copy inside the store, from one
 * that was read back and compared; on their way there they pass through `folder`, where they are measured.
 */
export function s3Files(
  client: S3Client,
  { bucket, prefix }: S3Settings,
  folder: string,
  looks: Looks = {},
): FileStore {
  const stage = stageIn(folder, looks);
  const at = (...parts: string[]) => [prefix, ...parts].filter((part) => part !== '').join('/');
  const keyOf = (sha256: string) => {
    if (!SHA256.test(sha256)) throw new Error('not a sha256');
    return at(sha256.slice(0, 2), sha256);
  };
  const bytesAt = async (key: string, range?: { start: number; end: number }) => {
    const Range = range && `bytes=${range.start}-${range.end}`;
    return (await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...(Range && { Range }) })))
      .Body as Readable;
  };

  async function keep(file: string, { sha256, size }: StoredFile): Promise<void> {
    const key = keyOf(sha256);
    if (await holds(key, sha256)) return;
    const part = at('incoming', randomUUID());
    try {
      const body = createReadStream(file);
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: part, Body: body, ContentLength: size }));
      if (!(await soon(async () => (await hashOf(await bytesAt(part))) === sha256)))
        throw new Error(`the file server returned other bytes than ${sha256}`);
      const from = [bucket, ...part.split('/')].map(encodeURIComponent).join('/');
      await client.send(new CopyObjectCommand({ Bucket: bucket, Key: key, CopySource: from }));
      if (!(await soon(async () => (await sizeAt(key)) === size)))
        throw new Error(`the file server copied other bytes than ${sha256}`);
    } finally {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: part })).catch(() => {});
    }
  }

  /** Whether these bytes are there and whole; one that has rotted is replaced. */
  async function holds(key: string, sha256: string): Promise<boolean> {
    try {
      return (await hashOf(await bytesAt(key))) === sha256;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  const discard = async (key: string) => {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  };

  async function* objects(): AsyncIterable<{ key: string; ageMs: number }> {
    const Prefix = prefix === '' ? '' : `${prefix}/`;
    for (let ContinuationToken: string | undefined; ; ) {
      const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix, ContinuationToken }));
      for (const { Key = '', LastModified = new Date() } of page.Contents ?? [])
        yield { key: Key, ageMs: Date.now() - LastModified.getTime() };
      if (!page.IsTruncated) return;
      ContinuationToken = page.NextContinuationToken;
    }
  }

  const sizeAt = async (key: string) =>
    (await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).ContentLength;

  return {
    put: (bytes, limit, looking) => stage(bytes, limit, keep, looking),
    /** The bytes pass through the folder, then they are in the bucket. */
    async probe(bytes) {
      await probeFolder(folder, bytes);
      await ours(0, () => storeAndDiscard(client, bucket, at('incoming', randomUUID())));
    },
    open(sha256, range) {
      const key = keyOf(sha256);
      const read = async function* () {
        const bytes = await bytesAt(key, range).catch((error) =>
          // Of what is not there the store is as sure as it can be.
          isMissing(error) ? Promise.reject(error) : ours(0, () => Promise.reject(error)),
        );
        yield* bytes;
      };
      return Readable.from(read(), { objectMode: false });
    },
    has: async (sha256) =>
      SHA256.test(sha256) &&
      sizeAt(keyOf(sha256)).then(
        () => true,
        (error) => {
          if (isMissing(error)) return false;
          throw error;
        },
      ),
    async *list() {
      await removeDead(folder);
      for await (const { key, ageMs } of objects())
        if (SHA256.test(path.posix.basename(key)) && key === keyOf(path.posix.basename(key)))
          yield { sha256: path.posix.basename(key), ageMs };
        // Left by a process that died on the way.
        else if (key.startsWith(at('incoming/')) && ageMs > DEAD_AFTER_MS) await discard(key);
    },
    remove: (sha256) => discard(keyOf(sha256)),
  };
}

const LOOK_AGAIN_MS = [50, 200, 1000];

/**
 * Whether it becomes true. Amazon's and the clouds' show what was written at once and whole; smaller servers show a copy late,
 * or half while somebody else writes the same bytes under the same key.
 */
async function soon(look: () => Promise<boolean>): Promise<boolean> {
  for (const pause of LOOK_AGAIN_MS) {
    const found = await look().catch((error) => {
      if (isMissing(error)) return false;
      throw error;
    });
    if (found) return true;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return look();
}

function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && (error.name === 'NoSuchKey' || error.name === 'NotFound');
}

async function storeAndDiscard(client: S3Client, Bucket: string, Key: string): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket, Key, Body: 'probe' }));
  await client.send(new DeleteObjectCommand({ Bucket, Key }));
}

/** Stores and deletes a few bytes. Throws `StartRefused` when that does not work: better now than on deadline day. */
export async function requireS3(client: S3Client, { bucket, prefix, endpoint = '' }: S3Settings): Promise<void> {
  const Key = [prefix, 'incoming', randomUUID()].filter((part) => part !== '').join('/');
  try {
    await storeAndDiscard(client, bucket, Key);
  } catch (error) {
    const { name, code } = error as Error & { code?: string };
    throw new StartRefused('files-unreachable', { bucket, endpoint, reason: code ?? name }, error);
  }
}
