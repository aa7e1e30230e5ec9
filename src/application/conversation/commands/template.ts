import { storeSheet } from '../../delivery/store-sheet.ts';
import { FileUnmade } from '../../exporting/made-file.ts';
import { templateOf } from '../../exporting/template.ts';
import type { ListKind } from '../../words/list-words.ts';
import { misuse } from '../../words/refuse.ts';
import { command } from '../context.ts';

/** An empty sheet to report many at once: filled in and sent back, it is read row by row. */
export const template = command({
  id: 'template',
  action: 'report',
  args: { kind: { kind: 'choice', of: 'templateKinds' }, unit: { kind: 'unit', for: 'write' } },
  async handle(context, { kind, unit }) {
    if (kind === undefined) return misuse('export.template-which');
    const { units } = context.actor;
    const unitId = unit ?? (units.length === 1 ? units[0] : undefined);
    const key = JSON.stringify({ template: kind, unitId });
    const { name, sheet } = templateOf(context, context, kind as ListKind, unitId);
    const file = context.made.get(key);
    if (!file) throw new FileUnmade(key, async (office) => ({ ...(await storeSheet(office, name, sheet)), facts: {} }));
    const command = { ambassador: 'ambassador', work: 'submit', event: 'event' }[kind as ListKind];
    const text = context.say('export.template', {
      title: sheet.title,
      command: context.vocabulary.commands[command]?.name ?? '',
      files: kind === 'work',
    });
    return [{ text, files: [{ name: file.name, sha256: file.sha256 }] }];
  },
});
