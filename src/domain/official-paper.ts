/** A paper as an office sends it, before any program's format. How it looks is GB/T 9704-2012 and no matter of its content. */
export interface OfficialPaper {
  /** Above everything: that it is a draft. */
  mark: string;
  /** With its last part left open; empty: none. */
  number: string;
  /** In the lines that it is broken into. */
  title: string[];
  /** To whom it is sent; empty: to nobody in particular. */
  to: string;
  body: PaperBlock[];
  /** The lines below the body that name the annexes: the first one, and those that follow it. */
  annexLines: string[];
  signers: string[];
  date: string;
  annexes: Annex[];
  fonts: PaperFonts;
  /** Around the number of a page, which stands for `#`. */
  page: string;
  /** Milliseconds since the epoch: it stands in the file, which is the same again for the same moment. */
  madeAt: number;
}

export interface PaperBlock {
  as: 'heading' | 'subheading' | 'text';
  text: string;
}

/** On a page of its own. */
export interface Annex {
  label: string;
  title: string[];
  columns: { head: string /** In parts of the whole width. */; width: number; left?: boolean }[];
  rows: string[][];
  note: string;
}

/** Each a name and what stands in for it, in order, where a computer does not have it. */
export type PaperFonts = Record<'title' | 'body' | 'heading' | 'subheading' | 'page', string[]>;
