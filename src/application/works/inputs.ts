import { z } from 'zod';
import type { Measured } from '../../domain/measured.ts';
import type { EntryFile } from './entries.ts';

/** An entry's number, as people quote it: #37. */
export const entryNumber = z.int().positive();

/** A file whose bytes are stored. */
export const storedFile = z.object({
  name: z.string(),
  sha256: z.string(),
  size: z.number(),
  extension: z.string(),
  mime: z.string(),
  measured: z.custom<Measured>((value) => typeof value === 'object' && value !== null),
}) satisfies z.ZodType<EntryFile>;

export const storedFiles = z.array(storedFile);

/** What is said of an entry, by the names of `domain/field.ts`. */
export const entryFields = z.record(z.string(), z.string());

/** Words of a person's own: why, or on what ground. */
export const reason = z.string();
