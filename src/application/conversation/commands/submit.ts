import { fits } from '../../../domain/media.ts';
import type { Answer } from '../../delivery/answer.ts';
import { categoryNames, categoryOf, categoryToWrite } from '../../words/lexicons.ts';
import { oneLine } from '../../words/normalise.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import {
  addFiles,
  createDraft,
  type Entry,
  entriesWhere,
  type NewEntry,
  reread,
  updateDraft,
} from '../../works/entries.ts';
import type { Command, Context } from '../context.ts';
import { gatheredDraft, usableFiles } from '../intake/files.ts';
import { DRAFT_MINUTES, inMinutes } from '../intake/minutes.ts';
import { settle } from '../intake/settle.ts';
import { personOf, unitWritten, wordsOf } from '../speaking.ts';

const LINK = /https?:\/\/[^\s，。；、《》"”]+/i;

export const submit: Command = {
  id: 'submit',
  action: 'report',
  takesFiles: true,
  async handle(context, args) {
    const personId = personOf(context);
    const { actor } = context;
    const link = args.fields.link ?? LINK.exec(args.head)?.[0];
    const words = args.words.filter((word) => !LINK.test(word));
    const named = wordsOf(context, { ...args, words });
    if (named.category === undefined) {
      if (named.rest.length > 0 && args.title !== undefined)
        misuse('resolve.category-unknown', {
          word: oneLine(named.rest[0] ?? '', 20),
          categories: categoryNames(context),
        });
      misuse('submit.no-category', { categories: categoryNames(context) });
    }
    const category = categoryOf(context, categoryToWrite(context, named.category as string));
    const unread = args.title === undefined || actor.units.length === 1 ? undefined : named.rest[0];
    const { unitId, onBehalf } = unitWritten(context, named.unit ?? unread);
    if (category.kind === 'event' || category.kind === 'ambassador')
      refuse('submit.own-command', {
        category: category.short,
        example: context.vocabulary.commands[category.kind]?.example ?? '',
      });
    const files = usableFiles(context, true);
    const title = oneLine(args.title ?? named.rest.join(' '));
    if (title === '' && files.length === 0 && category.kind === 'work' && !(await gatheredDraft(context, personId)))
      misuse('submit.no-title', { category: category.short });
    const { category: _, unit: __, title: ___, ...said } = args.fields;
    const fields = Object.fromEntries(Object.entries(said).map(([name, value]) => [name, oneLine(value, 200)]));
    const code = /(?:提取码|密码)\s*[:：]?\s*([A-Za-z0-9]{4})/.exec(args.head)?.[1];
    return begin(context, personId, {
      unitId,
      categoryId: category.id,
      title,
      onBehalf,
      files,
      fields: { ...fields, ...(link !== undefined && { link }), ...(code !== undefined && { code }) },
      openUntil: inMinutes(context.now, DRAFT_MINUTES),
    });
  },
};

/** Command and file come in either order: files that wait for a category become this entry's. */
export async function begin(context: Context, personId: number, draft: NewEntry): Promise<Answer[]> {
  const waiting = draft.files?.length ? undefined : await gatheredDraft(context, personId);
  const category = categoryOf(context, draft.categoryId ?? '');
  const meant = waiting && ['', category.id].includes(waiting.categoryId) && fits(category, waiting.files);
  const gathered = meant ? waiting : undefined;
  const same = await sameDraft(context, personId, draft);
  const { openUntil, unitId = '', categoryId = '', title = '', fields = {}, onBehalf = false, files = [] } = draft;
  if (gathered && !same) {
    const kept = title === '' ? { ...fields, ...(gathered.files.length > 1 && { gathered: 'yes' }) } : fields;
    return settle(
      context,
      await updateDraft(context, gathered.number, { unitId, categoryId, title, fields: kept, onBehalf, openUntil }),
    );
  }
  if (!same) return settle(context, await createDraft(context, personId, draft));
  await addFiles(context, same.number, files);
  await updateDraft(context, same.number, { fields: { ...same.fields, ...fields }, openUntil });
  return settle(context, await reread(context, same.number));
}

/** The same command sent twice by an impatient thumb is one draft. */
async function sameDraft(context: Context, personId: number, draft: NewEntry): Promise<Entry | undefined> {
  const { unitId = '', categoryId = '', title = '' } = draft;
  const found = await entriesWhere(
    context,
    { byPerson: personId, state: 'draft', unitId, categoryId, title, openUntil: { gt: context.now } },
    1,
    true,
  );
  return found[0];
}
