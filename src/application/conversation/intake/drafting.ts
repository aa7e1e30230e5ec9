import type { Answer } from '../../delivery/answer.ts';
import { draft } from '../../works/draft.ts';
import type { EntryFile } from '../../works/entries.ts';
import { type Context, spoken } from '../context.ts';
import { filesBeforeReport } from './belongs.ts';
import { lackingParts } from './report-parts.ts';
import { settle } from './settle.ts';

/** A draft goes on at once: it is received when nothing is missing, else the next thing is asked. */
const settling = spoken(draft, (context, { entry, again }) => settle(context, entry, { again }));
export const drafting: typeof settling = {
  ...settling,
  carryOut(context, input) {
    lackingParts(context, { categoryId: input.categoryId ?? '', files: input.files ?? [] });
    return settling.carryOut(context, input);
  },
};

/** What somebody reports, as far as it was said. */
export interface Reported {
  unitId: string;
  /** Empty: what it is has to be asked, `among` which kinds where that is known. */
  categoryId: string;
  among?: string[];
  title: string;
  fields: Record<string, string>;
  files: EntryFile[];
  /** Whether all the files are one work, where that was said. */
  asOne?: boolean;
  /** How many files are to come, where more are than came. */
  expects?: number;
  titles?: string[];
  eachFields?: Record<string, string>[];
}

/** Takes it as a draft, with the files that came before the words. */
export async function report(context: Context, { among, ...said }: Reported): Promise<Answer[]> {
  lackingParts(context, said);
  const { entry, again } = await draft(context, { ...said, ...(await withFilesBefore(context, said)) });
  return settle(context, entry, { again, ...(among && { among }) });
}

/** Names the draft whose files are meant, for words that come without any. */
export async function withFilesBefore(
  context: Context,
  said: Pick<Reported, 'categoryId' | 'fields' | 'files'>,
): Promise<{ from?: number }> {
  const before = said.files.length > 0 ? undefined : await filesBeforeReport(context, said);
  return before ? { from: before.number } : {};
}
