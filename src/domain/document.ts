/** What a document says, in reading order, without its looks. */
export type DocumentBlock = { kind: 'paragraph'; text: string } | { kind: 'table'; rows: TableCell[][] };

export interface TableCell {
  text: string;
  /** How many columns and rows it covers; a cell that another one covers is not listed. */
  columns: number;
  rows: number;
}

export interface ReadDocument {
  blocks: DocumentBlock[];
  /** Of a pdf. */
  pages?: number;
  /** What was left aside while reading, such as the macros of a .docm. */
  notes: DocumentNote[];
}

export type DocumentNote = 'macros' | 'tracked-changes' | 'text-boxes' | 'pages-without-text';

/** Why a document is not read; each has its sentence in prompts/documents.md. */
export type DocumentFault =
  | 'empty'
  | 'too-big'
  | 'unpacks-too-big'
  | 'damaged'
  | 'password'
  | 'old-word'
  | 'rich-text'
  | 'scanned'
  | 'too-many-pages'
  | 'not-a-document'
  | 'encoding'
  | 'too-slow'
  | 'too-much-memory';

export type DocumentResult = { ok: true; document: ReadDocument } | { ok: false; fault: DocumentFault };

/** Every sign but blanks, those of the tables too. */
export function charactersIn({ blocks }: ReadDocument): number {
  const texts = blocks.flatMap((block) =>
    block.kind === 'paragraph' ? [block.text] : block.rows.flatMap((row) => row.map(({ text }) => text)),
  );
  return texts.reduce((sum, text) => sum + text.replace(/\s/g, '').length, 0);
}
