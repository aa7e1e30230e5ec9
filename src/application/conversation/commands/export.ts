import type { Answer } from '../../delivery/answer.ts';
import { storeMade, storeSheet } from '../../delivery/store-sheet.ts';
import { recordExport, tableOf, type Wanted } from '../../exporting/export.ts';
import { type FormWanted, formToFill, recordForm, writeForm } from '../../exporting/forms.ts';
import { asOfInWords } from '../../exporting/lay-out.ts';
import { FileUnmade, type MadeFile, storeZip } from '../../exporting/made-file.ts';
import { packedWorks, type WantedWorks, zipSize } from '../../exporting/works-zip.ts';
import { allowed } from '../../people/permit.ts';
import { unitOf } from '../../words/lexicons.ts';
import { sizeInWords } from '../../words/measures.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { consolePage } from '../console-page.ts';
import { type Context, command } from '../context.ts';

/** A table as an xlsx, or works in a zip, into the direct chat: of how things stand, or of a snapshot. */
export const exportCommand = command({
  id: 'export',
  action: 'export',
  // 初筛表 of what they screen themselves.
  alsoFor: 'screen',
  args: {
    kind: { kind: 'choice', of: 'exportKinds' },
    accepted: { kind: 'flag', of: 'acceptedOnly' },
    picture: { kind: 'flag', of: 'asPicture' },
    pdf: { kind: 'flag', of: 'asPdf' },
    snapshot: { kind: 'numbered', of: 'snapshotWords' },
    form: { kind: 'named', of: 'formWords' },
    everyone: { kind: 'everyone' },
    units: { kind: 'units', for: 'read' },
    categories: { kind: 'categories', for: 'read' },
  },
  async handle(context, { kind, accepted, picture, pdf, snapshot, form, units: named, categories }) {
    const units = allowed(context, 'export') ? named : ownScreened(context, { kind, form, units: named });
    if (context.inGroup) refuse('export.in-direct');
    if (form !== undefined) return sendForm(context, { form, ...(snapshot !== undefined && { snapshot }) });
    if (kind === undefined) return misuse('export.which', kindsInWords(context));
    const which = { unitIds: units, categoryIds: categories, accepted, ...(snapshot !== undefined && { snapshot }) };
    return kind === 'files'
      ? sendWorks(context, which)
      : sendTable(context, { kind: kind as Wanted['kind'], ...which }, pdf ? 'pdf' : picture ? 'png' : 'xlsx');
  },
});

/** Of whoever exports nothing else: their units' 初筛表, and no other's. */
function ownScreened(
  context: Context,
  { kind, form, units }: { kind: string | undefined; form: string | undefined; units: string[] },
): string[] {
  const { actor, vocabulary } = context;
  if (kind !== 'screening' || form !== undefined)
    refuse('bot.not-allowed', { command: vocabulary.commands.export?.name ?? '' });
  const others = units.filter((id) => !allowed(context, 'screen', id));
  if (others.length > 0)
    refuse('progress.not-yours', { units: others.map((id) => unitOf(context, id).short).join('、') });
  return units.length > 0 ? units : actor.units;
}

/** What people call each kind. */
function kindsInWords({ vocabulary: { exportKinds } }: Context): { tables: string; files: string } {
  const { files, ...tables } = exportKinds;
  const names = Object.values(tables).map(([name = '']) => name);
  return { tables: names.join('、'), files: files[0] ?? '' };
}

/** A picture of more, or twenty pages of them, would cost the program that draws them half a gigabyte. */
const MOST_DRAWN = 400;
/** Tables without phones, which may be shown around. */
const DRAWN: readonly string[] = ['completion', 'awards'];

