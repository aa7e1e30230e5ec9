import { categoryNames, categoryOf } from '../../words/lexicons.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { gatheredDraft } from '../../works/draft.ts';
import { keptTitle } from '../../works/said.ts';
import { type Context, command } from '../context.ts';
import { report } from '../intake/drafting.ts';
import { usableFiles } from '../intake/usable-files.ts';
import { howMany } from '../intake/works-said.ts';
import { isSheet } from '../../../domain/sheet.ts';
import { takeRows } from '../roster/rows-sheet.ts';
import { speakerIn } from '../speaking.ts';

export const submit = command({
  id: 'submit',
  action: 'report',
  takesFiles: true,
  args: {
    category: { kind: 'candidates' },
    unit: { kind: 'unit', for: 'report' },
    works: { kind: 'works' },
    title: { kind: 'title' },
    link: { kind: 'link' },
    code: { kind: 'linkCode' },
    fields: { kind: 'fields', of: 'work' },
  },
  async handle(context, { category: among, unit: unitId, title: written, works, link, code, fields: others }) {
    speakerIn(context);
    const categoryId = among.length === 1 ? (among[0] ?? '') : '';
    const category = categoryId === '' ? undefined : categoryOf(context, categoryId);
    if (category?.kind === 'event' || category?.kind === 'ambassador')
      refuse('submit.own-command', {
        category: category.short,
        example: context.vocabulary.commands[category.kind]?.example ?? '',
      });
    const files = usableFiles(context, true);
    const title = keptTitle(written);
    if (among.length === 0 && title === '' && files.some(isSheet))
      return takeRows(context, { unitId, kind: 'work', files });
    const fields = { ...others, ...(link !== undefined && { link }), ...(code !== undefined && { code }) };
    const nothing = among.length === 0 && title === '' && files.length === 0 && Object.keys(fields).length === 0;
    const before = await gatheredDraft(context);
    if (nothing && !before) misuse('submit.no-category', { categories: categoryNames(context) });
    const asOne = asOneSaid(context, works, (files.length || before?.files.length) ?? 0);
    const more = { ...(among.length > 1 && { among }), ...(asOne !== undefined && { asOne }) };
    return report(context, { unitId, categoryId, title, files, fields, ...more });
  },
});

/** What the word says of how many works the files are; undefined: to be asked. */
function asOneSaid(context: Context, works: string | undefined, files: number): boolean | undefined {
  const said = works === undefined ? undefined : howMany(context, works, files);
  return typeof said === 'object' ? said.asOne : undefined;
}
