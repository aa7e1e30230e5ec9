import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { HOUR, MINUTE, Rate } from '../platform/rate.ts';
import { uploadChunk, uploadFinish, uploadInit, wrong } from './bodies.ts';
import { type MediaStore, unfit } from './media.ts';
import { type Answer, OK, type World } from './world.ts';

const CHUNK = 512 * 1024;
const SESSION = 30 * MINUTE;

interface Upload {
  init: z.infer<typeof uploadInit>;
  at: number;
  chunks: Map<number, Buffer>;
  /** Chunks being worked on. */
  busy: number;
}

/** docs/protocol-wecom.md, section 4.8: more at once earns "system error". */
const atOnce = (chunks: number) => (chunks <= 4 ? 4 : chunks <= 10 ? 3 : 2);

export class Uploads {
  private readonly open = new Map<string, Upload>();
  private readonly quota: Rate;
  private readonly world: World;
  private readonly media: MediaStore;

  constructor(world: World, media: MediaStore) {
    this.world = world;
    this.media = media;
    this.quota = new Rate(
      () => world.now(),
      () => [
        { ms: MINUTE, most: world.limits.uploadsPerMinute },
        { ms: HOUR, most: world.limits.uploadsPerHour },
      ],
    );
  }

  /**
   * Files are counted, not chunks: docs/protocol-wecom.md, docs/protocol-wecom.md, section 10, point 11, is
   * UNCONFIRMED.
   */
  init(body: unknown): Answer {
    const where = 'aibot_upload_media_init';
    const read = uploadInit.safeParse(body);
    if (!read.success) return this.world.forbid(where, 'malformed', 40058, wrong(read.error));
    const { total_size, total_chunks } = read.data;
    if (total_size > total_chunks * CHUNK || total_chunks > total_size)
      return this.world.forbid(where, 'chunks-do-not-hold-the-size', 40058, `${total_size} in ${total_chunks}`);
    if (!this.quota.take('bot')) return this.world.refuse(where, 45009, 'api freq out of limit');
    const id = `UPLOAD${this.world.next()}`;
    this.open.set(id, { init: read.data, at: this.world.now(), chunks: new Map(), busy: 0 });
    return { ...OK, body: { upload_id: id } };
  }

  /** Idempotent, in any order, resumable on another connection. */
  async chunk(body: unknown): Promise<Answer> {
    const where = 'aibot_upload_media_chunk';
    const read = uploadChunk.safeParse(body);
    if (!read.success) return this.world.forbid(where, 'malformed', 40058, wrong(read.error));
    const { upload_id, chunk_index, base64_data } = read.data;
    const upload = this.session(upload_id);
    if (!upload) return this.world.refuse(where, 40058, 'invalid upload_id');
    const bytes = Buffer.from(base64_data, 'base64');
    if (bytes.length > CHUNK) return this.world.forbid(where, 'over-long-chunk', 40058, `${bytes.length} bytes`);
    if (chunk_index >= upload.init.total_chunks)
      return this.world.forbid(where, 'chunk-index-from-0', 40058, `${chunk_index} of ${upload.init.total_chunks}`);
    if (upload.busy >= atOnce(upload.init.total_chunks))
      return this.world.forbid(where, 'too-many-chunks-at-once', -1, `${upload.busy + 1} at once`);
    upload.busy += 1;
    await pause(this.world.timings.chunkMs);
    upload.busy -= 1;
    upload.chunks.set(chunk_index, bytes);
    return OK;
  }

  finish(body: unknown): Answer {
    const where = 'aibot_upload_media_finish';
    const read = uploadFinish.safeParse(body);
    if (!read.success) return this.world.forbid(where, 'malformed', 40058, wrong(read.error));
    const upload = this.session(read.data.upload_id);
    if (!upload) return this.world.refuse(where, 40058, 'invalid upload_id');
    const { type, filename, total_size, total_chunks, md5 } = upload.init;
    const parts = Array.from({ length: total_chunks }, (_, index) => upload.chunks.get(index));
    if (parts.some((part) => part === undefined)) return this.world.refuse(where, 40058, 'chunks are missing');
    const bytes = Buffer.concat(parts as Buffer[]);
    if (bytes.length !== total_size)
      return this.world.forbid(where, 'size-differs', 40058, `${bytes.length}, not ${total_size}`);
    const sum = createHash('md5').update(bytes).digest('hex');
    if (sum !== md5) return this.world.forbid(where, 'md5-differs', 40058, sum);
    const why = unfit(type, bytes);
    if (why) return this.world.forbid(where, 'unfit-media', 40058, why);
    this.open.delete(read.data.upload_id);
    return { ...OK, body: this.media.add('bot', { kind: type, name: filename, bytes }) };
  }

  private session(id: string): Upload | undefined {
    const upload = this.open.get(id);
    return upload && this.world.now() < upload.at + SESSION ? upload : undefined;
  }
}
