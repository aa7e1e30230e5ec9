import { categoryOfKind, unitOf } from '../../words/lexicons.ts';
import { keptTitle } from '../../works/said.ts';
import { type Context, command } from '../context.ts';
import { report as reportIt } from '../intake/drafting.ts';
import { usableFiles } from '../intake/usable-files.ts';
import { speakerIn } from '../speaking.ts';

export const report = command({
  id: 'report',
  action: 'report',
  takesFiles: true,
  args: { unit: { kind: 'unit', for: 'report' }, title: { kind: 'title' }, fields: { kind: 'fields', of: 'report' } },
  async handle(context, { unit: unitId, title: written, fields }) {
    speakerIn(context);
    const categoryId = categoryOfKind(context, 'report').id;
    const title = keptTitle(written) || reportTitle(context, unitId);
    const files = usableFiles(context, true);
    return reportIt(context, { unitId, categoryId, title, files, fields });
  },
});

/** What a report is called that nobody has named. */
export const reportTitle = (context: Context, unitId: string): string =>
  context.say('intake.report-title', {
    unit: unitOf(context, unitId).name,
    category: categoryOfKind(context, 'report').short,
  });
