import { categoryOf } from '../../words/lexicons.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { gatheredDraft } from '../../works/draft.ts';
import { keptTitle } from '../../works/said.ts';
import { command } from '../context.ts';
import { drafting } from '../intake/drafting.ts';
import { usableFiles } from '../intake/usable-files.ts';
import { speakerIn } from '../speaking.ts';

export const submit = command({
  id: 'submit',
  action: 'report',
  takesFiles: true,
  args: {
    category: { kind: 'category', required: 'submit.no-category' },
    unit: { kind: 'unit', for: 'report' },
    title: { kind: 'title' },
    link: { kind: 'link' },
    code: { kind: 'linkCode' },
    fields: { kind: 'fields', of: 'work' },
  },
  async handle(context, { category: categoryId, unit: unitId, title: written, link, code, fields }) {
    speakerIn(context);
    const category = categoryOf(context, categoryId);
    if (category.kind === 'event' || category.kind === 'ambassador')
      refuse('submit.own-command', {
        category: category.short,
        example: context.vocabulary.commands[category.kind]?.example ?? '',
      });
    const files = usableFiles(context, true);
    const title = keptTitle(written);
    if (title === '' && files.length === 0 && category.kind === 'work' && !(await gatheredDraft(context)))
      misuse('submit.no-title', { category: category.short });
    const links = { ...(link !== undefined && { link }), ...(code !== undefined && { code }) };
    return drafting.carryOut(context, { unitId, categoryId, title, files, fields: { ...fields, ...links } });
  },
});
