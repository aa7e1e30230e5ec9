export type Media = 'video' | 'image' | 'audio' | 'document' | 'any';

export interface NamedFile {
  /** As the sender named it. */
  name: string;
  /** By magic bytes, without a dot; empty when unknown. */
  extension: string;
}

/**
 * The formats of files that counties send. In one line: the extensions that one format goes by, and the formats that its first bytes do
 * not tell apart; `container` is what they are then taken for, and says nothing about what is inside.
 */
const FORMATS: { media?: Media; extensions: string[]; container?: string }[] = [
  { media: 'video', extensions: ['mp4', 'm4v'] },
  ...['mov', 'avi', 'mkv', 'wmv', 'flv', 'webm', '3gp'].map((one) => ({ media: 'video' as const, extensions: [one] })),
  { media: 'video', extensions: ['mpg', 'mpeg'] },
  { media: 'image', extensions: ['jpg', 'jpeg', 'jpe', 'jfif'] },
  { media: 'image', extensions: ['tif', 'tiff'] },
  { media: 'image', extensions: ['heic', 'heif'] },
  ...['png', 'gif', 'webp', 'bmp'].map((one) => ({ media: 'image' as const, extensions: [one] })),
  { media: 'audio', extensions: ['mp3', 'mpga'] },
  ...['wav', 'm4a', 'flac', 'aac', 'amr', 'ogg', 'wma'].map((one) => ({ media: 'audio' as const, extensions: [one] })),
  { media: 'document', extensions: ['doc', 'xls', 'ppt', 'wps', 'et', 'dps'], container: 'cfb' },
  { media: 'document', extensions: ['docx', 'xlsx', 'pptx'], container: 'zip' },
  ...['pdf', 'txt'].map((one) => ({ media: 'document' as const, extensions: [one] })),
  { extensions: ['htm', 'html'] },
];

const MEDIA = new Map(FORMATS.flatMap(({ media, extensions }) => extensions.map((one) => [one, media] as const)));

const EXTENSION = /\.([A-Za-z0-9]{1,5})$/;

/** Small, without a dot; empty when the name has none. */
export const extensionOf = (name: string): string => EXTENSION.exec(name)?.[1]?.toLowerCase() ?? '';

export const withoutExtension = (name: string): string => name.replace(EXTENSION, '');

/** Whether two extensions stand for the same format, as far as the first bytes tell. */
export const areAlike = (a: string, b: string): boolean =>
  a === b ||
  FORMATS.some(({ extensions, container = '' }) =>
    [a, b].every((one) => one === container || extensions.includes(one)),
  );

/** What a file is, by its bytes where they tell, else by its name. */
export function mediaOf(file: NamedFile): Media {
  return MEDIA.get(file.extension) ?? MEDIA.get(extensionOf(file.name)) ?? 'any';
}
