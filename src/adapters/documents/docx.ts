import type { DocumentBlock, DocumentNote, ReadDocument, TableCell } from '../../domain/document.ts';
import { WordNumbering } from './docx-numbering.ts';
import { Unreadable } from './fault.ts';
import { child, childrenOf, parseWord, value, type WordNode } from './word-xml.ts';
import { zipParts } from './zip-parts.ts';

const READ = /^word\/(document|numbering|styles)\.xml$/;

/** A Word file as paragraphs, with the numbers Word would draw, and tables with their merged cells. Macros are never looked at. */
export function readDocx(bytes: Uint8Array): ReadDocument {
  const parts = zipParts(bytes, (name) => READ.test(name));
  const main = parts.text('word/document.xml');
  if (main === undefined) {
    throw new Unreadable(parts.names.includes('[Content_Types].xml') ? 'not-a-document' : 'damaged');
  }
  const body = child(
    parseWord(main).find(({ name }) => name === 'document'),
    'body',
  );
  if (!body) throw new Unreadable('damaged');
  const numbering = new WordNumbering(
    parseWord(parts.text('word/numbering.xml') ?? ''),
    parseWord(parts.text('word/styles.xml') ?? ''),
  );
  const reader = new DocxReader(numbering);
  const blocks = reader.blocks(body.children);
  if (parts.names.some((name) => name.endsWith('vbaProject.bin'))) reader.notes.add('macros');
  if (blocks.every((block) => block.kind === 'paragraph' && block.text.trim() === '')) {
    throw new Unreadable(parts.names.some((name) => name.startsWith('word/media/')) ? 'scanned' : 'empty');
  }
  return { blocks, notes: [...reader.notes] };
}

/** What a reader of the page does not see: what was deleted, codes of fields, and the second copy of a drawing for old Words. */
const UNSEEN = new Set(['del', 'moveFrom', 'pPr', 'rPr', 'instrText', 'delText', 'Fallback', 'sectPr']);
const TRANSPARENT = new Set(['sdt', 'sdtContent', 'ins', 'moveTo', 'smartTag', 'customXml']);

class DocxReader {
  readonly notes = new Set<DocumentNote>();
  private readonly numbering: WordNumbering;

  constructor(numbering: WordNumbering) {
    this.numbering = numbering;
  }

  blocks(nodes: readonly WordNode[]): DocumentBlock[] {
    return nodes.flatMap((node): DocumentBlock[] => {
      if (node.name === 'p') return this.paragraph(node).map((text) => ({ kind: 'paragraph', text }));
      if (node.name === 'tbl') return [{ kind: 'table', rows: this.table(node) }];
      return TRANSPARENT.has(node.name) ? this.blocks(node.children) : [];
    });
  }

  /** Lines of a paragraph; a title set in two lines is two. */
  private paragraph(node: WordNode): string[] {
    const text = this.numbering.label(child(node, 'pPr')) + this.textOf(node.children);
    return text.split('\n').map((line) => line.trimEnd());
  }

  private textOf(nodes: readonly WordNode[]): string {
    return nodes
      .map((node) => {
        if (node.name === 'del' || node.name === 'ins') this.notes.add('tracked-changes');
        if (node.name === 'txbxContent') this.notes.add('text-boxes');
        if (UNSEEN.has(node.name)) return '';
        if (node.name === 't') return node.children.map(({ text }) => text).join('');
        if (node.name === 'tab') return '\t';
        if (node.name === 'br' || node.name === 'cr') return '\n';
        if (node.name === 'noBreakHyphen') return '-';
        return this.textOf(node.children);
      })
      .join('');
  }

  private table(node: WordNode): TableCell[][] {
    const open = new Map<number, TableCell>();
    return this.rowsOf(node).map((row) => {
      const cells: TableCell[] = [];
      const before = Number(value(child(row, 'trPr'), 'gridBefore') ?? 0);
      if (before > 0) cells.push({ text: '', columns: before, rows: 1 });
      let column = before;
      for (const cell of this.cellsOf(row)) {
        const properties = child(cell, 'tcPr');
        const columns = Math.max(1, Number(value(properties, 'gridSpan') ?? 1));
        const merge = child(properties, 'vMerge');
        const above = open.get(column);
        if (merge && merge.attributes.val !== 'restart' && above) above.rows += 1;
        else {
          const made = { text: this.cellText(cell), columns, rows: 1 };
          cells.push(made);
          if (merge) open.set(column, made);
          else open.delete(column);
        }
        column += columns;
      }
      return cells;
    });
  }

  private rowsOf(table: WordNode): WordNode[] {
    return table.children.flatMap((node) =>
      node.name === 'tr' ? [node] : TRANSPARENT.has(node.name) ? this.rowsOf(node) : [],
    );
  }

  private cellsOf(row: WordNode): WordNode[] {
    return row.children.flatMap((node) =>
      node.name === 'tc' ? [node] : TRANSPARENT.has(node.name) ? this.cellsOf(node) : [],
    );
  }

  /** A table inside a cell is read as its text: nothing in a notice's figures is nested. */
  private cellText(cell: WordNode): string {
    const lines = cell.children.flatMap((node): string[] => {
      if (node.name === 'p') return this.paragraph(node);
      if (node.name === 'tbl')
        return childrenOf(node, 'tr').map((row) =>
          this.cellsOf(row)
            .map((one) => this.cellText(one))
            .join(' '),
        );
      return TRANSPARENT.has(node.name) ? [this.cellText(node)] : [];
    });
    return lines.join('\n').trim();
  }
}
