import type { SheetToWrite } from '../../../domain/sheet-to-write.ts';
import { storeMade, storeSheet } from '../../delivery/store-sheet.ts';
import type { Office } from '../../office.ts';
import type { Turn } from '../../turn.ts';
import { FileUnmade } from '../made-file.ts';
import { type DraftedPaper, type DraftWanted, draftPaper } from './draft.ts';
import { figuresSheets } from './figures-sheet.ts';

/** What the two files of a draft are called, without their endings, and the tabs of the second one. */
export function filesOf(
  drafted: DraftedPaper,
  { paperWords }: Pick<Office, 'paperWords'>,
): { name: string; sheetName: string; sheets: SheetToWrite[] } {
  const { title, draft, making } = drafted;
  const facts = { title, number: draft.number };
  return {
    name: paperWords.say('paper.file', facts),
    sheetName: paperWords.say('paper.figures-file', facts),
    sheets: figuresSheets(drafted, draft.number, making, paperWords),
  };
}

/**
 * A draft that a message asks for, still to be made. It is drafted in a transaction of its own: that of the message is undone before its
 * files are written.
 */
export const unmadeDraft = (turn: Turn, key: string, wanted: DraftWanted): FileUnmade =>
  new FileUnmade(key, async (office) => {
    const drafted = await office.prisma.$transaction((tx) => draftPaper(office)({ ...turn, tx }, wanted), PATIENCE);
    const { name, sheetName, sheets } = filesOf(drafted, office);
    const paper = await storeMade(office, `${name}.docx`, () => office.papers.write(drafted.paper));
    const sheet = await storeSheet(office, sheetName, sheets);
    const { draft, told, making } = drafted;
    return {
      ...paper,
      facts: {
        ...{ number: draft.number, snapshot: draft.snapshot, at: making.standing.at, figures: told.length },
        ...{ sheet: sheet.name, sheetSha256: sheet.sha256 },
      },
    };
  });

const PATIENCE = { timeout: 60_000, maxWait: 30_000 };
