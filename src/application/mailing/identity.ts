import { createHash } from 'node:crypto';
import { fold } from '../../domain/fold.ts';

const hashed = (parts: readonly string[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** What a mailbox tells of a mail before it is fetched. */
export interface MailHead {
  messageId: string;
  address: string;
  subject: string;
  /** The Date header, as an ISO instant; empty without one. */
  sentAt: string;
  /** Bytes. */
  size: number;
  arrivedAt: Date;
}

/**
 * What tells a mail apart in whatever mailbox it lies: the Message-ID alone does not, as some programs give the same to several. Undefined
 * for one without a Message-ID, of which nothing can be said before it is read.
 */
export const headKeyOf = ({ messageId, address, subject, sentAt }: MailHead): string | undefined =>
  messageId.trim() === '' ? undefined : hashed([messageId.trim(), address.toLowerCase(), subject.trim(), sentAt]);

/** The same words and the same bytes from the same sender are the same mail, however often it was sent. */
export const bodyKeyOf = (mail: { address: string; subject: string; text: string; files: readonly string[] }): string =>
  hashed([mail.address.toLowerCase(), fold(mail.subject), fold(mail.text), ...[...mail.files].sort()]);
