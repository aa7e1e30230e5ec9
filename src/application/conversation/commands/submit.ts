import { categoryNames, categoryOf } from '../../words/lexicons.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { gatheredDraft } from '../../works/draft.ts';
import { keptTitle } from '../../works/said.ts';
import { command } from '../context.ts';
import { report } from '../intake/drafting.ts';
import { usableFiles } from '../intake/usable-files.ts';
import { isSheet } from '../roster/read-roster.ts';
import { takeRows } from '../roster/rows-sheet.ts';
import { speakerIn } from '../speaking.ts';

export const submit = command({
  id: 'submit',
  action: 'report',
  takesFiles: true,
  args: {
    category: { kind: 'candidates' },
    unit: { kind: 'unit', for: 'report' },
    title: { kind: 'title' },
    link: { kind: 'link' },
    code: { kind: 'linkCode' },
    fields: { kind: 'fields', of: 'work' },
  },
  async handle(context, { category: among, unit: unitId, title: written, link, code, fields: others }) {
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
    if (nothing && !(await gatheredDraft(context)))
      misuse('submit.no-category', { categories: categoryNames(context) });
    return report(context, { unitId, categoryId, title, files, fields, ...(among.length > 1 && { among }) });
  },
});
