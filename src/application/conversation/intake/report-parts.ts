import type { ReportPart } from '../../../domain/campaign.ts';
import { partsLacking } from '../../../domain/report-parts.ts';
import { categoryOf } from '../../words/lexicons.ts';
import type { EntryFile } from '../../works/entries.ts';
import type { Context } from '../context.ts';

/** A report has to be read before this message can be answered; that takes too long for a transaction. */
export class DocumentUnread extends Error {
  override name = 'DocumentUnread';
  readonly file: EntryFile;

  constructor(file: EntryFile) {
    super('a document is to be read first');
    this.file = file;
  }
}

const READ = new Set(['docx', 'pdf', 'txt']);

/** Of the files of a report those in which its parts are looked for. */
export const readable = (files: readonly EntryFile[]): EntryFile[] =>
  files.filter(({ extension }) => READ.has(extension));

/**
 * What a report does not speak of although the notice has it do so; nothing where it cannot be read. Throws `DocumentUnread` until its files
 * have been read: ask before an entry gets its number, as a transaction that is undone uses the number up.
 */
export function lackingParts(
  context: Pick<Context, 'campaign' | 'documents'>,
  { categoryId, files }: { categoryId: string; files: readonly EntryFile[] },
): ReportPart[] {
  const { parts = [] } = categoryId === '' ? {} : categoryOf(context, categoryId);
  const documents = parts.length === 0 ? [] : readable(files);
  const read = documents.flatMap((file) => {
    const result = context.documents.get(file.sha256);
    if (!result) throw new DocumentUnread(file);
    return result.ok ? [result.document] : [];
  });
  if (read.length === 0) return [];
  return partsLacking(parts, { blocks: read.flatMap(({ blocks }) => blocks), notes: [] });
}
