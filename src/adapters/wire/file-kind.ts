import { extensionOf } from '../../domain/formats.ts';

/** What a platform calls a file when it tells of one. */
export type FileKind = 'image' | 'video' | 'file';

/** What phones make of such a thing when nobody names it. */
const UNNAMED: Record<FileKind, string> = { image: 'jpg', video: 'mp4', file: '' };

/** What its bytes should be: by its name, else by its kind; empty when neither tells. */
export const expectedExtension = (name: string | undefined, kind: FileKind): string =>
  extensionOf(name ?? '') || UNNAMED[kind];
