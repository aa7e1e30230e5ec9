import { Unreadable } from './fault.ts';

export type DocumentKind = 'docx' | 'pdf' | 'text';

const PDF_HEADER_WITHIN = 1024;

/** By content, not by name: offices rename files. */
export function kindOf(bytes: Buffer): DocumentKind {
  if (bytes.length === 0) throw new Unreadable('empty');
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') return 'docx';
  if (bytes.subarray(0, PDF_HEADER_WITHIN).includes('%PDF-')) return 'pdf';
  if (bytes.subarray(0, 4).toString('hex') === 'd0cf11e0') throw new Unreadable(oldOrLocked(bytes));
  if (bytes.subarray(0, 5).toString('latin1') === '{\\rtf') throw new Unreadable('rich-text');
  return 'text';
}

/** A docx with a password is wrapped in the same container as the .doc of old; the stream's name tells them apart. */
function oldOrLocked(bytes: Buffer): 'password' | 'old-word' {
  return bytes.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'password' : 'old-word';
}
