import type { CellStyle } from 'hucre';
import type { SheetToWrite } from '../../domain/sheet-to-write.ts';

const thin = { style: 'thin' } as const;
const border = { top: thin, left: thin, bottom: thin, right: thin };
/** A cell of the format "text" stays text when somebody edits it, also one that begins with an equals sign. */
const TEXT = '@';

/** How the parts of a sheet look, as the tables of an office do. */
export function stylesWith({ title, head, body }: SheetToWrite['fonts']) {
  const font = { name: body, size: 12 };
  const center = { horizontal: 'center', vertical: 'center', wrapText: true } as const;
  const cell: CellStyle = { font, border, alignment: { vertical: 'center', wrapText: true }, numFmt: TEXT };
  const line: CellStyle = { font, alignment: { vertical: 'center' } };
  return {
    cell,
    open: { ...cell, numFmt: 'General', alignment: center, protection: { locked: false } },
    number: { ...cell, numFmt: '0', alignment: center },
    grey: {
      ...cell,
      font: { ...font, color: { rgb: '808080' } },
      fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'F2F2F2' } },
    },
    head: { font: { name: head, size: 12 }, border, alignment: center },
    title: { font: { name: title, size: 20 }, alignment: center },
    line,
    atRight: { ...line, alignment: { horizontal: 'right', vertical: 'center' } },
  } satisfies Record<string, CellStyle>;
}
