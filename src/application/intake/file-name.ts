import type { Category, Media } from '../../domain/campaign.ts';
import { resolve } from '../../domain/resolve.ts';
import type { Context } from '../context.ts';
import type { EntryFile } from '../entries.ts';
import { fold, oneLine } from '../normalise.ts';

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
  jpg: 'image',
  jpeg: 'image',
  png: 'image',
  heic: 'image',
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
  wma: 'audio',
  doc: 'document',
  docx: 'document',
  pdf: 'document',
  wps: 'document',
  xls: 'document',
  xlsx: 'document',
  ppt: 'document',
  pptx: 'document',
  txt: 'document',
};

export const extensionOf = (name: string): string => /\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** What a file is, by its bytes where they tell, else by its name. */
export function mediaOf(file: Pick<EntryFile, 'name' | 'extension'>): Media {
  return MEDIA[file.extension] ?? MEDIA[extensionOf(file.name)] ?? 'any';
}

/** Whether files may be meant for a category without being asked about: a report is no video, a work may be anything. */
export const fits = ({ kind, media }: Category, files: Pick<EntryFile, 'name' | 'extension'>[]): boolean =>
  kind === 'work' || files.every((file) => mediaOf(file) === 'any' || media.includes(mediaOf(file)));

const stem = (name: string) => name.replace(/\.[A-Za-z0-9]{1,5}$/, '');

/** A title from a file's name; empty when a camera or a phone named the file. */
export function titleFromFile(name: string, { vocabulary }: Pick<Context, 'vocabulary'>): string {
  const title = oneLine(stem(name));
  const camera = vocabulary.cameraNames.some((pattern) => new RegExp(pattern, 'i').test(title));
  return camera || title.length < 2 ? '' : title.replace(/^《(.*)》$/, '$1');
}

/**
 * The categories a file may be meant for, likeliest first: those its name speaks of, then those whose rule its length
 * keeps. An mp4 never decides its category by itself (product.md, section 6).
 */
export function likelyCategories(categories: Category[], files: EntryFile[]): Category[] {
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
    const tooLong = longest !== undefined && (first?.durationMs ?? 0) >= longest;
    return (spoken ? 0 : 2) + (tooLong ? 1 : 0);
  };
  const usable = fitting.length > 0 ? fitting : categories.filter(({ kind }) => kind === 'work' || kind === 'report');
  return usable
    .map((category, index) => ({ category, key: rank(category) * 100 + index }))
    .sort((a, b) => a.key - b.key)
    .map(({ category }) => category);
}

/** What a name such as `洪洞县-微视频-奋斗者.mp4` says; undefined unless it names a category for certain. */
export function readFileName(
  name: string,
  context: Context,
): { unitId?: string; categoryId: string; title: string } | undefined {
  const parts = stem(name)
    .split(/[-_—－＿+\s]+/)
    .filter((part) => part !== '');
  if (parts.length < 2) return undefined;
  let unitId: string | undefined;
  let categoryId: string | undefined;
  const rest: string[] = [];
  for (const part of parts) {
    const category = resolve(context.lexicons.categories, part);
    const unit = resolve(context.lexicons.units, part);
    if (categoryId === undefined && category.kind === 'one' && category.how !== 'prefix') categoryId = category.id;
    else if (unitId === undefined && unit.kind === 'one') unitId = unit.id;
    else rest.push(part);
  }
  const title = rest.join('-').replace(/^《(.*)》$/, '$1');
  if (categoryId === undefined || title === '') return undefined;
  return { ...(unitId !== undefined && { unitId }), categoryId, title: oneLine(title) };
}
