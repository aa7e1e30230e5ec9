import { fold } from '../../../domain/fold.ts';
import type { Answer } from '../../delivery/answer.ts';
import { categoryOfKind, unitOf } from '../../words/lexicons.ts';
import { oneLine } from '../../words/normalise.ts';
import { maskNumbers } from '../../words/privacy.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { changeState, createDraft, type EntryFile, entriesWhere } from '../../works/entries.ts';
import { standingOf } from '../../works/ledger.ts';
import type { Command, Context } from '../context.ts';
import { usableFiles } from '../intake/files.ts';
import { receive } from '../intake/receive.ts';
import { personOf, unitWritten, wordsOf } from '../speaking.ts';

const MOST_ROWS = 500;
/** Rows above the heading, such as the form's name. */
const MOST_TITLES = 4;

export const ambassador: Command = {
  id: 'ambassador',
  action: 'report',
  takesFiles: true,
  async handle(context, args) {
    const personId = personOf(context);
    const category = categoryOfKind(context, 'ambassador');
    const named = wordsOf(context, { ...args, fields: { ...args.fields, category: category.name } });
    const { unitId, onBehalf } = unitWritten(context, named.unit);
    const files = usableFiles(context);
    const sheet = files.find(({ extension }) => extension === 'xlsx');
    const base = { unitId, categoryId: category.id, onBehalf, openUntil: null };
    if (sheet) return registerRows(context, personId, base, sheet);
    const name = oneLine(args.fields.name ?? args.title ?? named.rest[0] ?? '', 20);
    const { workplace, phone } = withoutPhone(context, oneLine(args.fields.workplace ?? named.rest[1] ?? '', 60));
    if (name === '') misuse('ambassador.no-name');
    if (workplace === '') misuse('ambassador.no-workplace', { name: context.inGroup ? '' : name });
    const known = await registered(context, unitId, category.id);
    const same = known.get(keyOf(name, workplace));
    if (same !== undefined) refuse('ambassador.repeated', { number: same });
    const { unit: _, name: __, ...said } = args.fields;
    const fields = Object.fromEntries(
      Object.entries({ ...phone, ...said }).map(([field, value]) => [field, oneLine(value, 200)]),
    );
    const draft = await createDraft(context, personId, {
      ...base,
      title: name,
      fields: { ...fields, name, workplace },
      files,
    });
    return receive(context, draft);
  },
};

/** `蒲县电厂 电话 139…`: a mobile number is kept in its own field alone, which is not shown in a group. */
function withoutPhone(context: Context, written: string): { workplace: string; phone?: { phone: string } } {
  const phone = /(?<!\d)1[3-9]\d{9}$/.exec(written)?.[0];
  if (phone === undefined) return { workplace: written };
  const labels = [...(context.vocabulary.commands.ambassador?.fields.phone ?? [])].sort((a, b) => b.length - a.length);
  const before = trimmed(written.slice(0, -phone.length));
  const label = labels.find((one) => before.endsWith(one)) ?? '';
  return { workplace: trimmed(before.slice(0, before.length - label.length)), phone: { phone } };
}

const trimmed = (text: string) => text.replace(/[\s,，;；:：]+$/, '');

const keyOf = (name: string, workplace: string) => `${fold(name)}/${fold(workplace)}`;

/** Who is registered for a unit already: name and workplace → number. */
async function registered(context: Context, unitId: string, categoryId: string): Promise<Map<string, number>> {
  const entries = await entriesWhere(context, {
    unitId,
    categoryId,
    state: { in: ['received', 'accepted', 'returned'] },
  });
  return new Map(entries.map(({ number, fields }) => [keyOf(fields.name ?? '', fields.workplace ?? ''), number]));
}

/** One ambassador a row; rows that cannot be are named with their number, the others count. */
async function registerRows(
  context: Context,
  personId: number,
  base: { unitId: string; categoryId: string; onBehalf: boolean; openUntil: null },
  sheet: EntryFile,
): Promise<Answer[]> {
  const { say, sheets, store, vocabulary } = context;
  const rows = await sheets.rows(store.open(sheet.sha256)).catch(() => undefined);
  if (!rows) return refuse('ambassador.unreadable', { file: sheet.name });
  const names = vocabulary.commands.ambassador?.fields ?? {};
  const tables = rows.slice(0, MOST_TITLES + 1).map((cells) => columnsOf(cells, names));
  const heading = tables.findIndex(({ name, workplace }) => name !== undefined && workplace !== undefined);
  const columns = tables[heading];
  if (!columns) return misuse('ambassador.no-heading');
  if (rows.length - 1 - heading > MOST_ROWS) refuse('ambassador.too-many', { most: MOST_ROWS });
  const known = await registered(context, base.unitId, base.categoryId);
  const failed: { row: number; reason: string }[] = [];
  let added = 0;
  for (const [index, cells] of rows.entries()) {
    if (index <= heading || cells.every((cell) => cell.trim() === '')) continue;
    const fields = Object.fromEntries(
      Object.entries(columns).flatMap(([field, column]) => {
        const value = column === undefined ? '' : oneLine(cells[column] ?? '', 200);
        return value === '' ? [] : [[field, value]];
      }),
    );
    const { name = '', workplace = '' } = fields;
    const same = known.get(keyOf(name, workplace));
    const card = cells.some((cell) => maskNumbers(cell).masked);
    if (card || name === '' || workplace === '' || same !== undefined) {
      failed.push({
        row: index + 1,
        reason: say('ambassador.row-failed', {
          card,
          name: !card && name === '',
          workplace: !card && workplace === '',
          same: card ? '' : (same ?? ''),
        }),
      });
      continue;
    }
    const draft = await createDraft(context, personId, { ...base, title: name, fields });
    const entry = await changeState(context, draft, 'received', {
      action: 'submission.receive',
      data: { receivedAt: context.now },
    });
    known.set(keyOf(name, workplace), entry.number);
    added += 1;
  }
  const standing = await standingOf(context, base.unitId, base.categoryId);
  return [
    {
      text: say('ambassador.registered', {
        added,
        failed: failed.length,
        rows: failed.slice(0, 20),
        unit: unitOf(context, base.unitId).short,
        count: standing.count,
      }),
    },
  ];
}

function columnsOf(heading: string[], names: Record<string, string[]>): Partial<Record<string, number>> {
  const columns: Partial<Record<string, number>> = {};
  heading.forEach((cell, index) => {
    const field = Object.keys(names).find((id) => names[id]?.some((name) => fold(name) === fold(cell)));
    if (field !== undefined && field !== 'unit') columns[field] ??= index;
  });
  return columns;
}
