import { createDecipheriv, type DecipherGCM } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { FileBroken } from '../wire/beginning.ts';
import { padLength } from './envelope.ts';

const BLOCK = 32;

/**
 * Decrypts a file as it flows: AES-256-CBC, the first half of the key as IV, PKCS#7 with a block of 32, so that the
 * last 32 bytes are kept back until the end (docs/protocol-wecom.md, section 4.3). Errs with `FileBroken`.
 */
export class FileDecipher extends Transform {
  readonly #decipher: Pick<DecipherGCM, 'update'> & { final(): Buffer };
  #kept: Buffer = Buffer.alloc(0);
  #length = 0;

  constructor(key: Buffer) {
    super();
    this.#decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#length += chunk.length;
    const plain = Buffer.concat([this.#kept, this.#decipher.update(chunk)]);
    const ready = Math.max(0, plain.length - BLOCK);
    this.#kept = plain.subarray(ready);
    if (ready > 0) this.push(plain.subarray(0, ready));
    done();
  }

  override _flush(done: TransformCallback): void {
    const pad = this.#length > 0 && this.#length % 16 === 0 ? padLength(this.#kept) : undefined;
    if (pad === undefined) done(new FileBroken('padding'));
    else done(null, this.#kept.subarray(0, this.#kept.length - pad));
  }
}
