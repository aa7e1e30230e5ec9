import type { Category, Media } from './campaign.ts';
import { fold } from './fold.ts';
import type { Measured } from './measured.ts';

interface Named {
  /** As the sender named it. */
  name: string;
  /** By magic bytes, without a dot; empty when unknown. */
  extension: string;
}

const MEDIA: Record<string, Media> = {
  mp4: 'video',
  mov: 'video',
  avi: 'video',
  mkv: 'video',
  wmv: 'video',
  flv: 'video',
  m4v: 'video',
  webm: 'video',
  '3gp': 'video',
  mpg: 'video',
  mpeg: 'video',
  mts: 'video',
  ts: 'video',
  '3g2': 'video',
  rm: 'video',
  rmvb: 'video',
  asf: 'video',
  vob: 'video',
  jpg: 'image',
  jpeg: 'image',
  png: 'image',
  heic: 'image',
  heif: 'image',
  avif: 'image',
  apng: 'image',
  gif: 'image',
  webp: 'image',
  tif: 'image',
  tiff: 'image',
  bmp: 'image',
  mp3: 'audio',
  wav: 'audio',
  m4a: 'audio',
  flac: 'audio',
  aac: 'audio',
  amr: 'audio',
  ogg: 'audio',
  opus: 'audio',
  aif: 'audio',
  wma: 'audio',
  doc: 'document',
  docx: 'document',
  pdf: 'document',
  wps: 'document',
  et: 'document',
  dps: 'document',
  rtf: 'document',
  ofd: 'document',
  xlsm: 'document',
  xls: 'document',
  xlsx: 'document',
  ppt: 'document',
  pptx: 'document',
  txt: 'document',
};

export const extensionOf = (name: string): string => /\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** What files of that name are, if it is a known one. */
export const kindOfExtension = (extension: string): Media | undefined => MEDIA[extension];

/** What a file is, by its bytes where they tell, else by its name. */
export function mediaOf(file: Named): Media {
  return MEDIA[file.extension] ?? MEDIA[extensionOf(file.name)] ?? 'any';
}

/** Whether files may be meant for a category without being asked about: a report is no video, a work may be anything. */
export const fits = ({ kind, media }: Category, files: Named[]): boolean =>
  kind === 'work' || files.every((file) => mediaOf(file) === 'any' || media.includes(mediaOf(file)));

/**
 * The categories a file may be meant for, likeliest first: those its name speaks of, then those whose rule its length
 * keeps. An mp4 never decides its category by itself (docs/product.md, section 6).
 */
export function likelyCategories(categories: Category[], files: (Named & { measured: Measured })[]): Category[] {
  const first = files[0];
  const media = first ? mediaOf(first) : 'any';
  const fitting = categories.filter(
    ({ kind, media: usual }) =>
      kind !== 'ambassador' && (media === 'any' || usual.includes(media) || usual.includes('any')),
  );
  const named = fold(files.map(({ name }) => name).join(' '));
  const rank = (category: Category) => {
    const spoken = [category.name, category.short, ...category.aliases].some((name) => named.includes(fold(name)));
    const limit = category.rules.find(({ check }) => check?.kind === 'duration-under')?.check;
    const longest = limit?.kind === 'duration-under' ? limit.seconds * 1000 : undefined;
    const tooLong = longest !== undefined && (first?.measured.durationMs ?? 0) >= longest;
    return (spoken ? 0 : 2) + (tooLong ? 1 : 0);
  };
  const usable = fitting.length > 0 ? fitting : categories.filter(({ kind }) => kind === 'work' || kind === 'report');
  return usable
    .map((category, index) => ({ category, key: rank(category) * 100 + index }))
    .sort((a, b) => a.key - b.key)
    .map(({ category }) => category);
}
