import { largeLinks } from '../../domain/mail/large-links.ts';
import { bareSubject, ownWords } from '../../domain/mail/own-words.ts';
import type { Measured } from '../../domain/measured.ts';
import { fileName, normalise, oneLine } from '../words/normalise.ts';
import { maskNumbers } from '../words/privacy.ts';

/** A file of a mail: its bytes in the store and measured, or why not. */
export interface MailedFile {
  name: string;
  size: number;
  extension: string;
  /** A picture among the words. */
  inline: boolean;
  sha256?: string;
  mime?: string;
  measured?: Measured;
  failure?: string;
}

/** A row of a list of works in a sheet that came with the mail, or a form: what it says by field. */
export type SaidRow = Record<string, string>;

/** A mail as far as it is to be understood; without numbers of cards. */
export interface LetterRead {
  name: string;
  address: string;
  subject: string;
  /** It passes somebody else's mail on. */
  forward: boolean;
  /** What the sender wrote. */
  text: string;
  /** Who wrote the mail that is passed on, outermost first. */
  authors: string[];
  links: string[];
  files: MailedFile[];
  rows: SaidRow[];
  /** Of forms as documents, their texts. */
  forms: string[];
  /** A sheet had a column with identity numbers, and was not read. */
  identity: boolean;
  automatic: boolean;
}

const safe = (text: string, most: number) => maskNumbers(oneLine(text, most)).text;

/** The words of a mail as they are kept and understood. */
export function wordsOf(letter: {
  name: string;
  address: string;
  subject: string;
  text: string;
  links: readonly string[];
  inner: readonly { name: string; subject: string }[];
}): Pick<LetterRead, 'name' | 'address' | 'subject' | 'forward' | 'text' | 'authors' | 'links'> {
  const { subject, forward } = bareSubject(letter.subject);
  const { own, forwarded } = ownWords(normalise(letter.text));
  const passed = forward || letter.inner.length > 0;
  const authors = [...letter.inner.map(({ name }) => name), ...(passed && forwarded ? [forwarded.name] : [])];
  return {
    name: safe(letter.name, 40),
    address: letter.address.slice(0, 200),
    subject: safe(subject, 150),
    forward: passed,
    text: maskNumbers(own).text.slice(0, 4000),
    authors: authors.filter((name) => name !== '').map((name) => safe(name, 40)),
    links: largeLinks(letter.links),
  };
}

/** The name of a file as it is kept. */
export const mailedName = (name: string): string => maskNumbers(fileName(name)).text;
