import { firstFile } from '../platform/multipart.ts';
import { type Answer, oapiError, okOapi } from './answers.ts';
import type { Meter } from './meter.ts';
import type { Call, Endpoints } from './rest.ts';
import type { SentFile } from './types.ts';
import type { World } from './world.ts';

const MB = 1024 * 1024;

/** docs/protocol-dingtalk.md, section 4.6. */
const KINDS: Record<string, { most: number; names: RegExp }> = {
  image: { most: 20 * MB, names: /\.(jpe?g|gif|png|bmp)$/i },
  voice: { most: 2 * MB, names: /\.(amr|mp3|wav)$/i },
  video: { most: 20 * MB, names: /\.mp4$/i },
  file: { most: 20 * MB, names: /\.(docx?|xlsx?|pptx?|zip|pdf|rar)$/i },
};

/** An id is good only as it came (docs/protocol-dingtalk.md, section 4.6). */
const BEGINNINGS = ['@', '@#', '$'];

/** `media/upload`: an id, reusable and without end (docs/protocol-dingtalk.md, section 4.6). */
export class Media {
  private readonly kept = new Map<string, SentFile>();
  private readonly world: World;
  private readonly meter: Meter;

  constructor(world: World, meter: Meter) {
    this.world = world;
    this.meter = meter;
  }

  endpoints(): Endpoints {
    return { 'POST /media/upload': this.meter.oapi(undefined, (call) => this.upload(call)) };
  }

  get(id: string): SentFile | undefined {
    return this.kept.get(id);
  }

  private async upload(call: Call): Promise<Answer> {
    const where = 'media/upload';
    const part = await firstFile(call.headers, call.body);
    const type = call.query.get('type') ?? part?.fields.type ?? '';
    const kind = KINDS[type];
    if (!kind) return oapiError(this.world, where, { errcode: 40004, rule: 'media-type', detail: type });
    if (part?.field !== 'media' || !part.name)
      return oapiError(this.world, where, {
        errcode: 400002,
        rule: 'malformed',
        detail: 'no field media with a filename',
      });
    const { name, bytes } = part;
    if (bytes.length === 0) return oapiError(this.world, where, { errcode: 400002, rule: 'empty-file', detail: name });
    if (bytes.length > kind.most)
      return oapiError(this.world, where, { errcode: 40006, rule: 'file-too-large', detail: `${bytes.length} bytes` });
    if (!kind.names.test(name))
      return oapiError(this.world, where, { errcode: 40005, rule: 'unfit-name', detail: name });
    const nth = this.world.next();
    const id = `${BEGINNINGS[nth % BEGINNINGS.length]}lADPDe7s${nth}`;
    this.kept.set(id, { type, name, bytes });
    return okOapi({ media_id: id, created_at: this.world.now(), type });
  }
}
