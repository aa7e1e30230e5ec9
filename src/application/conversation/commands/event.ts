import { isSheet } from '../../../domain/sheet.ts';
import { categoryOfKind } from '../../words/lexicons.ts';
import { misuse } from '../../words/refuse.ts';
import { gatheredDraft } from '../../works/draft.ts';
import { keptTitle } from '../../works/said.ts';
import { command } from '../context.ts';
import { report } from '../intake/drafting.ts';
import { attendanceOf, inBareOrder } from '../intake/event-facts.ts';
import { usableFiles } from '../intake/usable-files.ts';
import { takeRows } from '../roster/rows-sheet.ts';
import { speakerIn } from '../speaking.ts';

export const event = command({
  id: 'event',
  action: 'report',
  takesFiles: true,
  args: {
    unit: { kind: 'unit', for: 'report' },
    link: { kind: 'link' },
    title: { kind: 'title', whole: true },
    date: { kind: 'day' },
    company: { kind: 'text', labelled: true },
    attendance: { kind: 'text', labelled: true },
    fields: { kind: 'fields', of: 'event' },
  },
  async handle(context, { unit: unitId, title: written, date, company, attendance, link, fields: others }) {
    speakerIn(context);
    const { title, fields } = inBareOrder(context, written, {
      ...others,
      ...(link !== undefined && { link }),
      ...(date !== undefined && { date }),
      ...(company !== '' && { company }),
      ...(attendance !== '' && { attendance: attendanceOf(context, attendance) }),
    });
    const files = usableFiles(context);
    if (title === '' && files.some(isSheet)) return takeRows(context, { unitId, kind: 'event', files });
    const nothing = title === '' && Object.keys(fields).length === 0 && files.length === 0;
    if (nothing && !(await gatheredDraft(context))) misuse('event.no-title');
    const categoryId = categoryOfKind(context, 'event').id;
    return report(context, { unitId, categoryId, title: keptTitle(title), files, fields });
  },
});
