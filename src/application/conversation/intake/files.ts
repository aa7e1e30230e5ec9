import { isSheet } from '../../../domain/sheet.ts';
import type { Answer } from '../../delivery/answer.ts';
import { allowed } from '../../people/permit.ts';
import { readFileName } from '../../words/file-name.ts';
import { categoryOf, categoryOfKind, unitOf } from '../../words/lexicons.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { fill, gather } from '../../works/draft.ts';
import type { Entry, EntryFile } from '../../works/entries.ts';
import { receiveAwaited } from '../../works/receive-rows.ts';
import type { Context } from '../context.ts';
import { ask, fileCame } from '../proposals/open-question.ts';
import { listKindOf } from '../roster/read-roster.ts';
import { takeRoster } from '../roster/register-roster.ts';
import { takeRows } from '../roster/rows-sheet.ts';
import { speakerIn } from '../speaking.ts';
import { homeOf } from './belongs.ts';
import { correcting } from './correcting.ts';
import { filesCounted } from './files-counted.ts';
import { attaching, receivedInWords } from './received.ts';
import { settle } from './settle.ts';
import { stillAsked } from './still-asked.ts';
import { usableFiles } from './usable-files.ts';

/** Files without a command: they go where they belong, or become a draft that asks what they are. */
export async function takeFiles(context: Context): Promise<Answer[]> {
  speakerIn(context);
  if (!allowed(context, 'report')) refuse('bot.not-allowed', { command: '' });
  const all = usableFiles(context);
  const { received, rest: files } = await receiveAwaited(context, { files: all });
  const answers: Answer[] = [];
  for (const { facts } of received) answers.push(...(await receivedInWords(context, facts)));
  return files.length === 0 ? answers : [...answers, ...(await takeOthers(context, files))];
}

/** Those that no row of a sheet waits for. */
async function takeOthers(context: Context, files: EntryFile[]): Promise<Answer[]> {
  const home = await homeOf(context, files);
  const counted = filesCounted(context);
  switch (home.to) {
    case 'gathering': {
      const { entry, again } = await fill(context, { number: home.draft.number, files, ...counted });
      const asked = entry.expects === null ? await stillAsked(context, entry, files, again) : undefined;
      return asked ?? settle(context, entry, { again });
    }
    case 'draft': {
      const { replacing, draft } = home;
      await fileCame(context);
      const { entry, again } = await fill(context, { number: draft.number, files, replacing, ...counted });
      return settle(context, entry, { again });
    }
    case 'entry': {
      const wanted = { number: home.entry.number, files };
      await fileCame(context);
      return home.how === 'add' ? attaching.carryOut(context, wanted) : correcting.carryOut(context, wanted);
    }
    case 'which-draft':
      return askWhose(context, files, home.among);
    case 'join-or-new':
      return askJoin(context, files, home.entry);
    case 'new':
      return begin(context, files);
  }
}

/** A lone file whose name says it all is restated and waits for 确认; anything else is asked what it is. */
async function begin(context: Context, files: EntryFile[]): Promise<Answer[]> {
  const { actor } = context;
  if (actor.units.length === 0)
    misuse(allowed(context, 'read-all-units') ? 'intake.staff-file' : 'bot.not-allowed', { command: '' });
  const unitId = actor.units.length === 1 ? actor.units[0] : undefined;
  const listed = unitId === undefined ? undefined : takeList(context, unitId, files);
  if (listed) return listed;
  const only = files.length === 1 ? files[0] : undefined;
  const read = only && readFileName(only.name, context);
  if (read?.unitId !== undefined && !allowed(context, 'report', read.unitId))
    refuse('permit.other-unit', { unit: unitOf(context, read.unitId).short });
  const meant = read?.unitId ?? unitId;
  if (!only || !read || meant === undefined) {
    const { entry, again } = await gather(context, { files, ...(unitId !== undefined && { unitId }) });
    const counted = filesCounted(context);
    const known = counted ? (await fill(context, { number: entry.number, ...counted })).entry : entry;
    return settle(context, known, { again });
  }
  const { categoryId, title } = read;
  if (categoryOf(context, categoryId).kind === 'ambassador' && isSheet(only))
    return takeRoster(context, { unitId: meant, categoryId, files }, true);
  const { number } = (await gather(context, { files, unitId: meant })).entry;
  return askConfirmation(context, (await fill(context, { number, categoryId, title, gathered: false })).entry);
}

/** A sheet whose heading says what it lists, with the files that came along: shown before it counts. */
function takeList(context: Context, unitId: string, files: EntryFile[]): Promise<Answer[]> | undefined {
  const sheet = files.find(isSheet);
  const kind = sheet && listKindOf(context, sheet);
  if (kind === undefined) return undefined;
  if (kind !== 'ambassador') return takeRows(context, { unitId, kind, files }, true);
  if (!files.every(isSheet)) return undefined;
  return takeRoster(context, { unitId, categoryId: categoryOfKind(context, 'ambassador').id, files }, true);
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
  const { number } = (await gather(context, { files })).entry;
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
  const { number } = (await gather(context, { files, unitId: into.unitId })).entry;
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
  category: entry.categoryId === '' ? '' : categoryOf(context, entry.categoryId).short,
});
