import type { Category } from './campaign.ts';
import { fold } from './fold.ts';
import { mediaOf, type NamedFile } from './formats.ts';
import type { Measured } from './measured.ts';

/** Whether files may be meant for a category without being asked about: a report is no video, a work may be anything. */
export const fits = ({ kind, media }: Category, files: NamedFile[]): boolean =>
  kind === 'work' || files.every((file) => mediaOf(file) === 'any' || media.includes(mediaOf(file)));

/**
 * The categories a file may be meant for, likeliest first: those its name speaks of, then those whose rule its length
 * keeps. An mp4 never decides its category by itself (docs/product.md, section 6).
 */
export function likelyCategories(categories: Category[], files: (NamedFile & { measured: Measured })[]): Category[] {
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
