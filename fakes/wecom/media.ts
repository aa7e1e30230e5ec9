import { DAY } from '../platform/rate.ts';
import type { World } from './world.ts';

export const KINDS = ['file', 'image', 'voice', 'video'] as const;
export type Kind = (typeof KINDS)[number];

const MB = 1024 * 1024;
/** docs/protocol-wecom.md, sections 2.6 and 4.8 agree. */
const MOST: Record<Kind, number> = { file: 20 * MB, image: 10 * MB, voice: 2 * MB, video: 10 * MB };

const startsWith = (bytes: Uint8Array, text: string, at = 0) =>
  Buffer.from(bytes.subarray(at, at + text.length)).toString('latin1') === text;

/** By magic bytes: JPG or PNG, AMR, MP4; a file is anything. */
const FITS: Record<Kind, (bytes: Uint8Array) => boolean> = {
  file: () => true,
  image: (bytes) => startsWith(bytes, '\xFF\xD8\xFF') || startsWith(bytes, '\x89PNG'),
  voice: (bytes) => startsWith(bytes, '#!AMR'),
  video: (bytes) => startsWith(bytes, 'ftyp', 4),
};

/** Why these bytes cannot be uploaded as that kind. */
export function unfit(kind: Kind, bytes: Uint8Array): string | undefined {
  if (bytes.length < 5) return `${kind} under 5 bytes`;
  if (bytes.length > MOST[kind]) return `${kind} over ${MOST[kind]} bytes`;
  return FITS[kind](bytes) ? undefined : `not a ${kind} by its first bytes`;
}

export interface Media {
  kind: Kind;
  name: string;
  bytes: Buffer;
}

/** Uploaded files, for three days, for the one who uploaded them: `bot`, `corp`, or a webhook key. */
export class MediaStore {
  private readonly kept = new Map<string, Media & { owner: string; at: number }>();
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  add(owner: string, media: Media): { type: Kind; media_id: string; created_at: string } {
    const id = `1G6nrLmr5EC3MMb_-${this.world.next()}`;
    const at = this.world.now();
    this.kept.set(id, { ...media, owner, at });
    return { type: media.kind, media_id: id, created_at: String(Math.floor(at / 1000)) };
  }

  get(id: string, owner: string, kind?: string): Media | undefined {
    const media = this.kept.get(id);
    const valid = media && media.owner === owner && this.world.now() < media.at + 3 * DAY;
    return valid && (kind === undefined || media.kind === kind) ? media : undefined;
  }
}
