import type { Answer } from '../../delivery/answer.ts';
import { recordExport, tableOf, type Wanted } from '../../exporting/export.ts';
import { asOfInWords } from '../../exporting/lay-out.ts';
import { FileUnmade, storeSheet } from '../../exporting/made-file.ts';
import { sizeInWords } from '../../words/measures.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { type Context, command } from '../context.ts';

/** A table as an xlsx into the direct chat, of how things stand or of a snapshot. */
export const exportCommand = command({
  id: 'export',
  action: 'export',
  args: {
    kind: { kind: 'choice', of: 'exportKinds' },
    accepted: { kind: 'flag', of: 'acceptedOnly' },
    snapshot: { kind: 'numbered', of: 'snapshotWords' },
    everyone: { kind: 'everyone' },
    units: { kind: 'units', for: 'read' },
    categories: { kind: 'categories', for: 'read' },
  },
  async handle(context, { kind, accepted, snapshot, units, categories }) {
    if (context.inGroup) refuse('export.in-direct');
    if (kind === undefined) return misuse('export.which');
    const which = { unitIds: units, categoryIds: categories, accepted, ...(snapshot !== undefined && { snapshot }) };
    return sendTable(context, { kind: kind as Wanted['kind'], ...which });
  },
});

async function sendTable(context: Context, wanted: Wanted): Promise<Answer[]> {
  const key = JSON.stringify(wanted);
  const file = context.made.get(key);
  if (file) {
    const { rows = 0, ...facts } = file.facts;
    const most = context.channels.get(context.message.channel)?.largestFile;
    if (most !== undefined && file.size > most) return [{ text: tooLarge(context, file, most) }];
    await recordExport(context, { ...wanted, rows: Number(rows) });
    return [
      {
        text: context.say('export.table', { rows, ...(facts as Facts), phones: wanted.kind !== 'completion' }),
        files: [file],
      },
    ];
  }
  const { sheet, name, ...exported } = await tableOf(context, context, wanted);
  const asOf = asOfInWords(
    { at: exported.at, ...(exported.snapshot && { snapshot: { number: exported.snapshot, note: '' } }) },
    context,
  );
  if (sheet.rows.length === 0) return [{ text: context.say('export.nothing', { title: sheet.name, asOf }) }];
  const facts = { title: sheet.name, asOf, rows: sheet.rows.length };
  throw new FileUnmade(key, async (office) => ({ ...(await storeSheet(office, name, sheet)), facts }));
}

type Facts = { title: string; asOf: string };

const tooLarge = ({ say }: Context, { name, size }: { name: string; size: number }, most: number) =>
  say('export.too-large', { name, size: sizeInWords(size), most: sizeInWords(most), address: '' });
