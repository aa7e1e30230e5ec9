import { Transform, type TransformCallback } from 'node:stream';
import { fits, HEAD_BYTES } from './signatures.ts';

/** The bytes are not what they should be. */
export class FileBroken extends Error {}

/** Lets bytes pass once their beginning has been seen not to be noise under a name that promises more. */
export class BeginningCheck extends Transform {
  readonly #extension: string;
  #head: Buffer | undefined = Buffer.alloc(0);

  constructor(extension: string) {
    super();
    this.#extension = extension;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.#head) this.#head = Buffer.concat([this.#head, chunk]);
    if (!this.#head) done(null, chunk);
    else if (this.#head.length < HEAD_BYTES) done();
    else this.#pass(this.#head, done);
  }

  override _flush(done: TransformCallback): void {
    if (this.#head) this.#pass(this.#head, done);
    else done();
  }

  #pass(head: Buffer, done: TransformCallback): void {
    this.#head = undefined;
    if (head.length > 0 && !fits(head, this.#extension)) done(new FileBroken('beginning'));
    else done(null, head);
  }
}
