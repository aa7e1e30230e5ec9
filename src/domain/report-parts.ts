import type { ReportPart } from './campaign.ts';
import type { ReadDocument } from './document.ts';
import { fold } from './fold.ts';

/** Less than this is a cover, or a scan with a line of text: nothing can be said of what it speaks of. */
const LEAST_CHARACTERS = 20;

/** Which of the parts a report does not speak of, by its words. */
export function partsLacking(parts: readonly ReportPart[], document: ReadDocument): ReportPart[] {
  const text = fold(textOf(document)).replace(/\s/gu, '');
  if ([...text].length < LEAST_CHARACTERS) return [];
  return parts.filter(({ words }) => !words.some((word) => text.includes(fold(word))));
}

const textOf = ({ blocks }: ReadDocument): string =>
  blocks
    .map((block) =>
      block.kind === 'paragraph'
        ? block.text
        : block.rows.map((row) => row.map(({ text }) => text).join(' ')).join('\n'),
    )
    .join('\n');
