import { fold } from '../../../domain/fold.ts';
import { peopleNamed } from '../../../domain/person-name.ts';
import type { Answer } from '../../delivery/answer.ts';
import { categoryOfKind, unitOf } from '../../words/lexicons.ts';
import { oneLine } from '../../words/normalise.ts';
import { maskNumbers } from '../../words/privacy.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import type { EntryFile } from '../../works/entries.ts';
import { standingOf } from '../../works/ledger.ts';
import { receive } from '../../works/receive.ts';
import { type Registered, register, type SheetRow } from '../../works/register.ts';
import { type Context, command, spoken } from '../context.ts';
import { receivedInWords } from '../intake/received.ts';
import { usableFiles } from '../intake/usable-files.ts';
import { speakerIn } from '../speaking.ts';

const MOST_ROWS = 500;
/** Rows above the heading, such as the form's name. */
const MOST_TITLES = 4;

export const receiving = spoken(receive, receivedInWords);

export const ambassador = command({
  id: 'ambassador',
  action: 'report',
  takesFiles: true,
  args: {
    unit: { kind: 'unit', for: 'report' },
    name: { kind: 'person' },
    workplace: { kind: 'word' },
    fields: { kind: 'fields', of: 'ambassador' },
  },
  async handle(context, { unit: unitId, name: written = '', workplace: place = '', fields }) {
    speakerIn(context);
    const categoryId = categoryOfKind(context, 'ambassador').id;
    const files = usableFiles(context);
    const sheet = files.find(isSheet);
    if (sheet) {
      const rows = await rowsIn(context, sheet);
      return registering.carryOut(context, { unitId, categoryId, rows });
    }
    const name = oneLine(peopleNamed(written).join('、'), 20);
    const { workplace, phone } = withoutPhone(context, oneLine(place, 60));
    if (name === '') misuse('ambassador.no-name');
    if (workplace === '') misuse('ambassador.no-workplace', { name: context.inGroup ? '' : name });
    const people = peopleNamed(written).map((one) => oneLine(one, 20));
    if (people.length > 1) {
      const rows = people.map((one, index) => ({
        row: index + 1,
        fields: { ...fields, name: one, workplace },
        card: false,
      }));
      return registering.carryOut(context, { unitId, categoryId, rows });
    }
    const said = { ...phone, ...fields, name, workplace };
    return receiving.carryOut(context, { unitId, categoryId, title: name, fields: said, files });
  },
});

export const isSheet = ({ extension }: EntryFile): boolean => extension === 'xlsx';

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

/** The rows of a sheet of people, by its own heading. Throws a `Refusal` for what is no such sheet. */
export async function rowsIn(context: Context, sheet: EntryFile): Promise<SheetRow[]> {
  const { sheets, store, vocabulary } = context;
  const rows = await sheets.rows(store.open(sheet.sha256)).catch(() => undefined);
  if (!rows) return refuse('ambassador.unreadable', { file: sheet.name });
  const names = vocabulary.commands.ambassador?.fields ?? {};
  const tables = rows.slice(0, MOST_TITLES + 1).map((cells) => columnsOf(cells, names));
  const heading = tables.findIndex(({ name, workplace }) => name !== undefined && workplace !== undefined);
  const columns = tables[heading];
  if (!columns) return misuse('ambassador.no-heading');
  if (rows.length - 1 - heading > MOST_ROWS) refuse('ambassador.too-many', { most: MOST_ROWS });
  return rows.flatMap((cells, index): SheetRow[] => {
    if (index <= heading || cells.every((cell) => cell.trim() === '')) return [];
    const fields = Object.fromEntries(
      Object.entries(columns).flatMap(([field, column]) => {
        const value = column === undefined ? '' : oneLine(cells[column] ?? '', 200);
        return value === '' ? [] : [[field, value]];
      }),
    );
    return [{ row: index + 1, fields, card: cells.some((cell) => maskNumbers(cell).masked) }];
  });
}

function columnsOf(heading: string[], names: Record<string, string[]>): Partial<Record<string, number>> {
  const columns: Partial<Record<string, number>> = {};
  heading.forEach((cell, index) => {
    const field = Object.keys(names).find((id) => names[id]?.some((name) => fold(name) === fold(cell)));
    if (field !== undefined && field !== 'unit') columns[field] ??= index;
  });
  return columns;
}

/** How many people of a sheet were registered, and which rows were not, with the reason. */
export const registering = spoken(register, async (context, facts: Registered): Promise<Answer[]> => {
  const { say } = context;
  const standing = await standingOf(context, facts.unitId, facts.categoryId);
  const rows = facts.failed.slice(0, 20).map(({ row, why, number }) => ({
    row,
    reason: say('ambassador.row-failed', {
      card: why === 'card',
      name: why === 'name',
      workplace: why === 'workplace',
      same: number ?? '',
    }),
  }));
  const text = say('ambassador.registered', {
    added: facts.added.length,
    failed: facts.failed.length,
    rows,
    unit: unitOf(context, facts.unitId).short,
    count: standing.count,
  });
  return [{ text }];
});
