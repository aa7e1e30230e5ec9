import { z } from 'zod';
import { flag, id, instant, key } from './basics.ts';

/** `table`: an xlsx at `addresses.table`; `zip`: at `addresses.zip`. */
export const exportKinds = z.object({
  kinds: z.array(z.object({ id, name: z.string(), as: z.enum(['table', 'zip']) })),
  /** The office's own forms by their names; at `addresses.form`. */
  forms: z.array(z.string()),
});
/** What an export is narrowed to; it goes into its address. */
export const exportQuery = z.object({
  unit: id.optional(),
  category: id.optional(),
  /** What is accepted alone. */
  accepted: flag,
  snapshot: key.optional(),
});

export const snapshot = z.object({ number: z.int(), at: instant, by: z.string(), note: z.string() });
export const snapshots = z.object({ items: z.array(snapshot) });
export const takeSnapshot = z.object({ note: z.string().trim().max(200).optional() });
