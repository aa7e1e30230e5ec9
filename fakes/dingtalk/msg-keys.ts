import { z } from 'zod';
import { filled, wrong } from './bodies.ts';
import type { Media } from './media.ts';
import type { Sent, SentFile } from './types.ts';

const url = z.string().regex(/^(https?|dingtalk):\/\//);
const base = { title: filled, text: filled };
const stacked = (most: number) =>
  Object.fromEntries(
    Array.from({ length: most }, (_, index) => index + 1).flatMap((n) => [
      [`actionTitle${n}`, filled],
      [`actionURL${n}`, url],
    ]),
  );

/** docs/protocol-dingtalk.md, section 4.5: the catalogue, and what each key's parameters must be. */
export const MSG_KEYS: Record<string, z.ZodObject> = {
  sampleText: z.strictObject({ content: filled }),
  sampleMarkdown: z.strictObject(base),
  sampleImageMsg: z.strictObject({ photoURL: filled }),
  sampleLink: z.strictObject({ ...base, picUrl: z.string(), messageUrl: url }),
  sampleFile: z.strictObject({ mediaId: filled, fileName: filled, fileType: z.string().regex(/^[a-z0-9]+$/i) }),
  sampleAudio: z.strictObject({ mediaId: filled, duration: z.string().regex(/^\d+$/) }),
  sampleVideo: z.strictObject({
    videoMediaId: filled,
    videoType: z.literal('mp4'),
    picMediaId: filled,
    duration: z.string().regex(/^\d+$/),
  }),
  sampleActionCard: z.strictObject({ ...base, singleTitle: filled, singleURL: url }),
  sampleActionCard2: z.strictObject({ ...base, ...stacked(2) }),
  sampleActionCard3: z.strictObject({ ...base, ...stacked(3) }),
  sampleActionCard4: z.strictObject({ ...base, ...stacked(4) }),
  sampleActionCard5: z.strictObject({ ...base, ...stacked(5) }),
  sampleActionCard6: z.strictObject({
    ...base,
    buttonTitle1: filled,
    buttonUrl1: url,
    buttonTitle2: filled,
    buttonUrl2: url,
  }),
};

export type Bubble = Pick<Sent, 'msgtype' | 'title' | 'text' | 'files'> & Pick<Partial<Sent>, 'card'>;

/** What readers see of it, or what is wrong with the parameters. */
export function bubbleOf(msgKey: string, param: Record<string, unknown>, media: Media): Bubble | string {
  const read = MSG_KEYS[msgKey]?.safeParse(param);
  if (!read?.success) return read ? wrong(read.error) : `msgKey ${msgKey}`;
  const value = read.data as Record<string, string>;
  const { title = '', text = value.content ?? '' } = value;
  const bubble = { msgtype: msgKey, title, text, files: [] };
  const asFile = (id: string, type: string, name?: string): Bubble | string => {
    const file = fileOf(media, id, type);
    return typeof file === 'string' ? file : { ...bubble, files: [name === undefined ? file : { ...file, name }] };
  };
  switch (msgKey) {
    case 'sampleText':
    case 'sampleMarkdown':
      return bubble;
    case 'sampleImageMsg':
      return /^https?:/.test(value.photoURL ?? '') ? { ...bubble, card: value } : asFile(value.photoURL ?? '', 'image');
    case 'sampleFile':
      return asFile(value.mediaId ?? '', 'file', value.fileName);
    case 'sampleAudio':
      return asFile(value.mediaId ?? '', 'voice');
    case 'sampleVideo': {
      const cover = fileOf(media, value.picMediaId ?? '', 'image');
      return typeof cover === 'string' ? cover : asFile(value.videoMediaId ?? '', 'video');
    }
    default:
      return { ...bubble, card: value };
  }
}

function fileOf(media: Media, id: string, type: string): SentFile | string {
  const file = media.get(id);
  if (!file) return `unknown media id ${id}`;
  return file.type === type || (type === 'file' && file.type !== 'voice')
    ? file
    : `media id of ${file.type}, not ${type}`;
}
