import { createCipheriv, randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { contentDisposition } from './disposition.ts';
import type { FileFaults } from './faults.ts';
import { MINUTE } from './rate.ts';
import { encryptBytes, keyOf } from './seal.ts';
import type { Attachment } from './types.ts';
import type { World } from './world.ts';

/** `own`: a key in the message, unique per URL (long connection) · `callback`: the key of the callback settings (4.3.3). */
export type KeyKind = 'own' | 'callback';

export interface Published {
  url: string;
  aeskey?: string;
}

interface Served {
  bytes: Buffer;
  disposition: string | undefined;
  until: number;
  faults: FileFaults;
}

/** Section 4.3: encrypted bytes under a URL that is valid for five minutes. */
export class FileServer {
  private readonly served = new Map<string, Served>();
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  publish(attachment: Attachment, keyKind: KeyKind, unnamed: boolean): Published {
    const key = keyKind === 'own' ? randomBytes(32) : keyOf(this.world.bot.aesKey);
    const path = `/cos/${this.world.next()}`;
    this.served.set(path, {
      bytes: spoiled(attachment, key),
      disposition: contentDisposition(attachment, unnamed),
      until: this.world.now() + 5 * MINUTE,
      faults: { ...attachment.faults },
    });
    const blank = this.world.faults.blankAfterUrl ? ' ' : '';
    const url = `${this.world.origin}${path}?sign=q-sign-algorithm%3Dsha1${blank}`;
    if (keyKind === 'callback') return { url };
    const aeskey = key.toString('base64');
    return { url, aeskey: this.world.faults.unpaddedKeys ? aeskey.replace(/=+$/, '') : aeskey };
  }

  serve(path: string, response: ServerResponse): void {
    this.world.counters.downloads += 1;
    const file = this.served.get(path);
    if (!file || this.world.now() >= file.until) {
      response.writeHead(403, { 'content-type': 'application/xml' });
      response.end('<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>');
    } else send(file, response);
    this.world.changed();
  }
}

function spoiled({ bytes, faults }: Attachment, key: Buffer): Buffer {
  const sealed = encryptBytes(key, bytes);
  switch (faults?.bytes) {
    case 'plain':
      return Buffer.from(bytes);
    case 'truncated':
      return sealed.subarray(0, -16);
    case 'noise':
      return unpaddable(key, sealed.length);
    default:
      return sealed;
  }
}

/** As long as the real thing; decrypts to an impossible pad byte, never by chance to a possible one. */
function unpaddable(key: Buffer, length: number): Buffer {
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.alloc(length, 0xee)), cipher.final()]);
}

/** Whether a fault with a count is due once more. */
function due(faults: FileFaults, name: 'unavailable' | 'silent' | 'stall' | 'cut'): boolean {
  const left = faults[name] ?? 0;
  if (left > 0) faults[name] = left - 1;
  return left > 0;
}

function lie(faults: FileFaults): number {
  const { lies } = faults;
  if (!lies || lies.times === 0) return 0;
  if (lies.times !== undefined) faults.lies = { ...lies, times: lies.times - 1 };
  return lies.bytes;
}

function send({ bytes, disposition, faults }: Served, response: ServerResponse): void {
  if (due(faults, 'unavailable')) {
    response.writeHead(503).end();
    return;
  }
  if (due(faults, 'silent')) return;
  const length = bytes.length + lie(faults);
  response.strictContentLength = false;
  response.writeHead(200, {
    // Before the length: after it, Node takes the bytes of a name for characters and refuses them.
    ...(disposition !== undefined && { 'content-disposition': disposition }),
    'content-type': 'application/octet-stream',
    'content-length': length,
    connection: 'close',
  });
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  if (due(faults, 'stall')) response.write(half);
  else if (due(faults, 'cut')) response.write(half, () => response.destroy());
  else if (length > bytes.length) response.write(bytes, () => response.destroy());
  else response.end(bytes.subarray(0, length));
}
