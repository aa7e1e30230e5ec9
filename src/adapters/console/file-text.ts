import { buffer } from 'node:stream/consumers';
import type { DocumentBlock } from '../../domain/document.ts';
import { readDocument } from '../documents/read-document.ts';
import type { Desk, Visitor } from './desk.ts';
import { fileFor } from './files.ts';
import { NothingThere } from './problem.ts';
import { shownAs } from './shown-as.ts';

const MOST_BYTES = 30_000_000;
const MOST_PARAGRAPHS = 2000;

/** A document as its words alone, read in a process of its own: nothing of it acts. */
export async function textOf({ office }: Desk, visitor: Pick<Visitor, 'turn' | 'scope'>, id: number) {
  return wordsOf(office, await fileFor(visitor, id));
}

/** The same of a file that the reader is known to be allowed to see. */
export async function wordsOf(
  office: Pick<Desk['office'], 'store'>,
  file: { sha256: string; size: number; extension: string },
) {
  const { show } = shownAs(file.extension);
  if (show !== 'text' && show !== 'pdf') throw new NothingThere();
  const read = file.size > MOST_BYTES ? undefined : await readDocument(await buffer(office.store.open(file.sha256)));
  if (!read?.ok) return { readable: false, paragraphs: [], cut: false };
  const paragraphs = read.document.blocks.flatMap(linesOf);
  return {
    readable: true,
    paragraphs: paragraphs.slice(0, MOST_PARAGRAPHS),
    cut: paragraphs.length > MOST_PARAGRAPHS,
  };
}

const linesOf = (block: DocumentBlock): string[] =>
  block.kind === 'paragraph' ? [block.text] : block.rows.map((row) => row.map(({ text }) => text).join('\t'));