async function sendTable(context: Context, wanted: Wanted, as: 'xlsx' | 'png' | 'pdf'): Promise<Answer[]> {
  const { say } = context;
  if (as !== 'xlsx' && !DRAWN.includes(wanted.kind)) refuse('export.not-drawn', { rows: '', most: '' });
  const key = JSON.stringify({ ...wanted, as });
  const file = context.made.get(key);
  if (file) {
    const facts = file.facts as { title: string; asOf: string; rows: number };
    return send(context, file, { ...wanted, rows: facts.rows }, () =>
      say('export.table', { ...facts, phones: !DRAWN.includes(wanted.kind) }),
    );
  }
  const { sheet, name, ...exported } = await tableOf(context, context, wanted);
  const asOf = asOfInWords(exported, context);
  if (sheet.rows.length === 0) return [{ text: say('export.nothing', { title: sheet.name, asOf }) }];
  if (as !== 'xlsx' && sheet.rows.length > MOST_DRAWN)
    refuse('export.not-drawn', { rows: sheet.rows.length, most: MOST_DRAWN });
  const facts = { title: sheet.name, asOf, rows: sheet.rows.length };
  throw new FileUnmade(key, async (office) => {
    const stored =
      as === 'xlsx'
        ? await storeSheet(office, name, sheet)
        : await storeMade(office, `${name}.${as}`, () =>
            office.pictures.draw({ kind: 'table', sheet: { ...sheet, as } }),
          );
    return { ...stored, facts };
  });
}

async function sendForm(context: Context, wanted: FormWanted): Promise<Answer[]> {
  const names = await context.forms.names();
  if (wanted.form === '')
    return [{ text: context.say('form.list', { forms: names.join('、'), first: names[0] ?? '' }) }];
  if (!names.includes(wanted.form)) refuse('form.none', { form: wanted.form, forms: names.join('、') });
  const key = JSON.stringify({ kind: 'form', ...wanted });
  const file = context.made.get(key);
  if (file) {
    const { form, asOf } = file.facts as { form: string; asOf: string };
    await recordForm(context, wanted);
    return [{ text: context.say('form.filled', { form, asOf }), files: [{ name: file.name, sha256: file.sha256 }] }];
  }
  const asked = await formToFill(context, context, wanted);
  const facts = { form: asked.form, asOf: asOfInWords(asked, context) };
  throw new FileUnmade(key, async (office) => {
    const stored = await storeMade(office, `${asked.name}.docx`, () => writeForm(office, asked));
    return { ...stored, facts };
  });
}

async function sendWorks(context: Context, wanted: WantedWorks): Promise<Answer[]> {
  const { say } = context;
  const key = JSON.stringify({ kind: 'files', ...wanted });
  const file = context.made.get(key);
  if (file) {
    const facts = file.facts as { works: number; files: number; asOf: string };
    return send(context, file, { kind: 'files', ...wanted, rows: facts.works }, () =>
      say('export.works', { ...facts, size: sizeInWords(file.size) }),
    );
  }
  const packed = await packedWorks(context, context, wanted);
  const { works, asOf, files } = packed;
  if (works === 0) return [{ text: say('export.no-works', { asOf }) }];
  // What no chat takes is not packed in vain.
  const size = zipSize(packed);
  if (size > mostHere(context)) return [{ text: tooLarge(context, { name: `${packed.name}.zip`, size }) }];
  const facts = { works, asOf, files: files.length };
  throw new FileUnmade(key, async (office) => ({ ...(await storeZip(office, packed)), facts }));
}

/** Sends what has been made, and records that it left the house. */
async function send(
  context: Context,
  file: MadeFile,
  taken: Parameters<typeof recordExport>[1],
  text: () => string,
): Promise<Answer[]> {
  if (file.size > mostHere(context)) return [{ text: tooLarge(context, file) }];
  await recordExport(context, taken);
  return [{ text: text(), files: [{ name: file.name, sha256: file.sha256 }] }];
}

/** Where a channel takes files of any size, no more than this is packed for a chat. */
const MOST_ANYWHERE = 100 * 1024 * 1024;

const mostHere = ({ channels, message }: Context): number =>
  Math.min(channels.get(message.channel)?.largestFile ?? MOST_ANYWHERE, MOST_ANYWHERE);

const tooLarge = (context: Context, { name, size }: { name: string; size: number }) =>
  context.say('export.too-large', {
    name,
    size: sizeInWords(size),
    most: sizeInWords(mostHere(context)),
    address: consolePage(context, '/exports'),
  });
