import { Refusal } from '../../domain/refusal.ts';
import { beijingDayAndTime } from '../../domain/time.ts';
import type { Answer } from '../delivery/answer.ts';
import { allowed } from '../people/permit.ts';
import { unitOf } from '../words/lexicons.ts';
import { refusalInWords } from '../words/refuse.ts';
import { draftsOf } from '../works/draft.ts';
import { type Opened, openPage } from '../works/pages.ts';
import type { Context } from './context.ts';

const MB = 1024 * 1024;

/** The link to a page that was just opened, and what it takes. */
export function linkOf(context: Context, { page, code }: Opened): string {
  const { actor, say, pagesUrl = '', uploadLimit } = context;
  return say('upload.link', {
    address: `${pagesUrl}/u/${code}`,
    until: beijingDayAndTime(page.expiresAt),
    limit: Math.floor(uploadLimit / MB),
    number: page.number ?? '',
    title: page.title,
    unit: page.unitId === '' ? '' : unitOf(context, page.unitId).short,
    other: page.unitId !== '' && !actor.units.includes(page.unitId),
    id: page.id,
  });
}

/** Why a message was refused; a file that is too large for the chat gets a page that takes it. */
export async function refusedInWords(context: Context, refusal: Refusal): Promise<Answer[]> {
  const text = refusalInWords(context, refusal);
  if (refusal.code !== 'intake.file-failed' || refusal.facts.tooLarge !== true) return [{ text }];
  return [{ text: `${text}\n${await instead(context)}`.trim() }];
}

async function instead(context: Context): Promise<string> {
  const { actor, pagesUrl, inGroup, say } = context;
  if (pagesUrl === undefined || !allowed(context, 'report')) return '';
  if (inGroup) return say('upload.large-in-direct');
  const waiting = (await draftsOf(context, 5)).filter(({ files, unitId }) => files.length === 0 && unitId !== '');
  const [draft] = waiting;
  const [unitId] = actor.units;
  if (waiting.length !== 1 && (unitId === undefined || actor.units.length > 1)) return say('upload.large-how');
  try {
    const opened =
      draft && waiting.length === 1
        ? await openPage(context, { purpose: 'draft', unitId: '', number: draft.number })
        : await openPage(context, { purpose: 'unit', unitId: unitId ?? '' });
    return linkOf(context, opened);
  } catch (error) {
    // There are too many, or nothing is taken any more: the answer is the refusal alone.
    if (error instanceof Refusal) return '';
    throw error;
  }
}
