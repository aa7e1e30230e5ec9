import { fold } from '../../../domain/fold.ts';
import { fits, mediaOf } from '../../../domain/media.ts';
import type { Answer } from '../../delivery/answer.ts';
import { isStaff } from '../../people/people.ts';
import { allowed } from '../../people/permit.ts';
import type { ReceivedFile } from '../../ports.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { addFiles, createDraft, type Entry, type EntryFile, entriesWhere, reread } from '../../works/entries.ts';
import type { Context } from '../context.ts';
import { ask } from '../proposals/open-question.ts';
import { personOf } from '../speaking.ts';
import { readFileName } from './file-name.ts';
import { DRAFT_MINUTES, inMinutes } from './minutes.ts';
import { attach } from './receive.ts';
import { settle } from './settle.ts';
import { stillAsked } from './still-asked.ts';
import { isWithheld } from './withheld.ts';

/**
 * The files that arrived; refuses, naming each, when one did not. `draftWaits`: one that is withheld is passed over, as the
 * draft asks for it.
 */
export function usableFiles({ say, fileLimit, files }: Context, draftWaits = false): EntryFile[] {
  const wanted = draftWaits ? files.filter((file) => !isWithheld(file)) : files;
  const failed = wanted.filter((file): file is Extract<ReceivedFile, { failure: string }> => 'failure' in file);
  if (failed.length > 0)
    refuse('intake.file-failed', {
      files: failed.map(({ name, failure }) => ({
        text: say(`intake.failed-${failure}`, { name, limit: `${Math.floor(fileLimit / 1024 / 1024)} MB` }),
      })),
    });
  return wanted.map((file) => {
    if ('failure' in file) throw new Error('a failed file was let through');
    const { quoted: _, ...kept } = file;
    return kept;
  });
}

/** Files that came without a command and wait to be told what they are. */
export async function gatheredDraft(context: Context, personId: number): Promise<Entry | undefined> {
  const drafts = await entriesWhere(
    context,
    { byPerson: personId, state: 'draft', openUntil: { gt: context.now } },
    5,
    true,
  );
  return drafts.find(({ files, title, fields }) => files.length > 0 && (title === '' || fields.gathered === 'yes'));
}

/** Whether a draft of the actor waits for its file. */
export async function awaitsFile(context: Context): Promise<boolean> {
  const where = { byPerson: personOf(context), state: 'draft', openUntil: { gt: context.now }, files: { none: {} } };
  return (await context.tx.submission.count({ where: { campaign: context.campaign.id, ...where } })) > 0;
}

/** Files without a command: they join what waits for them, or become a draft that asks what they are. */
export async function takeFiles(context: Context): Promise<Answer[]> {
  const personId = personOf(context);
  if (!allowed(context, 'report')) refuse('bot.not-allowed', { command: '' });
  const files = usableFiles(context);
  const open = await entriesWhere(context, { byPerson: personId, openUntil: { gt: context.now } }, 20, true);
  const drafts = open.filter(({ state }) => state === 'draft');

  const gathering = drafts.find((draft) => isGathered(draft) && alike(draft.files, files));
  if (gathering) {
    await addFiles(context, gathering.number, files);
    return (
      (await stillAsked(context, gathering.number, files)) ?? settle(context, await reread(context, gathering.number))
    );
  }
  const waiting = drafts.filter((draft) => draft.files.length === 0).reverse();
  const meant = waiting.length > 1 ? waiting.filter((draft) => speaksOf(files, draft)) : waiting;
  const [only] = meant;
  if (meant.length === 1 && only && fits(categoryOf(context, only.categoryId), files))
    return join(context, only, files);
  if (waiting.length > 0) return askWhose(context, personId, files, waiting);

  const received = open.find(({ state }) => state === 'received');
  if (received) {
    const category = categoryOf(context, received.categoryId);
    if (category.kind === 'event' && files.every((file) => mediaOf(file) === 'image'))
      return attach(context, received, files);
    if (category.kind === 'work' && files.every((file) => category.media.includes(mediaOf(file))))
      return askJoin(context, personId, files, received);
  }
  return begin(context, personId, files);
}

const isGathered = ({ files, categoryId, fields }: Entry) =>
  files.length > 0 && (categoryId === '' || fields.gathered === 'yes');

/** Photos are gathered with photos, a video is another matter. */
const alike = ([first]: EntryFile[], files: EntryFile[]) =>
  files.every((file) => !first || mediaOf(file) === mediaOf(first));

const speaksOf = (files: EntryFile[], draft: Entry) => files.some(({ name }) => fold(name).includes(fold(draft.title)));

async function join(context: Context, draft: Entry, files: EntryFile[]): Promise<Answer[]> {
  await addFiles(context, draft.number, files);
  return settle(context, await reread(context, draft.number));
}

/** A lone file whose name says it all is restated and waits for 确认; anything else is asked what it is. */
async function begin(context: Context, personId: number, files: EntryFile[]): Promise<Answer[]> {
  const { actor, now } = context;
  if (actor.units.length === 0) misuse(isStaff(actor) ? 'intake.staff-file' : 'bot.not-allowed', { command: '' });
  const unitId = actor.units.length === 1 ? actor.units[0] : undefined;
  const openUntil = inMinutes(now, DRAFT_MINUTES);
  const only = files.length === 1 ? files[0] : undefined;
  const read = only && readFileName(only.name, context);
  if (read?.unitId !== undefined && !allowed(context, 'report', read.unitId))
    refuse('permit.other-unit', { unit: unitOf(context, read.unitId).short });
  const meant = read?.unitId ?? unitId;
  if (!only || !read || meant === undefined)
    return settle(
      context,
      await createDraft(context, personId, {
        files,
        openUntil,
        fields: { gathered: 'yes' },
        ...(unitId && { unitId }),
      }),
    );
  const draft = await createDraft(context, personId, {
    unitId: meant,
    categoryId: read.categoryId,
    title: read.title,
    files,
    openUntil,
  });
  return askConfirmation(context, draft);
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

async function askWhose(context: Context, personId: number, files: EntryFile[], waiting: Entry[]): Promise<Answer[]> {
  const openUntil = inMinutes(context.now, DRAFT_MINUTES);
  const draft = await createDraft(context, personId, { files, openUntil });
  const options = waiting.map(({ number }) => String(number));
  return ask(context, { kind: 'whose-files', number: draft.number, options: [...options, 'new'] }, 'intake.ask-whose', {
    file: files[0]?.name ?? '',
    more: files.length > 1 ? files.length : '',
    options: waiting.map((entry, index) => ({ ...optionOf(context, entry), index: index + 1 })),
    last: options.length + 1,
  });
}

async function askJoin(context: Context, personId: number, files: EntryFile[], into: Entry): Promise<Answer[]> {
  const draft = await createDraft(context, personId, {
    unitId: into.unitId,
    categoryId: into.categoryId,
    files,
    openUntil: inMinutes(context.now, DRAFT_MINUTES),
    fields: { gathered: 'yes' },
  });
  return ask(
    context,
    { kind: 'join-or-new', number: draft.number, options: [String(into.number), 'new'] },
    'intake.ask-join',
    { ...optionOf(context, into), files: files.length },
  );
}

const optionOf = (context: Context, entry: Entry) => ({
  number: entry.number,
  title: entry.title,
  category: categoryOf(context, entry.categoryId).short,
});
