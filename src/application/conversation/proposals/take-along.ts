import { fits } from '../../../domain/media.ts';
import type { Answer } from '../../delivery/answer.ts';
import { categoryOf } from '../../words/lexicons.ts';
import { gather } from '../../works/draft.ts';
import { type Entry, type EntryFile, entryByNumber } from '../../works/entries.ts';
import { storedFiles } from '../../works/inputs.ts';
import type { Context } from '../context.ts';
import { usableFiles } from '../intake/usable-files.ts';
import { understood } from '../plain/understood.ts';
import type { Proposed, Step } from './open-question.ts';
import { askToConfirm, type Proposal } from './propose.ts';

/**
 * A file instead of 确认: it goes with what is proposed where that takes files, else it is kept aside; either way the proposal is asked
 * once more. Undefined for a message without a file, or whose words want something of their own.
 */
export async function takeAlong(context: Context, { steps, aside }: Proposed): Promise<Answer[] | undefined> {
  if (!context.files.some((file) => !file.quoted) || !isMereFile(context)) return undefined;
  const files = usableFiles(context);
  const proposals: Proposal[] = [];
  for (const step of steps) proposals.push(await restated(context, step));
  const [only, ...more] = proposals;
  if (only && more.length === 0 && (await takesFiles(context, only, files))) {
    const has = storedFiles.parse(only.input.files);
    const all = [...has, ...files.filter(({ sha256 }) => !has.some((file) => file.sha256 === sha256))];
    return askToConfirm(context, [{ ...only, files: all, input: { ...only.input, files: all } }], aside);
  }
  const unitId = context.actor.units.length === 1 ? context.actor.units[0] : undefined;
  const { entry } = await gather(context, { files, ...(unitId !== undefined && { unitId }) });
  const before = context.say('intake.kept-aside', {
    file: files[0]?.name ?? '',
    more: files.length > 1 ? files.length : '',
    number: entry.number,
  });
  return askToConfirm(
    context,
    proposals.map((one, index) => (index === 0 ? { ...one, before } : one)),
    entry.number,
  );
}

/** Nothing is said beside it, or nothing that asks for anything. */
function isMereFile(context: Context): boolean {
  if (context.message.text === '') return true;
  const { meaning } = understood({ ...context, files: [], message: { ...context.message, files: [] } });
  return meaning === undefined || meaning.intent === 'ignore';
}

async function restated(context: Context, step: Step): Promise<Proposal> {
  const { unitId, categoryId, number, files } = step.input;
  const entry: Entry | undefined = typeof number === 'number' ? await entryByNumber(context, number) : undefined;
  return {
    ...step,
    ...(typeof unitId === 'string' && { unitId }),
    ...(typeof categoryId === 'string' && { categoryId }),
    ...(entry && { entry }),
    ...(Array.isArray(files) && { files: storedFiles.parse(files) }),
  };
}

async function takesFiles(
  context: Context,
  { input, entry, categoryId }: Proposal,
  files: EntryFile[],
): Promise<boolean> {
  if (!Array.isArray(input.files)) return false;
  const meant = entry?.categoryId || categoryId;
  return !meant || fits(categoryOf(context, meant), files);
}
