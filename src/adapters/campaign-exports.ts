import { z } from 'zod';
import {
  EXPORT_COLUMNS,
  EXPORT_KINDS,
  type ExportKind,
  type ExportLayouts,
  PATTERN_FACTS,
} from '../domain/export-table.ts';
import { factsIn } from '../domain/packing/paths.ts';
import { text } from './campaign-fields.ts';

const layout = (kind: ExportKind) => {
  const column = z.enum(EXPORT_COLUMNS[kind] as readonly string[]);
  return z.strictObject({
    title: text.exactOptional(),
    columns: z.array(column).min(1).exactOptional(),
    heads: z.partialRecord(column, text).exactOptional(),
    foot: z.string().exactOptional(),
  });
};

/** The number, so that no two works go under one name. */
const pattern = text.refine(
  (value) => value.includes('{number}') && factsIn(value).every((name) => PATTERN_FACTS.includes(name)),
  { message: `{${PATTERN_FACTS.join('} {')}}` },
);

/** `exports:` of a campaign file: only what the office wants otherwise. */
export const exportLayouts = z
  .strictObject({
    ...Object.fromEntries(EXPORT_KINDS.map((kind) => [kind, layout(kind).exactOptional()])),
    files: z.strictObject({ pattern: pattern.exactOptional() }).exactOptional(),
  })
  .default({}) as z.ZodType<ExportLayouts>;
