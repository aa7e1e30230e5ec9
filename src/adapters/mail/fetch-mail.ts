import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ImapFlow } from 'imapflow';
import type { MailHead } from '../../application/mailing/identity.ts';
import { beginPlace, failPlace, leavePlace, type Place } from '../../application/mailing/places.ts';
import { listUnread, type OpenedLetter, takeIn } from '../../application/mailing/take-in.ts';
import type { House } from '../../application/office.ts';
import { StoreFailed } from '../../application/ports.ts';
import { headIn, instantIn, inWords, personIn } from './heads.ts';
import type { Letter } from './letter.ts';
import { openLetter } from './open-letter.ts';

const HEADERS = ['message-id', 'date', 'from', 'subject'];
/** Base64 and what stands around it. */
const SWOLLEN = 1.5;

export interface Fetching {
  office: House;
  /** Where mails lie while they are taken apart. */
  folder: string;
  /** Whether this process may go on. */
  held(): boolean;
}

/** What can be told of mails without fetching them, by their numbers; one that is gone is missing. */
export async function headsOf(line: ImapFlow, uids: readonly number[]): Promise<Map<number, MailHead>> {
  const heads = new Map<number, MailHead>();
  const query = { uid: true, size: true, internalDate: true, headers: HEADERS };
  for await (const found of line.fetch([...uids], query, { uid: true })) {
    const head = headIn(found.headers ?? Buffer.alloc(0));
    const arrived = new Date(found.internalDate ?? '');
    heads.set(found.uid, {
      messageId: head.get('message-id') ?? '',
      address: personIn(head.get('from') ?? '').address,
      subject: inWords(head.get('subject') ?? ''),
      sentAt: instantIn(head),
      size: found.size ?? 0,
      arrivedAt: Number.isNaN(arrived.getTime()) ? new Date() : arrived,
    });
  }
  return heads;
}

/**
 * Fetches one mail and takes it in. What is wrong with the mail lists it for a person; what is wrong with the line or with our own store
 * is thrown, and the mail is tried again later.
 */
export async function fetchMail(
  line: ImapFlow,
  { office, folder, held }: Fetching,
  place: Place,
  head: MailHead,
): Promise<void> {
  const begun = await beginPlace(office, place, head);
  if (begun === 'known') return;
  if (begun !== 'read') {
    await listUnread(office, place, head, begun === 'died' ? 'unreadable' : 'not-fetched');
    return;
  }
  // Of several files each may be as large as one may be; beyond two of them nobody sends a mail.
  if (head.size > office.fileLimit * SWOLLEN * 2) {
    await listUnread(office, place, head, 'too-large');
    return;
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const own = await mkdtemp(path.join(folder, 'mail-'));
  try {
    const raw = path.join(own, 'raw');
    await download(line, place.uid, raw);
    const letter = await openLetter({ raw, folder: own, limit: office.fileLimit });
    await rm(raw);
    if (letter) await takeIn(office, place, head, opened(letter));
    else await listUnread(office, place, head, 'unreadable');
  } catch (error) {
    const ours = !held() || error instanceof StoreFailed || /^(Prisma|DriverAdapter)/.test((error as Error).name);
    await (ours ? leavePlace(office, place) : failPlace(office, place));
    throw error;
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

async function download(line: ImapFlow, uid: number, file: string): Promise<void> {
  const { content } = await line.download(String(uid), undefined, { uid: true, chunkSize: 1024 * 1024 });
  if (!content) throw new Error('the mail is gone');
  await pipeline(content, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  // A line that broke may look like the end of the mail.
  if (!line.usable) throw new Error('the line broke');
}

const opened = (letter: Letter): OpenedLetter => ({
  ...letter,
  files: letter.files.map(({ name, size, inline, failure, path: file }) => ({
    ...{ name, size, inline },
    ...(failure && { failure }),
    bytes: () => createReadStream(file),
  })),
});
