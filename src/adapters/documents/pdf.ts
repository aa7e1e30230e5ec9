import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DocumentBlock, ReadDocument } from '../../domain/document.ts';
import { Unreadable } from './fault.ts';
import { blocksOf } from './pdf-blocks.ts';
import { type PdfPage, pageOf } from './pdf-page.ts';
import { checkStreams } from './pdf-streams.ts';

const MOST_PAGES = 150;

/** Text in reading order, tables by their ruled lines, else by the gaps between columns. */
export async function readPdf(bytes: Buffer): Promise<ReadDocument> {
  checkStreams(bytes);
  const home = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  // The short builds are loaded in half the time; they have no types of their own.
  const build = (name: string) => pathToFileURL(`${home}/legacy/build/${name}`).href;
  const pdfjs: typeof import('pdfjs-dist') = await import(build('pdf.min.mjs'));
  pdfjs.GlobalWorkerOptions.workerSrc = build('pdf.worker.min.mjs');
  const task = pdfjs.getDocument({
    data: new Uint8Array(bytes),
    // Without these tables a document in GBK reads as nothing, in silence.
    cMapUrl: `${home}/cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${home}/standard_fonts/`,
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: true,
    stopAtErrors: false,
    verbosity: 0,
  });
  try {
    const document = await task.promise;
    if (document.numPages > MOST_PAGES) throw new Unreadable('too-many-pages');
    const pages: PdfPage[] = [];
    for (let number = 1; number <= document.numPages; number++) {
      pages.push(await pageOf(await document.getPage(number), pdfjs.OPS));
    }
    return documentOf(pages);
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable((error as Error).name === 'PasswordException' ? 'password' : 'damaged');
  } finally {
    await task.destroy();
  }
}

function documentOf(pages: PdfPage[]): ReadDocument {
  const silent = pages.filter(({ words }) => words.length === 0).length;
  if (silent === pages.length) throw new Unreadable('scanned');
  const blocks: DocumentBlock[] = blocksOf(pages);
  return { blocks, pages: pages.length, notes: silent > 0 ? ['pages-without-text'] : [] };
}
