import { firstFile } from '../platform/multipart.ts';
import type { AppToken } from './app-token.ts';
import { KINDS, type MediaStore, unfit } from './media.ts';
import type { Call, Download, Endpoints } from './rest.ts';
import { type Answer, OK, type World } from './world.ts';

const MOST_AT_ONCE = 20 * 1024 * 1024;

/** `media/upload` and `media/get` of the app (docs/protocol-wecom.md, section 2.6). */
export class AppMedia {
  private readonly world: World;
  private readonly media: MediaStore;
  private readonly token: AppToken;

  constructor(world: World, media: MediaStore, token: AppToken) {
    this.world = world;
    this.media = media;
    this.token = token;
  }

  endpoints(): Endpoints {
    return {
      'POST /cgi-bin/media/upload': this.token.guard((call) => this.upload(call)),
      'GET /cgi-bin/media/get': this.token.guard((call) => this.get(call)),
    };
  }

  private async upload(call: Call): Promise<Answer> {
    const where = 'media/upload';
    const kind = KINDS.find((one) => one === call.query.get('type'));
    if (!kind) return this.world.forbid(where, 'malformed', 40058, `type ${call.query.get('type')}`);
    const part = await firstFile(call.headers, call.body);
    if (part?.field !== 'media' || !part.name)
      return this.world.forbid(where, 'malformed', 40058, 'no field media with a filename');
    const why = unfit(kind, part.bytes);
    if (why) return this.world.forbid(where, 'unfit-media', 40058, why);
    return { ...OK, errmsg: '', ...this.media.add('corp', { kind, name: part.name, bytes: part.bytes }) };
  }

  /** Over 20 MB only in ranges of at most 20 MB: 830002. */
  private get(call: Call): Answer | Download {
    const media = this.media.get(call.query.get('media_id') ?? '', 'corp');
    if (!media) return this.world.refuse('media/get', 40007, 'invalid media_id');
    const { bytes, name } = media;
    const [from, to] = rangeOf(call.headers.range, bytes.length) ?? [0, bytes.length - 1];
    if (to - from + 1 > MOST_AT_ONCE) return this.world.refuse('media/get', 830002, 'body too large');
    const ranged = call.headers.range !== undefined;
    const headers = {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${Buffer.from(name).toString('latin1')}"`,
      'accept-ranges': 'bytes',
      ...(ranged && { 'content-range': `bytes ${from}-${to}/${bytes.length}` }),
    };
    return { status: ranged ? 206 : 200, headers, bytes: bytes.subarray(from, to + 1) };
  }
}

function rangeOf(header: string | undefined, length: number): [number, number] | undefined {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? '');
  if (!match) return undefined;
  const last = match[2] ? Number(match[2]) : length - 1;
  return [Number(match[1]), Math.min(last, length - 1)];
}
