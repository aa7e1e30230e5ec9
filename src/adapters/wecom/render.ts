import { type Dialect, neutralised } from '../wire/markup.ts';
import { split } from '../wire/split.ts';

export interface Form {
  /** `markdown` is markdown_v2 of the bot. */
  dialect: Dialect;
  /** Bytes of UTF-8 in one message (section 5.5). */
  limit: number;
}

/** A text as the messages of one way out. */
export const rendered = (text: string, { dialect, limit }: Form): string[] => split(neutralised(text, dialect), limit);
