import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { extensionOf, kindOfExtension } from '../../domain/formats.ts';
import type { Upload as Row } from '../../generated/prisma/client.ts';
import type { Office, Tx } from '../office.ts';
import type { ReceivedFile } from '../ports.ts';
import { fileName } from '../words/normalise.ts';
import { refuse } from '../words/refuse.ts';
import type { EntryFile } from './entries.ts';
import { inOrderOf, requirePatience, requireRoom } from './page-quotas.ts';
import type { Page } from './pages.ts';

/**
 * `coming`: bytes are missing. `arrived`: all are there, and wait to be measured. `kept`: stored and measured. `refused`: there was nothing
 * in it. `taken`: part of an entry.
 */
export type UploadState = 'coming' | 'arrived' | 'kept' | 'refused' | 'taken';

/** A file on its way through a page, or arrived. */
export type Upload = Pick<Row, 'id' | 'pageId' | 'name' | 'print' | 'number' | 'begunAt' | 'lastAt'> & {
  state: UploadState;
  /** Bytes, as the sender's browser has said. */
  size: number;
  /** What it came to; of an archive all that was in it. */
  files: ReceivedFile[];
};

/** What a browser says of a file before it sends it. */
export const announced = z.object({
  name: z.string().min(1).max(300),
  size: z.int().positive(),
  print: z.string().max(64),
});

type Limits = Pick<Office, 'uploadLimit'> & { tx: Tx; now: Date };

/**
 * Takes a file down that is to come; half of it counts as much as all of it. Throws a `Refusal` for what is too large, of a kind that
 * nobody reports, or more than the page, or the address it comes from, may send.
 */
export async function announce(
  { tx, now, uploadLimit }: Limits,
  page: Page,
  address: string,
  { name: given, size, print }: z.infer<typeof announced>,
): Promise<Upload> {
  const name = fileName(given);
  if (size > uploadLimit) refuse('upload.too-large', { name, limit: Math.floor(uploadLimit / 1024 / 1024) });
  const extension = extensionOf(name);
  if (kindOfExtension(extension) === undefined && !PACKED.has(extension)) refuse('upload.no-such-kind', { name });
  await inOrderOf(tx, `page/${page.parentId ?? page.id}`);
  await requireRoom({ tx, uploadLimit }, page, size);
  await inOrderOf(tx, `address/${address}`);
  await requirePatience({ tx, now }, address, size);
  const id = randomBytes(16).toString('hex');
  const row = await tx.upload.create({
    data: { id, pageId: page.id, name, size, print, address, begunAt: now, lastAt: now },
  });
  return uploadOf(row);
}

const PACKED = new Set(['zip']);

const uploadOf = ({ id, pageId, name, print, number, begunAt, lastAt, state, size, files }: Row): Upload => ({
  ...{ id, pageId, name, print, number, begunAt, lastAt },
  state: state as UploadState,
  size: Number(size),
  files: files as unknown as ReceivedFile[],
});

/** What came by a page, in the order in which it was begun. */
export const uploadsOf = async (tx: Tx, pageId: number): Promise<Upload[]> =>
  (await tx.upload.findMany({ where: { pageId }, orderBy: [{ begunAt: 'asc' }, { id: 'asc' }] })).map(uploadOf);

export async function uploadById(tx: Tx, id: string, pageId: number): Promise<Upload | undefined> {
  const row = await tx.upload.findUnique({ where: { id, pageId } });
  return row ? uploadOf(row) : undefined;
}

/** Notes that more of it came; with its last byte it has arrived. */
export async function noteArrival({ tx, now }: Pick<Limits, 'tx' | 'now'>, id: string, whole: boolean): Promise<void> {
  await tx.upload.updateMany({
    where: { id, state: 'coming' },
    data: { lastAt: now, ...(whole && { state: 'arrived' }) },
  });
}

/** The sender wants it no more. False: it is part of an entry, or being stored at this moment. */
export async function dropUpload(tx: Tx, id: string, pageId: number): Promise<boolean> {
  const { count } = await tx.upload.deleteMany({ where: { id, pageId, state: { in: ['coming', 'kept', 'refused'] } } });
  return count === 1;
}

/** The files of what has come and is stored, as an entry takes them. */
export const filesOf = (uploads: Upload[]): EntryFile[] =>
  uploads.flatMap(({ files }) =>
    files.flatMap((file) => {
      if ('failure' in file) return [];
      const { quoted: _, ...kept } = file;
      return [kept];
    }),
  );

/** They are part of the entry, or of what a county screens, with that number. */
export async function takeUploads(tx: Tx, uploads: Upload[], number: number): Promise<void> {
  const where = { id: { in: uploads.map(({ id }) => id) }, state: 'kept' };
  const { count } = await tx.upload.updateMany({ where, data: { state: 'taken', number } });
  if (count !== uploads.length) throw new Error('files of a page were taken twice');
}
