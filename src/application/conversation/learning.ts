import { readSheet, readText } from '../delivery/fetch.ts';
import { FileUnmade } from '../exporting/made-file.ts';
import { LeftOpen } from '../language/model.ts';
import type { Office } from '../office.ts';
import type { Looking } from '../ports.ts';
import type { Context } from './context.ts';
import { DocumentUnread } from './intake/report-parts.ts';
import { adviceFor } from './plain/interpret.ts';
import { SheetUnread } from './roster/read-roster.ts';

/** What was found out about a message between two transactions. */
export type Learnt = Partial<Pick<Context, 'advice' | 'sheets' | 'documents' | 'made'>>;

/**
 * Finds out what a message could not be answered without and what takes too long for a transaction: a sentence that the rules leave
 * open is put to the model, a sheet or a report is read, a file is made. Undefined: the error is none of these.
 */
export async function learnMore(
  office: Office,
  error: unknown,
  learnt: Learnt,
  looking: Looking,
): Promise<Learnt | undefined> {
  if (error instanceof LeftOpen && learnt.advice === undefined)
    return { ...learnt, advice: (await adviceFor(office, error.reading)) ?? null };
  if (error instanceof DocumentUnread && !learnt.documents?.has(error.file.sha256)) {
    const read = await readText(office, error.file, looking);
    return { ...learnt, documents: new Map(learnt.documents).set(error.file.sha256, read) };
  }
  if (error instanceof FileUnmade && !learnt.made?.has(error.key))
    return { ...learnt, made: new Map(learnt.made).set(error.key, await error.make(office)) };
  if (!(error instanceof SheetUnread) || learnt.sheets?.has(error.file.sha256)) return undefined;
  const read = await readSheet(office, error.file, looking);
  return { ...learnt, sheets: new Map(learnt.sheets).set(error.file.sha256, read) };
}
