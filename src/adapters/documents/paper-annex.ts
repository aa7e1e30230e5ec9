import {
  AlignmentType,
  BorderStyle,
  LineRuleType,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import type { Annex } from '../../domain/official-paper.ts';
import { CELL, CELL_EDGE, CELL_LINE, emptyLine, type FontOf, lineOf, ROW, titleOf, WIDTH } from './paper-look.ts';
import { xmlText } from './storable-text.ts';

/** An annex from the top of its page on. */
export function annexOf({ label, title, columns, rows, note }: Annex, font: FontOf): (Paragraph | Table)[] {
  return [
    lineOf(label, { font: font('heading') }),
    emptyLine(font),
    ...titleOf(title, font),
    emptyLine(font),
    tableOf(columns, rows, font),
    ...(note === '' ? [] : [cellLine(note, font('body'), false)]),
  ];
}

function tableOf(columns: Annex['columns'], rows: string[][], font: FontOf): Table {
  const whole = columns.reduce((sum, { width }) => sum + width, 0);
  const widths = columns.map(({ width }) => Math.floor((width / whole) * WIDTH));
  const cells = (texts: string[], head: boolean) =>
    columns.map(({ left = false }, index) => {
      const [text = '', width = 0] = [texts[index], widths[index]];
      return cellOf(head ? evenly(text, width) : [text], width, font(head ? 'heading' : 'body'), left && !head);
    });
  const row = (texts: string[], head: boolean) =>
    new TableRow({
      cantSplit: true,
      tableHeader: head,
      height: { value: ROW, rule: 'atLeast' },
      children: cells(texts, head),
    });
  return new Table({
    layout: TableLayoutType.FIXED,
    alignment: AlignmentType.CENTER,
    // WPS ignores the width of the table.
    columnWidths: widths,
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    rows: [
      row(
        columns.map(({ head }) => head),
        true,
      ),
      ...rows.map((texts) => row(texts, false)),
    ],
  });
}

/** A head that does not fit on one line, in lines of the same length. */
function evenly(text: string, width: number): string[] {
  const fits = Math.max(1, Math.floor((width - 2 * CELL_EDGE) / (CELL * 10)));
  const each = Math.ceil(text.length / Math.ceil(text.length / fits));
  return text.match(new RegExp(`.{1,${each}}`, 'gu')) ?? [text];
}

const thin = { style: BorderStyle.SINGLE, size: 4, color: '000000' };

const cellOf = (lines: string[], width: number, font: ReturnType<FontOf>, left: boolean): TableCell =>
  new TableCell({
    borders: { top: thin, bottom: thin, left: thin, right: thin },
    verticalAlign: VerticalAlign.CENTER,
    width: { size: width, type: WidthType.DXA },
    margins: { left: CELL_EDGE, right: CELL_EDGE },
    children: lines.map((text) => cellLine(text, font, !left)),
  });

const cellLine = (text: string, font: ReturnType<FontOf>, centred: boolean): Paragraph =>
  new Paragraph({
    alignment: centred ? AlignmentType.CENTER : AlignmentType.LEFT,
    spacing: { line: CELL_LINE, lineRule: LineRuleType.EXACT },
    children: [new TextRun({ text: xmlText(text), font, size: CELL })],
  });
