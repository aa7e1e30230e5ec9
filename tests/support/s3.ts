import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { S3Settings } from '../../src/adapters/files/s3.ts';

interface S3rver {
  run(): Promise<AddressInfo>;
  close(): Promise<void>;
}
// It comes without types.
const S3rver: new (options: object) => S3rver = createRequire(import.meta.url)('s3rver');

export interface TestS3 extends S3Settings {
  /** As if the object had been written then. */
  age(key: string, at: Date): Promise<void>;
  /** Every object of the bucket. */
  keys(): Promise<string[]>;
  stop(): Promise<void>;
}

/** A server that speaks S3 on this computer, with an empty bucket; it checks who signed, not the signature. */
export async function startS3(): Promise<TestS3> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-s3-'));
  const configureBuckets = [{ name: 'baosong' }];
  const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: folder, configureBuckets });
  const { port } = await server.run();
  // s3rver removes a folder with its last object, under the feet of whoever is writing the next one; a real server has no folders.
  const incoming = path.join(folder, 'baosong/linfen/2020/incoming');
  await mkdir(incoming, { recursive: true });
  await writeFile(path.join(incoming, 'stays'), '');
  return {
    bucket: 'baosong',
    prefix: 'linfen/2020',
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
    pathStyle: true,
    age: (key, at) => utimes(path.join(folder, 'baosong', `${key}._S3rver_object`), at, at),
    async keys() {
      const names = await readdir(path.join(folder, 'baosong'), { recursive: true });
      const objects = names.filter((name) => name.endsWith('._S3rver_object'));
      return objects.map((name) => name.replace('._S3rver_object', '').replaceAll('\\', '/')).sort();
    },
    async stop() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
