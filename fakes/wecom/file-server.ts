import { createCipheriv, randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { MINUTE } from '../platform/rate.ts';
import { refuseFile, type ServedFile, serveFile } from '../platform/served-file.ts';
import { contentDisposition } from './disposition.ts';
import { encryptBytes, keyOf } from './seal.ts';
import type { Attachment } from './types.ts';
import type { World } from './world.ts';

/** `own`: a key in the message, unique per URL (long connection) · `callback`: the key of the callback settings (4.3.3). */
export type KeyKind = 'own' | 'callback';

export interface Published {
  url: string;
  aeskey?: string;
}

interface Served extends ServedFile {
  until: number;
}

/** docs/protocol-wecom.md, section 4.3: encrypted bytes under a URL that is valid for five minutes. */
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
    if (!file || this.world.now() >= file.until) refuseFile(response, 'AccessDenied', 'Request has expired');
    else serveFile(file, response);
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
