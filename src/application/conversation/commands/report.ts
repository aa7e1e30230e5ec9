import { categoryOfKind, unitOf } from '../../words/lexicons.ts';
import { oneLine } from '../../words/normalise.ts';
import type { Command } from '../context.ts';
import { usableFiles } from '../intake/files.ts';
import { DRAFT_MINUTES, inMinutes } from '../intake/minutes.ts';
import { personOf, unitWritten, wordsOf } from '../speaking.ts';
import { begin } from './submit.ts';

export const report: Command = {
  id: 'report',
  action: 'report',
  takesFiles: true,
  async handle(context, args) {
    const personId = personOf(context);
    const category = categoryOfKind(context, 'report');
    const named = wordsOf(context, { ...args, fields: { ...args.fields, category: category.name } });
    const { unitId, onBehalf } = unitWritten(context, named.unit);
    return begin(context, personId, {
      unitId,
      categoryId: category.id,
      title:
        oneLine(args.title ?? named.rest.join(' ')) ||
        context.say('intake.report-title', { unit: unitOf(context, unitId).name, category: category.short }),
      onBehalf,
      files: usableFiles(context, true),
      fields: { ...(args.fields.note !== undefined && { note: oneLine(args.fields.note, 200) }) },
      openUntil: inMinutes(context.now, DRAFT_MINUTES),
    });
  },
};
