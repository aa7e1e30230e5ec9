import type { Catalogue } from './catalogue.ts';
import { fold } from './fold.ts';
import type { NoticeHead } from './head.ts';
import type { Line } from './lines.ts';
import { isWork, withoutDeed } from './work-words.ts';

/** Where nothing else names a category, the title does: …节日小报评比活动. */
export function titleCategory({ name }: NoticeHead, lines: readonly Line[], catalogue: Catalogue): void {
  if (catalogue.all.length > 0) return;
  const folded = fold(name.value).replace(/^.*[”》]/, '');
  const works = withoutDeed(folded.replace(/^(?:第.{1,3}届|\d{4}年(?:度)?)?(?:全[市省县国])?/, ''));
  if (works.length < 2 || works.length > 14 || !isWork(works)) return;
  const said = lines.find((line) => line.part === 'body' && line.folded.includes(works));
  catalogue.add({ name: works, clause: said?.clause ?? name.clause, quote: works });
}
