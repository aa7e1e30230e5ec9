import type { z } from 'zod';
import type { works } from '../../../web/shared/contracts/works.ts';

export type Show = NonNullable<z.output<typeof works>['items'][number]['first']>['show'];

/**
 * What a browser may show by itself, by the extension that the bytes have: none of these can carry a program that runs in the
 * page's name. A pdf is handed out as one and drawn by the page; documents are shown as text.
 */
const SHOWN: Record<string, { show: Show; mime: string }> = {
  png: { show: 'picture', mime: 'image/png' },
  jpg: { show: 'picture', mime: 'image/jpeg' },
  gif: { show: 'picture', mime: 'image/gif' },
  webp: { show: 'picture', mime: 'image/webp' },
  bmp: { show: 'picture', mime: 'image/bmp' },
  mp4: { show: 'video', mime: 'video/mp4' },
  m4v: { show: 'video', mime: 'video/mp4' },
  mov: { show: 'video', mime: 'video/mp4' },
  webm: { show: 'video', mime: 'video/webm' },
  mp3: { show: 'audio', mime: 'audio/mpeg' },
  m4a: { show: 'audio', mime: 'audio/mp4' },
  wav: { show: 'audio', mime: 'audio/wav' },
  ogg: { show: 'audio', mime: 'audio/ogg' },
  flac: { show: 'audio', mime: 'audio/flac' },
  pdf: { show: 'pdf', mime: 'application/pdf' },
  docx: { show: 'text', mime: 'application/octet-stream' },
  txt: { show: 'text', mime: 'application/octet-stream' },
};

export const shownAs = (extension: string): { show: Show; mime: string } =>
  SHOWN[extension] ?? { show: 'other', mime: 'application/octet-stream' };
