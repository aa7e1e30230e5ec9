import { z } from 'zod';
import { beijingDay, beijingTime } from '../../domain/time.ts';

/** The last entry of an archive: what must be in it. */
export const manifestSchema = z.object({
  product: z.literal('baosong-bot'),
  format: z.literal(1),
  createdAt: z.iso.datetime(),
  /** The last migration of the database that the rows come from. */
  migration: z.string().regex(/^\w+$/),
  campaign: z.string().regex(/^[\w-]+$/),
  /** How many rows, by table; in the order in which they can be put back. */
  tables: z.record(z.string(), z.number().int()),
  entries: z.array(z.object({ name: z.string(), size: z.number().int(), sha256: z.string() })),
  /** Files that the store does not have, or not with the right bytes. */
  damaged: z.array(z.string()),
});

export type Manifest = z.infer<typeof manifestSchema>;

export const MANIFEST = 'manifest.json';
export const TABLES = 'tables/';
export const FILES = 'files/';
export const CAMPAIGN = 'campaign/';

/** `48.6 MB`, in the words of receipts. */
export function sizeInWords(bytes: number): string {
  return bytes < 100_000 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** With the time of Beijing, by which people tell their backups apart. */
export function backupName(campaign: string, now: Date): string {
  const seconds = now.toISOString().slice(17, 19);
  const day = beijingDay(now).replaceAll('-', '');
  const time = beijingTime(now).replace(':', '');
  return `baosong-${campaign}-${day}-${time}${seconds}.tar.gz`;
}
