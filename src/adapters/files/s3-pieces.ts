import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { nameOf, PIECE_ID, type Pieces } from './pieces.ts';
import type { S3Settings } from './s3.ts';

/**
 * `bucket/prefix/uploads/<id>/<offset>`: an object for each piece. Uploads in parts, which S3 has for this, are known to few small servers
 * in whole, take nothing under five megabytes before the last part, and cost silently when they are left unfinished.
 */
export function s3Pieces(client: S3Client, { bucket, prefix }: Pick<S3Settings, 'bucket' | 'prefix'>): Pieces {
  const at = (...parts: string[]) => [prefix, 'uploads', ...parts].filter((part) => part !== '').join('/');

  async function* objects(Prefix: string) {
    for (let ContinuationToken: string | undefined; ; ) {
      const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix, ContinuationToken }));
      for (const { Key = '', Size = 0, LastModified = new Date() } of page.Contents ?? []) {
        const [id = '', offset = ''] = Key.slice(at('').length + 1).split('/');
        yield { key: Key, id, offset: Number(offset), size: Size, ageMs: Date.now() - LastModified.getTime() };
      }
      if (!page.IsTruncated) return;
      ContinuationToken = page.NextContinuationToken;
    }
  }

  return {
    async keep(id, { offset, size }, file) {
      const Body = createReadStream(file);
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: at(id, nameOf(offset)), Body, ContentLength: size }),
      );
    },
    async of(id) {
      const found = [];
      for await (const { offset, size } of objects(`${at(id)}/`)) found.push({ offset, size });
      return found;
    },
    open: (id, offset) => streamed(client, bucket, at(id, nameOf(offset))),
    /** One by one: what takes many at once wants a checksum that not every server knows. */
    async remove(id) {
      for await (const { key } of objects(`${at(id)}/`))
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
    async *list() {
      let last = '';
      for await (const { id, ageMs } of objects(`${at('')}/`)) {
        if (id !== last && PIECE_ID.test(id)) yield { id, ageMs };
        last = id;
      }
    },
  };
}

async function* streamed(client: S3Client, bucket: string, key: string): AsyncIterable<Uint8Array> {
  yield* (await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))).Body as Readable;
}
