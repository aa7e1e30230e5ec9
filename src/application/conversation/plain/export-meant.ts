import { EXPORT_KINDS, type ExportKind } from '../../../domain/export-table.ts';
import type { Slots } from '../../language/intents.ts';
import { categoryOf } from '../../words/lexicons.ts';
import type { Context } from '../context.ts';
import { categoryIds, unitIds } from './meant.ts';

/** What an export is asked for in plain words: the table that is named, else the one that the category has, else the works. */
export function exportMeant(context: Context, slots: Slots) {
  const categories = categoryIds(slots);
  const kind = tableNamed(context) ?? tableOf(context, categories[0]);
  const filtered = kind === 'works' || kind === 'completion' ? categories : [];
  const which = { units: unitIds(context, slots), categories: filtered };
  return { kind, accepted: false, snapshot: undefined, form: undefined, everyone: false, ...which };
}

/** The files of works, of some units or categories. */
export const worksMeant = (context: Context, slots: Slots) => ({
  kind: 'files',
  ...{ accepted: false, snapshot: undefined, form: undefined, everyone: false },
  ...{ units: unitIds(context, slots), categories: categoryIds(slots) },
});

/** Shorter words are names of categories too. */
const LEAST_LETTERS = 3;

function tableNamed({ message, vocabulary }: Context): ExportKind | undefined {
  const named = (kind: ExportKind) =>
    vocabulary.exportKinds[kind].some((word) => word.length >= LEAST_LETTERS && message.text.includes(word));
  return EXPORT_KINDS.find((kind) => kind !== 'works' && named(kind));
}

const TABLES: Partial<Record<string, ExportKind>> = { event: 'events', ambassador: 'ambassadors' };

const tableOf = (context: Context, categoryId: string | undefined): ExportKind =>
  (categoryId === undefined ? undefined : TABLES[categoryOf(context, categoryId).kind]) ?? 'works';
