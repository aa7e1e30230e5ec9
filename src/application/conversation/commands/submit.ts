import { isSheet } from '../../../domain/sheet.ts';
import { categoryNames, categoryOf } from '../../words/lexicons.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import type { WorkLine } from '../../words/work-lines.ts';
import { gatheredDraft } from '../../works/draft.ts';
import { keptTitle } from '../../works/said.ts';
import { type Context, command } from '../context.ts';
import { report } from '../intake/drafting.ts';
import { filesCounted } from '../intake/files-counted.ts';
import { usableFiles } from '../intake/usable-files.ts';
import { howMany } from '../intake/works-said.ts';
import { takeRows } from '../roster/rows-sheet.ts';
import { speakerIn } from '../speaking.ts';

export const submit = command({
  id: 'submit',
  action: 'report',
  takesFiles: true,
  args: {
    lines: { kind: 'lines' },
    category: { kind: 'candidates' },
    unit: { kind: 'unit', for: 'report' },
    works: { kind: 'works' },
    title: { kind: 'title' },
    link: { kind: 'link' },
    code: { kind: 'linkCode' },
    fields: { kind: 'fields', of: 'work' },
  },
  async handle(context, { lines, category: among, unit: unitId, title: written, works, link, code, fields: others }) {
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
    const said = worksSaid(context, works, lines, (files.length || before?.files.length) ?? 0);
    return report(context, { unitId, categoryId, title, files, fields, ...(among.length > 1 && { among }), ...said });
  },
});

/** What is said of how many works the files are, and of each: nothing where it is to be asked. More than there are files are to come. */
function worksSaid(context: Context, works: string | undefined, lines: WorkLine[] | undefined, files: number) {
  const said = works === undefined ? undefined : howMany(context, works, files);
  const { expects = 0 } = works === undefined ? {} : (filesCounted(context, works) ?? {});
  const count = lines?.length ?? expects;
  return {
    ...(typeof said === 'object' && { asOne: said.asOne }),
    ...(count > files && { expects: count, asOne: false }),
    ...(lines && {
      asOne: false,
      titles: lines.map(({ title }) => title),
      eachFields: lines.map((line) => line.fields),
    }),
  };
}
