import type { z } from 'zod';
import type { PosterSheet } from '../../domain/poster-sheet.ts';
import { storePicture } from '../delivery/store-picture.ts';
import { NoFont } from '../ports.ts';
import type { Turn } from '../turn.ts';
import { openPage } from '../works/pages.ts';
import { FileUnmade } from './made-file.ts';

type Wanted = z.infer<typeof openPage.input>;

/**
 * A poster with the address of a page, both still to be made; of no size where there is no font to draw it with. The page is opened in a
 * transaction of its own, as that of the message is undone before the poster is drawn.
 */
export const unmadePoster = (
  { campaign, calendar, channels, fileLimit, uploadLimit, now, actor, origin }: Turn,
  wanted: Wanted,
  inWords: (code: string) => PosterSheet,
): FileUnmade =>
  new FileUnmade(posterKey(wanted), async (office) => {
    const { page, code } = await office.prisma.$transaction((tx) =>
      openPage({ campaign, calendar, channels, fileLimit, uploadLimit, now, actor, origin, tx }, wanted),
    );
    const facts = { code, id: page.id };
    try {
      return { ...(await storePicture(office, `poster-${page.id}`, { kind: 'poster', sheet: inWords(code) })), facts };
    } catch (error) {
      if (error instanceof NoFont) return { name: '', sha256: '', size: 0, facts };
      throw error;
    }
  });

export const posterKey = (wanted: Wanted): string => `poster ${JSON.stringify(wanted)}`;
