import { fold } from '../../../domain/fold.ts';
import { mediaOf } from '../../../domain/formats.ts';
import { fits } from '../../../domain/media.ts';
import type { Answer } from '../../delivery/answer.ts';
import { allowed } from '../../people/permit.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { fill, gather } from '../../works/draft.ts';
import { type Entry, type EntryFile, entriesWhere } from '../../works/entries.ts';
import type { Context } from '../context.ts';
import { ask } from '../proposals/open-question.ts';
import { isSheet } from '../roster/read-roster.ts';
import { takeRoster } from '../roster/register-roster.ts';
import { speakerIn } from '../speaking.ts';
import { readFileName } from './file-name.ts';
import { attaching } from './received.ts';
import { settle } from './settle.ts';
import { stillAsked } from './still-asked.ts';
import { usableFiles } from './usable-files.ts';

/** Files without a command: they join what waits for them, or become a draft that asks what they are. */
export async function takeFiles(context: Context): Promise<Answer[]> {
  const personId = speakerIn(context);
  if (!allowed(context, 'report')) refuse('bot.not-allowed', { command: '' });
  const files = usableFiles(context);
  const open = await entriesWhere(context, { byPerson: personId, openUntil: { gt: context.now } }, 20, true);
  const drafts = open.filter(({ state }) => state === 'draft');

  const gathering = drafts.find((draft) => isGathered(draft) && alike(draft.files, files));
  if (gathering) {
    const more = await fill(context, { number: gathering.number, files });
    return (await stillAsked(context, gathering.number, files)) ?? settle(context, more);
  }
  const waiting = drafts.filter((draft) => draft.files.length === 0).reverse();
  const meant = waiting.length > 1 ? waiting.filter((draft) => speaksOf(files, draft)) : waiting;
  const [only] = meant;
  if (meant.length === 1 && only && fits(categoryOf(context, only.categoryId), files))
    return join(context, only, files);
  if (waiting.length > 0) return askWhose(context, files, waiting);

  const received = open.find(({ state }) => state === 'received');
  if (received) {
    const category = categoryOf(context, received.categoryId);
    if (category.kind === 'event' && files.every((file) => mediaOf(file) === 'image'))
      return attaching.carryOut(context, { number: received.number, files });
    if (category.kind === 'work' && files.every((file) => category.media.includes(mediaOf(file))))
      return askJoin(context, files, received);
  }
  return begin(context, files);
}

const isGathered = ({ files, categoryId, gathered }: Entry) => files.length > 0 && (categoryId === '' || gathered);

/** Photos are gathered with photos, a video is another matter. */
const alike = ([first]: EntryFile[], files: EntryFile[]) =>
  files.every((file) => !first || mediaOf(file) === mediaOf(first));

const speaksOf = (files: EntryFile[], draft: Entry) => files.some(({ name }) => fold(name).includes(fold(draft.title)));

const join = async (context: Context, { number }: Entry, files: EntryFile[]): Promise<Answer[]> =>
  settle(context, await fill(context, { number, files }));

/** A lone file whose name says it all is restated and waits for 确认; anything else is asked what it is. */
async function begin(context: Context, files: EntryFile[]): Promise<Answer[]> {
  const { actor } = context;
  if (actor.units.length === 0)
    misuse(allowed(context, 'read-all-units') ? 'intake.staff-file' : 'bot.not-allowed', { command: '' });
  const unitId = actor.units.length === 1 ? actor.units[0] : undefined;
  const only = files.length === 1 ? files[0] : undefined;
  const read = only && readFileName(only.name, context);
  if (read?.unitId !== undefined && !allowed(context, 'report', read.unitId))
    refuse('permit.other-unit', { unit: unitOf(context, read.unitId).short });
  const meant = read?.unitId ?? unitId;
  if (!only || !read || meant === undefined)
    return settle(context, await gather(context, { files, ...(unitId !== undefined && { unitId }) }));
  const { categoryId, title } = read;
  if (categoryOf(context, categoryId).kind === 'ambassador' && isSheet(only))
    return takeRoster(context, { unitId: meant, categoryId, files }, true);
  const { number } = await gather(context, { files, unitId: meant });
  return askConfirmation(context, await fill(context, { number, categoryId, title, gathered: false }));
}

/** Restates a draft read from a file's name; it counts after 确认 only. */
export function askConfirmation(context: Context, draft: Entry): Promise<Answer[]> {
  return ask(context, { kind: 'confirm-draft', number: draft.number, options: [] }, 'intake.confirm-file', {
    number: draft.number,
    file: draft.files[0]?.name ?? '',
    unit: unitOf(context, draft.unitId).short,
    category: categoryOf(context, draft.categoryId).short,
    title: draft.title,
  });
}

async function askWhose(context: Context, files: EntryFile[], waiting: Entry[]): Promise<Answer[]> {
  const { number } = await gather(context, { files });
  await fill(context, { number, gathered: false });
  const options = waiting.map((entry) => String(entry.number));
  return ask(context, { kind: 'whose-files', number, options: [...options, 'new'] }, 'intake.ask-whose', {
    file: files[0]?.name ?? '',
    more: files.length > 1 ? files.length : '',
    options: waiting.map((entry, index) => ({ ...optionOf(context, entry), index: index + 1 })),
    last: options.length + 1,
  });
}

async function askJoin(context: Context, files: EntryFile[], into: Entry): Promise<Answer[]> {
  const { number } = await gather(context, { files, unitId: into.unitId });
  await fill(context, { number, categoryId: into.categoryId });
  const options = [String(into.number), 'new'];
  return ask(context, { kind: 'join-or-new', number, options }, 'intake.ask-join', {
    ...optionOf(context, into),
    files: files.length,
  });
}

const optionOf = (context: Context, entry: Entry) => ({
  number: entry.number,
  title: entry.title,
  category: categoryOf(context, entry.categoryId).short,
});
