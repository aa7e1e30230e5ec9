import { withoutExtension } from '../../domain/formats.ts';
import { nameInside } from '../../domain/packed.ts';
import { resolve } from '../../domain/resolve.ts';
import type { Lexicons } from './lexicons.ts';
import { oneLine } from './normalise.ts';
import type { Vocabulary } from './vocabulary.ts';

const stem = (name: string) => withoutExtension(nameInside(name));

/** A title from a file's name; empty when a camera or a phone named the file. */
export function titleFromFile(name: string, { vocabulary }: { vocabulary: Pick<Vocabulary, 'cameraNames'> }): string {
  const title = oneLine(stem(name));
  const camera = vocabulary.cameraNames.some((pattern) => new RegExp(pattern, 'i').test(title));
  return camera || title.length < 2 ? '' : title.replace(/^《(.*)》$/, '$1');
}

/** What a name such as `洪洞县-微视频-奋斗者.mp4` says; undefined unless it names a category for certain. */
export function readFileName(
  name: string,
  context: { lexicons: Lexicons },
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
